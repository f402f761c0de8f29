using System.CommandLine;
using System.Globalization;
using System.Text;

namespace VtKit.Cli;

/// <summary><c>vtk quota</c>: what a user may ask of the service, and has asked, by the service's own count.</summary>
internal static class QuotaCommand
{
    private static readonly Argument<string> User = new("user") { Description = "Name of the user whose key it is, as the service's page of the key shows it; `vtk config set user` keeps it", Arity = ArgumentArity.ZeroOrOne };

    public static CliCommand Build() => new("quota", "What is used of each quota, and what is left; asking costs nothing", RunAsync)
    {
        Arguments = { User },
        Examples = ["vtk quota ana", "vtk quota", "vtk quota ana --format json"],
    };

    private static async Task<ExitCode> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var name = AccountCommands.Name(session.Parsed.GetValue(User) ?? session.Settings.User
            ?? throw CliException.Usage("whose? give the name of the key's user, or keep it: vtk config set user <name>"));
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        VtQuotaReport report;
        try
        {
            report = await connection.Client.Users.OverallQuotasAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (VtNotFoundException e)
        {
            throw new CliException(ExitCode.NotFound, $"{name}: the service shows this key no such user", e);
        }
        string[] columns = ["Quota", "Used", "Allowed", "Left"];
        var rows = report.Quotas.AsMap<VtNode>().Keys.Select(quota => Row(quota, report.Of(quota))).ToList();
        switch (session.Format)
        {
            case OutputFormat.Csv:
                session.Console.Write(CsvText.Row(columns) + string.Concat(rows.Select(row => CsvText.Row(row.Select(CsvText.Text)))));
                break;
            case OutputFormat.Md:
                session.Console.Write(MarkdownText.Head(columns) + string.Concat(rows.Select(row => MarkdownText.Row(row.Select(MarkdownText.Cell)))));
                break;
            case OutputFormat.Table:
                session.Console.Write(Table(columns, rows, session));
                break;
            default:
                using (var writer = Writers.Create(session, list: false)) writer.Write(BareJson.Of(report.Quotas));
                break;
        }
        return ExitCode.Ok;
    }

    private static string[] Row(string name, VtQuotaFigure figure) =>
        [name, Number(figure.Used), Number(figure.Allowed), figure is { Allowed: { } allowed, Used: { } used } ? Number(Math.Max(0, allowed - used)) : ""];

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Table(string[] columns, List<string[]> rows, CliSession session)
    {
        var table = new TextTable([.. columns.Select((heading, i) => new Column(heading, Right: i > 0))]);
        foreach (var row in rows)
            table.Add(row[0], row[1], row[2], new Cell(row[3], row[3] == "0" && row[2] != "0" ? session.Style.Bad : null));
        var text = new StringBuilder();
        table.Render(text, session.Style, session.Console.Width);
        return text.ToString();
    }
}
