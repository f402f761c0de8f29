using BenchmarkDotNet.Running;
using VtKit.Benchmarks;

switch (args)
{
    case ["read", .. var options]:
        BenchmarkSwitcher.FromTypes([typeof(ReadReport)]).Run(["--filter", "*", .. options]);
        return 0;
    case ["lookups"]:
        await LookUps.RunAsync();
        return 0;
    case ["upload"]:
        await Upload.RunAsync();
        return 0;
    case ["startup"]:
        await StartUp.RunAsync(RepositoryRoot());
        return 0;
    case ["commands"]:
        return await Commands.RunAsync(RepositoryRoot());
    case ["feed"]:
        return await Feed.RunAsync();
    case ["emulator"]:
        return await EmulatorLoad.RunAsync();
    case ["soak"]:
        return await EmulatorSoak.RunAsync();
    case ["viewer"]:
        return await Viewer.RunAsync();
    case [EmulatorServer.Mode]:
        await EmulatorServer.ServeAsync();
        return 0;
    case [EmulatorServer.FloorMode, var bytes]:
        await EmulatorServer.ServeBytesAsync(bytes);
        return 0;
    case ["search", ..]:
        return await Search.RunAsync(RepositoryRoot(), args.ElementAtOrDefault(1), args.ElementAtOrDefault(2));
    case ["graph"]:
        return GraphSave.Run();
    case ["layout"]:
        return await Layout.RunAsync();
    case ["cache"]:
        return await Cache.RunAsync();
    case ["analysis"]:
        return await Analysis.RunAsync(RepositoryRoot());
    case ["explore"]:
        return await Explore.RunAsync();
    case ["serve", var package, var unknown]:
        await ReportServer.ServeAsync(package, unknown);
        return 0;
    case ["read-feed", var address]:
        await Feed.ReadAsync(new Uri(address));
        return 0;
    default:
        Console.Error.WriteLine("usage: VtKit.Benchmarks read | lookups | upload | startup | commands | feed | emulator | soak | search | graph | layout | viewer | explore | cache | analysis");
        return 2;
}

static string RepositoryRoot()
{
    for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        if (File.Exists(Path.Combine(folder.FullName, "VtKit.slnx")))
            return folder.FullName;
    throw new InvalidOperationException("Run this from a clone of the repository.");
}
