using System.Text;

namespace VtKit.Cli;

/// <summary>Where a run that was stopped goes on: a file beside the graph's.</summary>
internal static class ResumeFile
{
    private const string Ending = ".resume";

    /// <exception cref="CliException">There is none.</exception>
    public static async Task<string> ReadAsync(string graphPath, CancellationToken cancellationToken)
    {
        if (!File.Exists(graphPath + Ending)) throw new CliException(ExitCode.NotFound, $"{graphPath} has nothing to resume: its last run was done, or there was none");
        return Encoding.UTF8.GetString(await GraphFile.ReadBytesAsync(graphPath + Ending, cancellationToken).ConfigureAwait(false)).Trim();
    }

    /// <summary>Keeps the place; takes the file away where there is none.</summary>
    public static void Write(string graphPath, string? place)
    {
        if (place is null) File.Delete(graphPath + Ending);
        else OutputFile.Replace(graphPath + Ending, Encoding.UTF8.GetBytes(place + "\n"));
    }
}
