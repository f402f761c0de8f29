using VtKit.Enrichment;

namespace VtKit.Cli;

/// <summary>Reads the file of a policy.</summary>
internal static class PolicyFile
{
    private const int MostBytes = 1 << 20;

    /// <exception cref="CliException">It cannot be read, or is no policy; the text names the line.</exception>
    public static VerdictPolicy Read(string path)
    {
        using var stream = InputFile.Open(path);
        if (stream.Length > MostBytes) throw InputFile.Unusable(path, "is too large for a policy (1 MiB at most)");
        using var reader = new StreamReader(stream, CliConsole.Utf8);
        try
        {
            return VerdictPolicy.Parse(reader.ReadToEnd());
        }
        catch (VerdictPolicyException e)
        {
            throw CliException.Usage($"{path}, {e.Message}");
        }
    }
}
