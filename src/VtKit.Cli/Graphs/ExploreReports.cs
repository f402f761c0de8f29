using VtKit.Graph.Explorer;

namespace VtKit.Cli;

/// <summary>What a run of the explorer did: for a person on stderr, in JSON on stdout where that is asked for, and as an exit code.</summary>
internal static class ExploreReports
{
    private const int MostFailures = 10;

    public static ExitCode Tell(CliSession session, string path, ExploreReport report)
    {
        foreach (var failure in report.Failures.Take(MostFailures))
            session.Talk.Say($"{failure.Node}{(failure.Relationship is null ? "" : $" {failure.Relationship}")}: {failure.Message}");
        if (report.Failures.Count > MostFailures) session.Talk.Say($"{report.Failures.Count - MostFailures} more failures: --format json tells all");
        session.Talk.Say(Summary(path, report));
        if (session.Settings.Format == OutputFormat.Json) session.Console.Write(Json(report));
        else session.Console.Write(PathText.Lines(report.Paths.Select(found => found.Nodes)));
        return Code(report);
    }

    private static string Summary(string path, ExploreReport report)
    {
        var did = new List<string>();
        if (report.FetchedNodes.Count > 0) did.Add($"{Count.Of(report.FetchedNodes.Count, "node")} looked up");
        if (report.Absent.Count > 0) did.Add($"{Count.Number(report.Absent.Count)} not known there");
        if (report.Paths.Count > 0) did.Add($"{Count.Of(report.Paths.Count, "path")} found");
        did.Add($"{Count.Of(report.AddedNodes.Count, "node")} and {Count.Of(report.AddedLinks.Count, "link")} added");
        var why = report.StoppedBecause switch
        {
            ExploreStop.Calls => "; stopped at --budget",
            ExploreStop.Nodes => "; stopped at --max-nodes",
            ExploreStop.Quota => "; stopped, for the quota is spent",
            ExploreStop.Unauthorized => "; stopped, for the service does not take the key",
            ExploreStop.Cancelled => "; cancelled",
            _ => "",
        };
        return $"{path}: {string.Join(", ", did)} for {Count.Of(report.Calls, "request")}{why}{(report.Resume is null ? "" : "; --resume goes on")}";
    }

    private static ExitCode Code(ExploreReport report) => report.StoppedBecause switch
    {
        ExploreStop.Quota => ExitCode.Quota,
        ExploreStop.Unauthorized => ExitCode.Auth,
        ExploreStop.Cancelled => ExitCode.Cancelled,
        ExploreStop.Calls or ExploreStop.Nodes => ExitCode.Partial,
        _ => report.Failures.Count > 0 ? ExitCode.Partial : ExitCode.Ok,
    };

    private static string Json(ExploreReport report) => CommandJson.Text(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("calls", report.Calls);
        writer.WriteString("stopped_because", report.StoppedBecause.ToString().ToLowerInvariant());
        CommandJson.WriteTexts(writer, "added_nodes", report.AddedNodes.Select(node => node.ToString()));
        CommandJson.WriteTexts(writer, "fetched_nodes", report.FetchedNodes.Select(node => node.ToString()));
        CommandJson.WriteTexts(writer, "absent", report.Absent.Select(node => node.ToString()));
        writer.WriteStartArray("added_links");
        foreach (var link in report.AddedLinks) NodeReport.WriteLink(writer, link);
        writer.WriteEndArray();
        writer.WriteStartArray("paths");
        foreach (var found in report.Paths) CommandJson.WriteTexts(writer, null, found.Nodes.Select(node => node.ToString()));
        writer.WriteEndArray();
        writer.WriteStartArray("failures");
        foreach (var failure in report.Failures)
        {
            writer.WriteStartObject();
            writer.WriteString("node", failure.Node.ToString());
            writer.WriteString("relationship", failure.Relationship);
            writer.WriteString("code", failure.Code);
            writer.WriteString("message", failure.Message);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
