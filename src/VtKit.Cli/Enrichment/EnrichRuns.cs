using System.Security.Cryptography;
using VtKit.Enrichment;

namespace VtKit.Cli;

/// <summary>The runs of <c>vtk enrich</c> that this user has: where they are, what they are called, and the commands about them.</summary>
internal static class EnrichRuns
{
    public const string From = "from";
    public const string Columns = "columns";
    public const string Format = "format";
    public const string Out = "file";
    public const string Policy = "policy";

    private const string Ending = ".run";
    private const int HashDigits = 6;

    public static string PathOf(CliSession session, string name) => Path.Combine(session.Environment.Runs, name + Ending);

    /// <summary>The file of a run that has to be there.</summary>
    /// <exception cref="CliException">There is none of that name.</exception>
    public static string Find(CliSession session, string name)
    {
        var path = PathOf(session, name);
        if (Path.GetFileName(name) == name && File.Exists(path)) return path;
        var names = NamesIn(session).ToList();
        throw new CliException(ExitCode.NotFound, $"there is no run '{name}'" + (names.Count == 0 ? "" : $"; there {(names.Count == 1 ? "is" : "are")} {string.Join(", ", names)}"));
    }

    /// <summary>The name of the run of a command: the same command has the same, and goes on.</summary>
    public static string NameOf(IReadOnlyList<string> sources, IEnumerable<string> identity)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(CliConsole.Utf8.GetBytes(string.Join('\n', identity))))[..HashDigits];
        var first = sources[0] == "-" ? "stdin" : Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(sources[0]));
        var stem = new string([.. first.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-').Take(32)]).Trim('-');
        return $"{(stem.Length == 0 ? "run" : stem)}-{hash}";
    }

    public static IEnumerable<CliCommand> Commands()
    {
        var name = new System.CommandLine.Argument<string>("name") { Description = "Name of the run" };
        return
        [
            new CliCommand("list", "The runs that there are, and how far each is", (session, _) => Task.FromResult(List(session))) { Examples = ["vtk enrich list"] },
            new CliCommand("remove", "Forget a run; its output stays", (session, _) => Task.FromResult(Remove(session, session.Parsed.GetValue(name)!)))
            {
                Arguments = { name },
                Examples = ["vtk enrich remove iocs-3f9a2c"],
            },
        ];
    }

    private static IEnumerable<string> NamesIn(CliSession session) => Directory.Exists(session.Environment.Runs)
        ? Directory.EnumerateFiles(session.Environment.Runs, "*" + Ending).Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)
        : [];

    private static ExitCode List(CliSession session)
    {
        var runs = NamesIn(session).Select(name => (Name: name, Read: EnrichmentRun.Read(PathOf(session, name), From, Out))).ToList();
        if (session.Format == OutputFormat.Table)
        {
            if (runs.Count == 0) session.Talk.Say("there are no runs");
            var table = new TextTable(new Column("Run"), new Column("Done", Right: true), new Column("Left", Right: true), new Column("Output"), new Column("From"));
            foreach (var (name, (counts, notes)) in runs) table.Add(name, Count.Number(counts.Done), Count.Number(counts.Left), notes[1] ?? "stdout", notes[0]);
            var text = new System.Text.StringBuilder();
            table.Render(text, session.Style, session.Console.Width);
            session.Console.Write(text.ToString());
            return ExitCode.Ok;
        }
        session.Console.Write(CommandJson.Text(json =>
        {
            json.WriteStartArray();
            foreach (var (name, (counts, notes)) in runs)
            {
                json.WriteStartObject();
                json.WriteString("name"u8, name);
                json.WriteNumber("done"u8, counts.Done);
                json.WriteNumber("left"u8, counts.Left);
                if (notes[1] is { } file) json.WriteString("output"u8, file);
                if (notes[0] is { } from) json.WriteString("from"u8, from);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }));
        return ExitCode.Ok;
    }

    private static ExitCode Remove(CliSession session, string name)
    {
        EnrichmentRun.Remove(Find(session, name));
        session.Talk.Say($"forgot {name}");
        return ExitCode.Ok;
    }
}
