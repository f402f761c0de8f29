using System.Text.Json;

namespace VtKit.StaticAnalysis;

/// <summary>What the engines of an <see cref="EngineSet"/> say about one file, in the shapes of the service's reports.</summary>
/// <param name="Verdicts">One verdict for each engine.</param>
/// <param name="Yara">What came of YARA; null where it is absent.</param>
/// <param name="Date">When the file was scanned.</param>
public sealed record EngineReport(IReadOnlyList<EngineVerdict> Verdicts, YaraResult? Yara, DateTimeOffset Date)
{
    /// <summary>Why engines came to no conclusion, one line each. Text for people.</summary>
    public IEnumerable<string> Problems =>
        Verdicts.Where(verdict => verdict.Problem is not null).Select(verdict => $"{verdict.EngineName}: {verdict.Problem}")
            .Concat(Yara?.Problem is { } problem ? [$"YARA: {problem}"] : []);

    /// <summary>
    /// Writes <c>last_analysis_results</c>, and <c>crowdsourced_yara_results</c> where rules matched, as members into an object that the caller has
    /// started and will end.
    /// </summary>
    /// <param name="writer">Stands inside a JSON object.</param>
    public void WriteAttributes(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject(Attr.File.LastAnalysisResults);
        WriteResults(writer);
        writer.WriteEndObject();
        WriteYaraResults(writer);
    }

    /// <summary>Writes the members of <c>last_analysis_results</c>, one for each engine.</summary>
    /// <param name="writer">Stands inside a JSON object.</param>
    public void WriteResults(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (var verdict in Verdicts)
        {
            writer.WriteStartObject(verdict.EngineName);
            writer.WriteString(Part.EngineResult.Category, verdict.CategoryName);
            writer.WriteString(Part.EngineResult.EngineName, verdict.EngineName);
            writer.WriteString(Part.EngineResult.EngineUpdate, verdict.EngineUpdate);
            writer.WriteString(Part.EngineResult.EngineVersion, verdict.EngineVersion);
            writer.WriteString(Part.EngineResult.Method, verdict.Method);
            writer.WriteString(Part.EngineResult.Result, verdict.Result);
            writer.WriteEndObject();
        }
    }

    /// <summary>Writes <c>crowdsourced_yara_results</c> as a member; nothing where no rule matched.</summary>
    /// <param name="writer">Stands inside a JSON object.</param>
    public void WriteYaraResults(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (Yara is not { Matches.Count: > 0 }) return;
        writer.WriteStartArray(Attr.File.CrowdsourcedYaraResults);
        foreach (var match in Yara.Matches)
        {
            writer.WriteStartObject();
            writer.WriteString(Part.CrowdsourcedYaraResult.RulesetId, match.RulesetId);
            writer.WriteString(Part.CrowdsourcedYaraResult.RulesetName, match.RulesetName);
            writer.WriteString(Part.CrowdsourcedYaraResult.RuleName, match.RuleName);
            writer.WriteNumber(Part.CrowdsourcedYaraResult.MatchDate, Date.ToUnixTimeSeconds());
            if (match.Description is not null) writer.WriteString(Part.CrowdsourcedYaraResult.Description, match.Description);
            if (match.Author is not null) writer.WriteString(Part.CrowdsourcedYaraResult.Author, match.Author);
            if (match.Source is not null) writer.WriteString(Part.CrowdsourcedYaraResult.Source, match.Source);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
