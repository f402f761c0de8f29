using System.CommandLine;
using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary><c>vtk id</c>: under which id VirusTotal knows something. It is computed here; nothing is asked and nothing is sent.</summary>
internal static class IdCommand
{
    private static readonly Argument<string[]> Items = ItemArguments.Many("what", "Path, hash, URL, domain or IP address, also defanged");

    private static readonly Option<string> Hash = new("--hash")
    {
        Description = "Hash of a file: sha256, sha1 or md5",
        HelpName = "KIND",
        DefaultValueFactory = _ => "sha256",
    };

    public static CliCommand Build() => new("id", "Print the id that VirusTotal knows something by; computed here, nothing is sent", RunAsync)
    {
        Arguments = { Items },
        Options = { Hash },
        Examples = ["vtk id invoice.pdf", "vtk id *.exe | vtk file -", "vtk id https://example.com/"],
    };

    private static async Task<ExitCode> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var kind = session.Parsed.GetValue(Hash)!.ToLowerInvariant() switch
        {
            "sha256" => HashKinds.Sha256,
            "sha1" => HashKinds.Sha1,
            "md5" => HashKinds.Md5,
            var other => throw CliException.Usage($"there is no hash '{other}' here; there are sha256, sha1 and md5"),
        };
        var items = session.Parsed.GetValue(Items)!;
        if (items.Length == 0) throw CliException.Usage("give at least one path, hash, URL, domain or IP address, or - to read them from stdin");
        var tally = new ExitTally();
        await foreach (var item in ItemArguments.ReadAsync(items, session.Console, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                session.Console.WriteLine(await IdOfAsync(item, kind, cancellationToken).ConfigureAwait(false));
                tally.Add(ExitCode.Ok);
            }
            catch (CliException e)
            {
                var failure = Failure.Of(e, cancellationToken);
                session.Talk.Say(failure.About(item));
                tally.Add(failure.ExitCode);
            }
        }
        return tally.Total;
    }

    private static async Task<string> IdOfAsync(string text, HashKinds kind, CancellationToken cancellationToken)
    {
        if (Path.Exists(text))
        {
            var hashes = await InputFile.HashAsync(text, kind, cancellationToken).ConfigureAwait(false);
            return (hashes.Sha256 ?? hashes.Sha1 ?? hashes.Md5).ToString()!;
        }
        var indicator = Indicator.Recognise(text);
        return indicator.LookupId ?? throw Item.Unknown(text, indicator);
    }
}
