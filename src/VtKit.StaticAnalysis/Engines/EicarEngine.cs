namespace VtKit.StaticAnalysis;

/// <summary>
/// Finds the EICAR test file, always and without anything installed: by itself, and in an archive, because EICAR offers
/// its test file in a ZIP, and in a ZIP inside a ZIP, exactly to see whether a scanner looks inside. Everything else is
/// undetected.
/// </summary>
public sealed class EicarEngine : IFileEngine
{
    private static readonly EngineInfo Info = new("1.0", "20030501");

    /// <inheritdoc/>
    public string Name => "EICAR";

    /// <inheritdoc/>
    public ValueTask<EngineInfo?> ProbeAsync(CancellationToken cancellationToken = default) => new(Info);

    /// <inheritdoc/>
    public ValueTask<EngineVerdict> ScanAsync(Stream content, FileFacts facts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var found = facts.IsEicar || facts.Bundle is { HasEicar: true };
        return new(new EngineVerdict(
            Name, found ? VerdictCategory.Malicious : VerdictCategory.Undetected, found ? "EICAR-Test-File" : null, Info.Version, Info.Update));
    }
}
