namespace VtKit.Emulator;

/// <summary>Why an emulator could not start, or not go on.</summary>
public enum VtEmulatorFailure
{
    /// <summary>Another program listens on the port.</summary>
    PortInUse,

    /// <summary>The host or port cannot be listened on by this user, or on this machine.</summary>
    AddressUnusable,

    /// <summary>Another emulator uses the data folder; <see cref="VtEmulatorException.RunningAt"/> says where it answers.</summary>
    DataDirectoryInUse,

    /// <summary>The data folder cannot be made, read or written.</summary>
    DataDirectoryUnusable,

    /// <summary>The database is damaged, or is no database of an emulator. It was left as it is.</summary>
    DatabaseDamaged,

    /// <summary>The database was written by a newer version. It was left as it is.</summary>
    DatabaseTooNew,

    /// <summary>The scenario cannot be read or understood; the message names the line.</summary>
    ScenarioUnusable,
}

/// <summary>An emulator could not start. The message is one line that says what happened and what to do.</summary>
public sealed class VtEmulatorException : Exception
{
    internal VtEmulatorException(VtEmulatorFailure reason, string message, Exception? innerException = null, Uri? runningAt = null)
        : base(message, innerException)
    {
        Reason = reason;
        RunningAt = runningAt;
    }

    /// <summary>What went wrong.</summary>
    public VtEmulatorFailure Reason { get; }

    /// <summary>
    /// For <see cref="VtEmulatorFailure.DataDirectoryInUse"/>: the address of the emulator that uses the folder, or null
    /// when it has not told yet.
    /// </summary>
    public Uri? RunningAt { get; }
}
