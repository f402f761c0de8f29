namespace VtKit.StaticAnalysis;

/// <summary>
/// A scanner that gives one verdict on a file: a line of the service's <c>last_analysis_results</c>. An engine that is
/// not installed says so through <see cref="ProbeAsync"/> and is left out of reports; nothing is made up for it.
/// </summary>
public interface IFileEngine
{
    /// <summary>The name that reports show.</summary>
    string Name { get; }

    /// <summary>Asks whether the engine can work now, and with which version.</summary>
    /// <param name="cancellationToken">Stops the question.</param>
    /// <returns>What the engine says of itself, or null when it is not installed or does not answer.</returns>
    ValueTask<EngineInfo?> ProbeAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Scans a file. Whatever goes wrong inside the engine is a verdict (<see cref="VerdictCategory.Timeout"/>,
    /// <see cref="VerdictCategory.Failure"/>), never an exception.
    /// </summary>
    /// <param name="content">The file, seekable; read from its start. The caller keeps it.</param>
    /// <param name="facts">What is known about the same file.</param>
    /// <param name="cancellationToken">Gives up, with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The verdict.</returns>
    ValueTask<EngineVerdict> ScanAsync(Stream content, FileFacts facts, CancellationToken cancellationToken = default);
}

/// <summary>What an engine says of itself.</summary>
/// <param name="Version">Version of the engine, or null when it does not tell.</param>
/// <param name="Update">Date of its signatures as <c>yyyymmdd</c>, or null when it does not tell.</param>
public sealed record EngineInfo(string? Version, string? Update);
