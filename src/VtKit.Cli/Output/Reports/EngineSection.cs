namespace VtKit.Cli;

/// <summary>What each engine says: those that found something by name and result, the others by name alone.</summary>
internal static class EngineSection
{
    private static readonly EngineCategory[] Detections = [EngineCategory.Malicious, EngineCategory.Suspicious];

    // A class, because queries over references are compiled ahead, once for all.
    private sealed record Engine(string Name, EngineCategory Category, string? Result);

    public static void Add(Report report, VtMap<EngineResult> results)
    {
        var engines = results.Select(pair => new Engine(pair.Value.EngineName ?? pair.Key, pair.Value.Category ?? default, pair.Value.Result)).ToList();
        var table = new TextTable(new Column("Verdict"), new Column("Engine"), new Column("Result"));
        foreach (var engine in engines.Where(engine => Detections.Contains(engine.Category))
            .OrderBy(engine => Array.IndexOf(Detections, engine.Category)).ThenBy(engine => engine.Name, StringComparer.OrdinalIgnoreCase))
        {
            var paint = engine.Category == EngineCategory.Malicious ? report.Style.Bad : (Func<string, string>)report.Style.Doubtful;
            table.Add(new Cell(engine.Category.Value, paint), engine.Name, engine.Result);
        }
        report.Table("Detections", table);

        var others = engines.Where(engine => !Detections.Contains(engine.Category)).GroupBy(engine => engine.Category.Value).OrderByDescending(group => group.Count()).ToList();
        if (others.Count == 0) return;
        report.Heading("Other engines");
        foreach (var group in others)
            report.Series($"{group.Key} ({group.Count()}): ", group.Select(engine => engine.Name).Order(StringComparer.OrdinalIgnoreCase));
    }
}
