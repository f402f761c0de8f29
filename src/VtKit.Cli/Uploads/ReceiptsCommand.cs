using System.CommandLine;
using System.Globalization;
using System.Text;

namespace VtKit.Cli;

/// <summary><c>vtk receipts</c>: what was uploaded and submitted from this account, when, to whom, and under which id.</summary>
internal static class ReceiptsCommand
{
    private static readonly Option<bool> PathOnly = new("--path")
    {
        Description = "Print where the receipts are kept",
    };

    public static CliCommand Build() => new("receipts", "What was uploaded and submitted from here: when, to whom, under which id", (session, _) => Task.FromResult(Run(session)))
    {
        Options = { PathOnly },
        Examples = ["vtk receipts", "vtk receipts --format json"],
    };

    private static ExitCode Run(CliSession session)
    {
        if (session.Parsed.GetValue(PathOnly))
        {
            session.Console.WriteLine(session.Environment.ReceiptsFile);
            return ExitCode.Ok;
        }
        var receipts = Receipts.Of(session).Read();
        if (session.Format != OutputFormat.Table)
        {
            if (session.Format is not (OutputFormat.Json or OutputFormat.Jsonl)) throw CliException.Usage("receipts are printed as table, json or jsonl");
            session.Console.Write(session.Format == OutputFormat.Jsonl
                ? string.Concat(receipts.Select(receipt => CommandJson.Line(writer => Receipts.Write(writer, receipt))))
                : CommandJson.Text(writer =>
                {
                    writer.WriteStartArray();
                    foreach (var receipt in receipts) Receipts.Write(writer, receipt);
                    writer.WriteEndArray();
                }));
            return ExitCode.Ok;
        }
        if (receipts.Count == 0)
        {
            session.Talk.Say("nothing was uploaded or submitted from here");
            return ExitCode.Ok;
        }
        var table = new TextTable(new Column("When (UTC)"), new Column("Kind"), new Column("To"), new Column("What"), new Column("Name"), new Column("Id"));
        foreach (var receipt in receipts)
        {
            var what = receipt.Size is null ? receipt.What : receipt.What[..Math.Min(12, receipt.What.Length)];
            table.Add(receipt.When.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), receipt.Kind, receipt.To, what, receipt.Name, receipt.Id ?? "no answer");
        }
        var text = new StringBuilder();
        table.Render(text, session.Style, session.Console.Width);
        session.Console.Write(text.ToString());
        return ExitCode.Ok;
    }
}
