using System.Text.Json;
using VtKit.Enrichment;

namespace VtKit.Cli;

/// <summary>The results of a check as SARIF 2.1.0, which code scanning services read. Files that pass without a word are not listed.</summary>
/// <remarks>https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html</remarks>
internal static class SarifReport
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";

    private static readonly (VerdictKind Kind, string Text)[] Rules =
    [
        (VerdictKind.Malicious, "The policy calls the file malicious"),
        (VerdictKind.Suspicious, "The policy calls the file suspicious"),
        (VerdictKind.Unknown, "Nothing can be said of the file: no report, too few engines, or too long ago"),
    ];

    public static byte[] Of(IReadOnlyList<CheckedFile> results) => CliConsole.Utf8.GetBytes(CommandJson.Text(json =>
    {
        json.WriteStartObject();
        json.WriteString("$schema", Schema);
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json);
        WriteInvocation(json, results.Where(file => file.Result == CheckResult.Error));
        json.WriteStartArray("results");
        foreach (var file in results)
            if (file.Result == CheckResult.Allowed || file.Verdict is { Kind: not VerdictKind.Undetected })
                WriteResult(json, file);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }));

    private static void WriteTool(Utf8JsonWriter json)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "vtk check");
        json.WriteString("version", BuildVersion.Text);
        json.WriteStartArray("rules");
        foreach (var (kind, text) in Rules)
        {
            json.WriteStartObject();
            json.WriteString("id", CheckedFile.WordOf(kind));
            WriteMessage(json, "shortDescription", text);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteInvocation(Utf8JsonWriter json, IEnumerable<CheckedFile> errors)
    {
        var list = errors.ToList();
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", list.Count == 0);
        json.WriteStartArray("toolExecutionNotifications");
        foreach (var file in list)
        {
            json.WriteStartObject();
            json.WriteString("level", "error");
            WriteMessage(json, "message", file.Why);
            WriteLocation(json, file);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteResult(Utf8JsonWriter json, CheckedFile file)
    {
        json.WriteStartObject();
        // A file that is allowed was not asked about; the rule that it is excepted from is the gravest.
        json.WriteString("ruleId", file.Verdict is null ? CheckedFile.WordOf(VerdictKind.Malicious) : file.VerdictWord);
        json.WriteString("level", (file.Result, file.Verdict?.Kind) switch
        {
            (CheckResult.Failed, _) => "error",
            (CheckResult.Allowed, _) => "none",
            (_, VerdictKind.Unknown) => "note",
            _ => "warning",
        });
        WriteMessage(json, "message", file.Why);
        WriteLocation(json, file);
        json.WriteStartObject("partialFingerprints");
        json.WriteString("sha256/v1", file.Hash?.ToString());
        json.WriteEndObject();
        if (file.Allowed is { } allowed)
        {
            json.WriteStartArray("suppressions");
            json.WriteStartObject();
            json.WriteString("kind", "external");
            json.WriteString("justification", allowed.Reason);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteLocation(Utf8JsonWriter json, CheckedFile file)
    {
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", UriOf(file.Path));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    // What a service shows beside a source tree is the path in that tree.
    private static string UriOf(string path)
    {
        if (Path.IsPathFullyQualified(path)) return new Uri(path).AbsoluteUri;
        return string.Join('/', path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).Where(part => part is not ("" or ".")).Select(Uri.EscapeDataString));
    }

    private static void WriteMessage(Utf8JsonWriter json, string member, string text)
    {
        json.WriteStartObject(member);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
