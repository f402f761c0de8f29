using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using VtKit.Enrichment;
using VtKit.Graph;
using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary>
/// The columns of <c>vtk enrich</c>. A row is kept as a JSON list of its cells. What is not known is empty: a thing that was not found has no counts, so that nobody takes it for one without detections.
/// </summary>
internal sealed class EnrichColumns
{
    public const string Default = "indicator,type,outcome,malicious,suspicious,total,label,name,reputation,tags,last_analysis_date,link";

    /// <summary>The columns unless others are asked for.</summary>
    /// <param name="withPolicy">Whether verdicts are asked for.</param>
    /// <param name="toRead">Whether a person reads them on a terminal: then what is long and seldom read there is left out.</param>
    public static string DefaultFor(bool withPolicy, bool toRead)
    {
        var columns = toRead ? Default.Replace(",reputation", "", StringComparison.Ordinal).Replace(",link", "", StringComparison.Ordinal) : Default;
        return withPolicy ? columns.Replace(",outcome", ",outcome,verdict,why", StringComparison.Ordinal) : columns;
    }

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Action<Utf8JsonWriter, EnrichmentResult>[] _cells;
    private readonly Uri? _service;
    private readonly VerdictPolicy _policy;
    private readonly TimeProvider _time;

    private EnrichColumns(string text, Uri? service, VerdictPolicy policy, TimeProvider time)
    {
        (_service, _policy, _time) = (service, policy, time);
        Names = Split(text);
        _cells = [.. Names.Select(CellOf)];
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads a list of columns: names of their own, attributes by their dotted path, and JSONPaths.</summary>
    /// <param name="text">The list, with commas.</param>
    /// <param name="service">The address of the service, whose pages are linked.</param>
    /// <param name="policy">What the columns <c>verdict</c> and <c>why</c> are by.</param>
    /// <param name="time">The present time, for the ages of reports.</param>
    /// <exception cref="CliException">One is no column.</exception>
    public static EnrichColumns Parse(string text, Uri service, VerdictPolicy policy, TimeProvider time) => new(text, service, policy, time);

    /// <summary>Says what is wrong with a list of columns, before anything is asked.</summary>
    /// <exception cref="CliException">One is no column.</exception>
    public static void Check(string text) => _ = new EnrichColumns(text, null, VerdictPolicy.Default, TimeProvider.System);

    /// <summary>The cells of a result, as a JSON list.</summary>
    public ReadOnlyMemory<byte> RowOf(EnrichmentResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartArray();
            foreach (var cell in _cells) cell(json, result);
            json.WriteEndArray();
        }
        return buffer.WrittenMemory;
    }

    // A comma inside of the brackets of a JSONPath does not end it.
    private static List<string> Split(string text)
    {
        var names = new List<string>();
        var (depth, start) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] is '[' or '(') depth++;
            if (i < text.Length && text[i] is ']' or ')') depth--;
            if (i < text.Length && (text[i] != ',' || depth > 0)) continue;
            if (text[start..i].Trim() is { Length: > 0 } name) names.Add(name);
            start = i + 1;
        }
        return names.Count > 0 ? names : throw CliException.Usage($"--columns names none; unless given they are {Default}");
    }

    private Action<Utf8JsonWriter, EnrichmentResult> CellOf(string name) => name switch
    {
        "indicator" => (json, result) => json.WriteStringValue(result.Text),
        "type" => (json, result) => json.WriteStringValue(KindName.Of(Indicator.Recognise(result.Text).Kind)),
        "outcome" => (json, result) => json.WriteStringValue(NameOf(result.Outcome)),
        "error" => (json, result) => Text(json, result.Error is { } error ? error.Message.ReplaceLineEndings(" ") : null),
        "malicious" => OfFacts((json, facts) => Number(json, facts.Stats.Malicious)),
        "suspicious" => OfFacts((json, facts) => Number(json, facts.Stats.Suspicious)),
        "total" => OfFacts((json, facts) => Number(json, facts.Total)),
        "label" => OfFacts((json, facts) => Text(json, facts.Label)),
        "name" => OfFacts((json, facts) => Text(json, facts.Name)),
        "reputation" => OfFacts((json, facts) => Number(json, facts.Reputation)),
        "tags" => OfFacts((json, facts) => CommandJson.WriteTexts(json, null, facts.Tags)),
        "last_analysis_date" => OfFacts((json, facts) => Text(json, facts.LastAnalysis is { } date ? Values.Date(date) : null)),
        "link" => (json, result) => Text(json, result.Report is { } report ? PageOf(report) : null),
        "verdict" => (json, result) => Text(json, Judge(result) is { } verdict ? CheckedFile.WordOf(verdict.Kind) : null),
        "why" => (json, result) => Text(json, Judge(result)?.Explanation),
        ['$', ..] => OfPath(name),
        _ => OfAttribute(name),
    };

    // Of what was not found something can be said: that nothing is known. Of what could not be asked, nothing.
    private PolicyVerdict? Judge(EnrichmentResult result) =>
        result.Report is not null || result.Outcome == EnrichmentOutcome.NotFound ? _policy.Judge(result.Report, _time.GetUtcNow()) : null;

    /// <summary>The word for an outcome.</summary>
    public static string NameOf(EnrichmentOutcome outcome) => outcome switch
    {
        EnrichmentOutcome.Found => "found",
        EnrichmentOutcome.NotFound => "not_found",
        EnrichmentOutcome.Malformed => "malformed",
        EnrichmentOutcome.Denied => "denied",
        EnrichmentOutcome.Quota => "quota",
        EnrichmentOutcome.Transient => "transient",
        _ => "pending",
    };

    private static Action<Utf8JsonWriter, EnrichmentResult> OfFacts(Action<Utf8JsonWriter, ReportFacts> write) => (json, result) =>
    {
        if (result.Report is { } report) write(json, ReportFacts.Of(report));
        else json.WriteNullValue();
    };

    private static Action<Utf8JsonWriter, EnrichmentResult> OfPath(string text)
    {
        VtJsonPath path;
        try
        {
            path = VtJsonPath.Parse(text);
        }
        catch (VtJsonPathException e)
        {
            throw CliException.Usage($"--columns: {e.Message}");
        }
        return (json, result) =>
        {
            var found = result.Report is { } report ? path.Select(new VtNode(report.Json)).ToList() : [];
            if (found.Count <= 1)
            {
                Node(json, found.Count == 0 ? default : found[0]);
                return;
            }
            json.WriteStartArray();
            foreach (var one in found) Node(json, one);
            json.WriteEndArray();
        };
    }

    private static Action<Utf8JsonWriter, EnrichmentResult> OfAttribute(string name)
    {
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ' ') || name.Contains("..", StringComparison.Ordinal))
            throw CliException.Usage($"--columns: '{name}' is no column; name attributes by their dotted path, such as pe_info.imphash, or give a JSONPath, such as $.attributes.names[0]");
        var path = name.Split('.');
        return (json, result) => Node(json, result.Report is { } report ? path.Aggregate(report.Attributes, (node, member) => node[member]) : default);
    }

    private string? PageOf(VtObject report) =>
        NodePages.PathOf(NodeType.Object(report.Type), report.Id) is { } path ? _service!.GetLeftPart(UriPartial.Authority) + path : null;

    private static void Node(Utf8JsonWriter json, VtNode node)
    {
        if (node.Exists) node.Json.WriteTo(json);
        else json.WriteNullValue();
    }

    private static void Text(Utf8JsonWriter json, string? text)
    {
        if (text is null) json.WriteNullValue();
        else json.WriteStringValue(text);
    }

    private static void Number(Utf8JsonWriter json, long? number)
    {
        if (number is { } value) json.WriteNumberValue(value);
        else json.WriteNullValue();
    }
}
