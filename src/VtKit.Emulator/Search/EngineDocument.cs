using System.Globalization;
using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>What the index knows of the verdicts on an item.</summary>
internal static class EngineDocument
{
    public static void Read(SearchDocument document, string results)
    {
        using var json = JsonDocument.Parse(results);
        long positives = 0, timeouts = 0, unsupported = 0;
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var verdict in json.RootElement.EnumerateObject())
        {
            var engine = SearchText.EngineName(verdict.Name);
            document.Engines.Add(engine);
            var category = verdict.Value.Text(Part.EngineResult.Category);
            if (category == Part.AnalysisStats.Malicious) positives++;
            if (category is Part.AnalysisStats.Timeout or Part.AnalysisStats.ConfirmedTimeout) timeouts++;
            if (category == Part.AnalysisStats.TypeUnsupported) unsupported++;
            if (category is Part.AnalysisStats.Malicious or Part.AnalysisStats.Suspicious) AddLabel(document, engine, verdict.Value.Text(Part.EngineResult.Result) ?? "", counts);
        }
        foreach (var (word, count) in counts)
            if (count > 1) document.Words("counted", Counted(word, count), "engines");
        document.Number("positives", "positives", positives);
        document.Number("timeouts", "scan_timeout", timeouts);
        document.Number("unsupported", "scan_unsupported", unsupported);
    }

    public static long Positives(string results)
    {
        using var json = JsonDocument.Parse(results);
        return json.RootElement.EnumerateObject().Count(verdict => verdict.Value.Text(Part.EngineResult.Category) == Part.AnalysisStats.Malicious);
    }

    /// <summary>The word that stands for a word of an engine's label; without the word, for any label.</summary>
    public static string Labelled(string engine, string word = "") => engine.Replace('_', SearchText.Joint) + SearchText.Border + word;

    /// <summary>The word that stands for a word that so many engines use.</summary>
    public static string Counted(string word, int count) => string.Create(CultureInfo.InvariantCulture, $"{word}{SearchText.Joint}{count}");

    private static void AddLabel(SearchDocument document, string engine, string label, Dictionary<string, int> counts)
    {
        document.Words("label", label, "engines");
        var words = SearchText.Words(label).ToList();
        document.Words("engine", Labelled(engine) + ' ' + string.Join(' ', words.Select(word => Labelled(engine, word))), engine);
        foreach (var word in words.Distinct(StringComparer.Ordinal)) counts[word] = counts.GetValueOrDefault(word) + 1;
    }
}
