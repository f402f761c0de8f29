namespace VtKit.Cli;

/// <summary>Something that the user can mend: the message is one line that says what happened and what to do.</summary>
internal sealed class CliException(ExitCode exitCode, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public ExitCode ExitCode { get; } = exitCode;

    public static CliException Usage(string message) => new(ExitCode.Usage, message);
}
