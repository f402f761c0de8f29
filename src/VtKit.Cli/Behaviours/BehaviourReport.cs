namespace VtKit.Cli;

/// <summary>What a file did, as a person reads it: the processes as a tree, the techniques of ATT&amp;CK as a table, and what it touched.</summary>
internal static class BehaviourReport
{
    private const int MostLines = 25;

    public static void Add(Report report, BehaviourSummary behaviour, IReadOnlyList<KeyValuePair<string, VtNode>> trees)
    {
        report.List("Verdicts", behaviour.Verdicts);
        report.List("Labels", behaviour.VerdictLabels);
        report.List("Tags", behaviour.Tags);
        report.Field("Analysed", behaviour.AnalysisDate);
        report.List("Sandboxes", trees.Select(tree => tree.Key));
        report.Lines("Processes", ProcessTree.Lines(behaviour.ProcessesTree));
        if (behaviour.ProcessesTree.Count == 0) AddLines(report, "Processes created", behaviour.ProcessesCreated);
        AddTechniques(report, behaviour, trees);
        AddNetwork(report, behaviour);
        AddLines(report, "Commands", behaviour.CommandExecutions);
        AddLines(report, "Files written", behaviour.FilesWritten);
        AddLines(report, "Files dropped", [.. behaviour.FilesDropped.Select(file => Pair(file.Sha256, file.Path))]);
        AddLines(report, "Files deleted", behaviour.FilesDeleted);
        AddLines(report, "Registry keys set", [.. behaviour.RegistryKeysSet.Select(entry => Pair(entry.Key, entry.Value))]);
        AddLines(report, "Mutexes created", behaviour.MutexesCreated);
        AddLines(report, "Services created", behaviour.ServicesCreated);
        AddLines(report, "Highlights", [.. behaviour.CallsHighlighted.Concat(behaviour.TextHighlighted)]);
    }

    // The trees know tactics and names; a report alone knows ids and what was seen.
    private static void AddTechniques(Report report, BehaviourSummary behaviour, IReadOnlyList<KeyValuePair<string, VtNode>> trees)
    {
        var table = new TextTable(new Column("Tactic"), new Column("Technique"), new Column("Name"), new Column("Seen"));
        var seen =
            from tree in trees
            from tactic in new MitreTree(tree.Value).Tactics
            from technique in tactic.Techniques
            group (tactic, technique) by (Tactic: tactic.Id ?? "", Technique: technique.Id ?? "") into same
            orderby same.Key.Tactic, same.Key.Technique
            select same.ToList();
        var last = "";
        foreach (var same in seen)
        {
            var (tactic, technique) = same[0];
            var signatures = same.SelectMany(one => one.technique.Signatures).ToList();
            var worst = signatures.Select(signature => Rank(signature.Severity)).DefaultIfEmpty(0).Max();
            var name = tactic.Name ?? tactic.Id ?? "";
            table.Add(name == last ? "" : name, new Cell(technique.Id ?? "", Paint(worst, report.Style)), technique.Name, string.Join("; ", signatures.Select(signature => signature.Description).Distinct()));
            last = name;
        }
        if (table.IsEmpty)
            foreach (var technique in behaviour.MitreAttackTechniques)
                table.Add("", new Cell(technique.Id ?? "", Paint(Rank(technique.Severity), report.Style)), "", technique.SignatureDescription);
        report.Table("ATT&CK", table);
    }

    private static void AddNetwork(Report report, BehaviourSummary behaviour)
    {
        AddLines(report, "DNS", [.. behaviour.DnsLookups.Select(lookup => Pair(lookup.Hostname, string.Join(", ", lookup.ResolvedIps)))]);
        AddLines(report, "HTTP", [.. behaviour.HttpConversations.Select(exchange => $"{exchange.RequestMethod ?? "GET"} {exchange.Url}")]);
        AddLines(report, "Traffic", [.. behaviour.IpTraffic.Select(traffic => $"{traffic.TransportLayerProtocol} {traffic.DestinationIp}:{traffic.DestinationPort}".TrimStart()).Distinct(StringComparer.Ordinal)]);
        AddLines(report, "TLS", [.. behaviour.Tls.Select(session => Pair(session.Sni, session.Ja3)).Distinct(StringComparer.Ordinal)]);
    }

    private static void AddLines(Report report, string heading, IReadOnlyList<string> all) => report.Lines(
        heading, all.Count <= MostLines ? all : [.. all.Take(MostLines), $"and {all.Count - MostLines} more: see them with --format json"]);

    private static string Pair(string? left, string? right) => string.IsNullOrEmpty(right) ? left ?? "" : $"{left}  {right}";

    // The trees say HIGH where reports say IMPACT_SEVERITY_HIGH.
    private static int Rank(ImpactSeverity? severity) => severity?.Value.Split('_')[^1] switch { "HIGH" => 3, "MEDIUM" => 2, "LOW" => 1, _ => 0 };

    private static Func<string, string>? Paint(int rank, Style style) => rank switch { 3 => style.Bad, 2 => style.Doubtful, _ => null };
}
