using System.Runtime.CompilerServices;
using VtKit.Enrichment;
using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary>What <c>vtk enrich</c> is given, as items: found in text of any form, refanged, each once, without what nobody should ask about. What is left out is counted.</summary>
internal sealed class EnrichInput(CliSession session, IReadOnlyList<DomainName> own)
{
    private const int SniffedBytes = 4096;

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public List<EnrichmentItem> Items { get; } = [];

    public int Repeated { get; private set; }

    /// <summary>Addresses that are not public, and URLs on them.</summary>
    public int Private { get; private set; }

    public int Own { get; private set; }

    /// <summary>Lines of lists that are no indicator: they are items, too, and cost nothing.</summary>
    public int Malformed { get; private set; }

    /// <summary>E-mail addresses and CVE numbers, which have no report of their own.</summary>
    public int WithoutReport { get; private set; }

    /// <summary>Whether there was anything, be it left out.</summary>
    public bool HasFound => Items.Count + Repeated + Private + Own + WithoutReport > 0;

    /// <summary>Reads files, folders, texts, and stdin for <c>-</c>.</summary>
    /// <exception cref="CliException">A file cannot be read.</exception>
    public async Task ReadAsync(IEnumerable<string> sources, CancellationToken cancellationToken)
    {
        foreach (var source in sources)
            await foreach (var found in ReadAsync(source, cancellationToken).ConfigureAwait(false)) Take(found.Indicator);
    }

    /// <summary>What was found and what was left out, in a line.</summary>
    public string Describe()
    {
        var left = new List<string>();
        if (Repeated > 0) left.Add(Count.Number(Repeated) + " repeated");
        if (Private > 0) left.Add(Count.Number(Private) + " private or reserved");
        if (Own > 0) left.Add(Count.Number(Own) + " of your own");
        if (WithoutReport > 0) left.Add(Count.Number(WithoutReport) + " that have no report (e-mail addresses, CVE numbers)");
        var malformed = Malformed == 0 ? "" : $", {Count.Of(Malformed, "line")} of a list that {(Malformed == 1 ? "is" : "are")} none";
        return Count.Of(Items.Count - Malformed, "indicator") + malformed + (left.Count > 0 ? "; left out: " + string.Join(", ", left) : "");
    }

    private async IAsyncEnumerable<ExtractedIndicator> ReadAsync(string source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (source == ItemArguments.Stdin)
        {
            await foreach (var found in ExtractAsync(session.Console.In, cancellationToken).ConfigureAwait(false)) yield return found;
            yield break;
        }
        foreach (var file in Directory.Exists(source) ? FilesIn(source) : [source])
        {
            using TextReader? text = File.Exists(file) ? Open(file) : file == source ? new StringReader(source) : null;
            if (text is null) continue;
            await foreach (var found in ExtractAsync(text, cancellationToken).ConfigureAwait(false)) yield return found;
        }
    }

    private async IAsyncEnumerable<ExtractedIndicator> ExtractAsync(TextReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lines = reader.Peek() is '{' or '[' ? null : new ListLines(reader);
        await foreach (var found in IndicatorExtractor.ExtractAsync(lines ?? (TextReader)new JsonStringsReader(reader), null, cancellationToken).ConfigureAwait(false))
        {
            lines?.Found(found);
            yield return found;
        }
        foreach (var mistake in lines?.Mistakes() ?? [])
        {
            var key = "malformed " + mistake;
            if (!_seen.Add(key)) Repeated++;
            else
            {
                Malformed++;
                Items.Add(new EnrichmentItem(mistake, key));
            }
        }
    }

    private static IEnumerable<string> FilesIn(string folder) => Directory.EnumerateFiles(folder, "*", new EnumerationOptions
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden | FileAttributes.System,
    }).Order(StringComparer.Ordinal).Where(IsText);

    // A folder of a case holds samples and pictures, too, in which text stands by chance.
    private static bool IsText(string file)
    {
        using var stream = InputFile.Open(file);
        Span<byte> start = stackalloc byte[SniffedBytes];
        var read = stream.ReadAtLeast(start, SniffedBytes, throwOnEndOfStream: false);
        return start[..read] is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || !start[..read].Contains((byte)0);
    }

    private static StreamReader Open(string file) => new(InputFile.Open(file), CliConsole.Utf8, detectEncodingFromByteOrderMarks: true, 1 << 16);

    private void Take(Indicator indicator)
    {
        var (text, key) = indicator.Kind switch
        {
            IndicatorKind.Url => (indicator.UrlId!.Value.Url ?? indicator.Value, indicator.UrlId!.Value.LocalIdentity),
            IndicatorKind.File or IndicatorKind.Domain or IndicatorKind.IpAddress => (indicator.Value, indicator.Value),
            _ => (null, null),
        };
        if (text is null) WithoutReport++;
        else if (!_seen.Add($"{indicator.Kind} {key}")) Repeated++;
        else if (HostOf(indicator) is { } host && IpAddress.TryParse(host, out var address) && !address.IsPublic) Private++;
        else if (HostOf(indicator) is { } name && IsOwn(name)) Own++;
        else Items.Add(new EnrichmentItem(text, $"{indicator.Kind} {key}"));
    }

    private static string? HostOf(Indicator indicator) => indicator.Kind switch
    {
        IndicatorKind.Domain or IndicatorKind.IpAddress => indicator.Value,
        IndicatorKind.Url => Uri.TryCreate(indicator.Value, UriKind.Absolute, out var url) ? url.IdnHost.Trim('[', ']') : null,
        _ => null,
    };

    private bool IsOwn(string host) => own.Any(domain => host == domain.Ascii || host.EndsWith("." + domain.Ascii, StringComparison.Ordinal));
}
