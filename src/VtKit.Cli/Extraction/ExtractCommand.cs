using System.CommandLine;
using System.Runtime.CompilerServices;
using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary><c>vtk extract</c>: the indicators in files and texts. It is all done here; nothing is asked and nothing is sent.</summary>
internal static class ExtractCommand
{
    private static readonly Argument<string[]> Sources = new("text")
    {
        Description = "File to read, or the text itself; - reads stdin",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string[]> Kind = new("--kind")
    {
        Description = $"Only these kinds, with commas between them: {string.Join(", ", KindName.All)}",
        HelpName = "KINDS",
    };

    private static readonly Option<bool> Defang = new("--defang")
    {
        Description = "Print them so that nobody clicks them: hxxp[://]evil[.]example",
    };

    private static readonly Option<bool> Files = new("--files")
    {
        Description = "Take names such as readme.md and payload.zip for domains, too",
    };

    // The name that all commands have for how data is written; here it has other values.
    private static readonly Option<string> Format = new("--format")
    {
        Description = $"{string.Join(", ", FoundFormats.Names)}; lines unless given",
        HelpName = "FORMAT",
    };

    public static CliCommand Build() => new("extract", "Find indicators in files and texts, defanged or not; nothing is sent", RunAsync)
    {
        Arguments = { Sources },
        Options = { Kind, Defang, Files, Format },
        Examples =
        [
            "vtk extract report.txt mail.eml", "vtk extract 'beacons to hxxps://evil[.]example/a'", "vtk extract - --kind domain,ip < proxy.log",
            "vtk extract report.md --kind hash | vtk file -", "vtk extract report.md --format csv > iocs.csv", "vtk extract iocs.txt --defang",
        ],
    };

    private static async Task<ExitCode> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var sources = session.Parsed.GetValue(Sources)!;
        if (sources.Length == 0) throw CliException.Usage("give a file or a text, or - to read stdin: see vtk extract --help");
        var kinds = KindName.Parse(session.Parsed.GetValue(Kind) ?? []);
        var name = session.Parsed.GetValue(Format);
        using var writer = FoundFormats.Create(name, session, session.Parsed.GetValue(Defang));
        var options = new ExtractOptions { FileNamesAreDomains = session.Parsed.GetValue(Files) };
        var seen = new HashSet<(IndicatorKind, string)>();
        foreach (var source in sources)
        {
            var before = seen.Count;
            await foreach (var one in ReadAsync(session.Console, source, options, cancellationToken).ConfigureAwait(false))
                if (kinds.Contains(one.Kind) && seen.Add((one.Kind, one.Value))) writer.Write(one, File.Exists(source) ? source : null);
            if (sources.Length == 1 || seen.Count > before) continue;
            session.Talk.Say($"{TextSource.Named(source)} holds nothing that is new");
        }
        writer.End();
        if (seen.Count > 0) return ExitCode.Ok;
        session.Talk.Say(TextSource.Nothing(sources));
        return ExitCode.NotFound;
    }

    private static async IAsyncEnumerable<ExtractedIndicator> ReadAsync(
        CliConsole console, string source, ExtractOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = source == ItemArguments.Stdin ? null : Open(source);
        await foreach (var one in IndicatorExtractor.ExtractAsync(reader ?? console.In, options, cancellationToken).ConfigureAwait(false)) yield return one;
    }

    private static TextReader Open(string source) =>
        Path.Exists(source) ? new StreamReader(InputFile.Open(source), CliConsole.Utf8, detectEncodingFromByteOrderMarks: true, 1 << 16) : new StringReader(source);
}
