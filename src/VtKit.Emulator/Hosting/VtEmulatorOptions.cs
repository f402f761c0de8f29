using VtKit.StaticAnalysis;

namespace VtKit.Emulator;

/// <summary>How an emulator runs. The defaults suit a test: loopback, a free port, nothing kept, analyses done at once.</summary>
public sealed class VtEmulatorOptions
{
    /// <summary>
    /// The address to listen on: an IP address, or <c>localhost</c>. Anything but loopback lets other machines in, and is refused
    /// without <see cref="AllowRemote"/>.
    /// </summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>Lets <see cref="Host"/> be an address that other machines reach. Its keys are public knowledge; an <see cref="AdminToken"/> is then needed.</summary>
    public bool AllowRemote { get; set; }

    /// <summary>
    /// What a request to <c>/_emulator</c> must have in its header <c>x-emulator-token</c>: at least 16 characters. Null: these routes
    /// ask for none, and answer programs on this machine only.
    /// </summary>
    public string? AdminToken { get; set; }

    /// <summary>The TCP port; 0 picks a free one, which <see cref="VtEmulator.BaseAddress"/> then tells.</summary>
    public int Port { get; set; }

    /// <summary>
    /// The folder that keeps everything (a SQLite database, and the samples in a form that nothing can execute). Made
    /// when absent. Null keeps nothing: what was stored is gone when the emulator stops.
    /// </summary>
    public string? DataDirectory { get; set; }

    /// <summary>The clock on which analyses, quotas and links run. It can be moved further by <c>/_emulator/clock</c>.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>What time it is when the emulator starts; null for that of <see cref="TimeProvider"/>, or where a data folder was left.</summary>
    public DateTimeOffset? StartTime { get; set; }

    /// <summary>How long an analysis stays <c>queued</c>, on the emulator's clock. Zero: not at all.</summary>
    public TimeSpan AnalysisQueueTime { get; set; }

    /// <summary>How long an analysis then stays <c>in-progress</c>, on the emulator's clock. Zero: not at all.</summary>
    public TimeSpan AnalysisRunTime { get; set; }

    /// <summary>Accepts query parameters that the API does not document, instead of answering 400.</summary>
    public bool Loose { get; set; }

    /// <summary>
    /// Lets it fetch URLs that are submitted or analysed again: their answer, redirections and title then stand in the report. Addresses
    /// that are not public are never visited. False: nothing leaves the machine.
    /// </summary>
    public bool Online { get; set; }

    /// <summary>Whether only public addresses are visited. A test's own web server is not.</summary>
    internal bool OnlyPublicAddresses { get; set; } = true;

    /// <summary>The largest file that an upload URL takes, in bytes: 650 MB, as at the service.</summary>
    public long MaxUploadBytes { get; set; } = Limits.UploadBytes;

    /// <summary>
    /// A file in YAML with what the emulator knows from the start, verdicts included: the members of <c>/_emulator/seed</c>. It is laid down at
    /// each start and after a reset; null for none.
    /// </summary>
    public string? ScenarioFile { get; set; }

    /// <summary>The engines that scan files; null looks for those that work on this machine, EICAR's always among them.</summary>
    public EngineSet? Engines { get; set; }

    /// <summary>The folder of the programs yara and yarac; null for wherever the system finds programs.</summary>
    internal string? YaraFolder { get; set; }

    /// <summary>How long a client may take to begin, before it is cut off for being too slow. Tests shorten it.</summary>
    internal TimeSpan SlownessGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Receives one line per event worth telling a person. Never a key, a body or a file's content.</summary>
    public Action<string>? Log { get; set; }
}
