namespace VtKit.Cli;

/// <summary>What reports of all four types have in common, for one table of them all.</summary>
internal readonly record struct ReportFacts(AnalysisStats Stats, string? Label, string? Name, long? Reputation, IReadOnlyList<string> Tags, DateTimeOffset? LastAnalysis)
{
    /// <summary>How many engines gave a verdict; null where none was asked.</summary>
    public long? Total => Stats.Exists ? (Stats.Malicious ?? 0) + (Stats.Suspicious ?? 0) + (Stats.Undetected ?? 0) + (Stats.Harmless ?? 0) : null;

    public static ReportFacts Of(VtObject report) => report switch
    {
        VtFile file => new(file.LastAnalysisStats, file.PopularThreatClassification.SuggestedThreatLabel, file.MeaningfulName ?? (file.Names.Count > 0 ? file.Names[0] : null), file.Reputation, file.Tags, file.LastAnalysisDate),
        VtUrl url => new(url.LastAnalysisStats, null, url.Title, url.Reputation, url.Tags, url.LastAnalysisDate),
        VtDomain domain => new(domain.LastAnalysisStats, null, domain.Registrar, domain.Reputation, domain.Tags, domain.LastAnalysisDate),
        VtIpAddress address => new(address.LastAnalysisStats, null, address.AsOwner, address.Reputation, address.Tags, address.LastAnalysisDate),
        _ => new(default, null, null, null, [], null),
    };
}
