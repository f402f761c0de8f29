using System.CommandLine;
using VtKit.Indicators;

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
        (connection, text, token) => LookUpAsync(session, connection.Client, text, token), cancellationToken);

    private static async Task<Found> LookUpAsync(CliSession session, VtClient client, string text, CancellationToken cancellationToken)
    {
        if (Path.Exists(text))
        {
            var hashes = await InputFile.HashAsync(text, HashKinds.Sha256, cancellationToken).ConfigureAwait(false);
            if (Indicator.TryRecognise(text, out _)) session.Talk.Say($"{text} is a file here: looked up is its SHA-256, {hashes.Sha256}");
            return new Found(await client.Files.GetAsync(hashes.Sha256!.Value, null, cancellationToken).ConfigureAwait(false));
        }
        var indicator = Indicator.Recognise(text);
        return indicator.Kind switch
        {
            IndicatorKind.File => new Found(await client.Files.GetAsync(indicator.Hash!.Value, null, cancellationToken).ConfigureAwait(false)),
            IndicatorKind.Url => new Found(await client.Urls.GetAsync(indicator.UrlId!.Value, null, cancellationToken).ConfigureAwait(false)),
            IndicatorKind.Domain => new Found(await client.Domains.GetAsync(indicator.Value, null, cancellationToken).ConfigureAwait(false)),
            IndicatorKind.IpAddress => new Found(await client.IpAddresses.GetAsync(indicator.Value, null, cancellationToken).ConfigureAwait(false)),
            _ => throw Unknown(text, indicator),
        };
    }

    public static CliException Unknown(string text, Indicator indicator)
    {
        if (text.AsSpan().ContainsAny('/', '\\')) return InputFile.Unusable(text, "does not exist: check the path");
        return CliException.Usage(indicator.Problem ?? $"'{text}' is of a kind that cannot be looked up: {indicator.Kind}");
    }
}
