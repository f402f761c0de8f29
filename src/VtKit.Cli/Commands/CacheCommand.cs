using System.CommandLine;
using System.Globalization;
using VtKit.Enrichment;

namespace VtKit.Cli;

/// <summary><c>vtk cache</c>: the reports that were kept.</summary>
internal static class CacheCommand
{
    private const double Megabyte = 1024 * 1024;

    public static CliCommand Build() => new("cache", "How many reports are kept, so that asking again costs nothing; and where", (session, _) => Task.FromResult(Show(session)))
    {
        Subcommands =
        {
            new CliCommand("clear", "Forget the reports that were kept", (session, _) => Task.FromResult(Clear(session))) { Examples = ["vtk cache clear"] },
        },
        Examples = ["vtk cache", "vtk cache clear"],
    };

    private static ExitCode Show(CliSession session)
    {
        var size = new VtCacheSize();
        if (File.Exists(session.Environment.ResponseCache))
        {
            using var cache = SqliteResponseCache.Open(session.Environment.ResponseCache);
            size = cache.Size;
        }
        session.Console.Write(session.Format == OutputFormat.Table
            ? string.Create(CultureInfo.InvariantCulture, $"{Count.Of(size.Answers, "answer")}, {size.Bytes / Megabyte:0.0} MB in {session.Environment.ResponseCache}\n")
            : CommandJson.Text(json =>
            {
                json.WriteStartObject();
                json.WriteNumber("answers"u8, size.Answers);
                json.WriteNumber("bytes"u8, size.Bytes);
                json.WriteString("file"u8, session.Environment.ResponseCache);
                json.WriteEndObject();
            }));
        return ExitCode.Ok;
    }

    private static ExitCode Clear(CliSession session)
    {
        if (!File.Exists(session.Environment.ResponseCache))
        {
            session.Talk.Say("nothing was kept");
            return ExitCode.Ok;
        }
        using var cache = SqliteResponseCache.Open(session.Environment.ResponseCache);
        var size = cache.Size;
        cache.Clear();
        session.Talk.Say($"forgot {Count.Of(size.Answers, "answer")}");
        return ExitCode.Ok;
    }
}
