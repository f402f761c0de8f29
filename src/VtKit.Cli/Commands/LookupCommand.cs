using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk lookup</c>: the report of anything that can be looked up. A file is hashed here; nothing is ever uploaded.</summary>
internal static class LookupCommand
{
    private const int Concurrency = 5;

    private static readonly Argument<string[]> Items = ItemArguments.Many("what", "Path, hash, URL, domain or IP address, also defanged");

    public static CliCommand Build() => new("lookup", "Reports of anything: path, hash, URL, domain, IP address; nothing is uploaded", RunAsync)
    {
        Arguments = { Items },
        Options = { ObjectOptions.All },
        Examples = ["vtk lookup invoice.pdf", "vtk lookup hxxps://example[.]com/login 8.8.8.8", "vtk lookup - --format csv < iocs.txt > reports.csv"],
    };

    private static Task<ExitCode> RunAsync(CliSession session, CancellationToken cancellationToken) => Batch.RunAsync(
        session, session.Parsed.GetValue(Items)!, "path, hash, URL, domain or IP address", "", Concurrency,
        async (connection, text, token) =>
        {
            var item = await Item.ReadAsync(session, connection.Client, text, token).ConfigureAwait(false);
            return new Found(await item.GetAsync(token).ConfigureAwait(false));
        }, cancellationToken);
}
