using VtKit.Benchmarks;

switch (args)
{
    case ["serve"]:
        await ReportServer.ServeAsync();
        return 0;
    default:
        Console.Error.WriteLine("usage: VtKit.Benchmarks read | lookups | upload | startup");
        return 2;
}
