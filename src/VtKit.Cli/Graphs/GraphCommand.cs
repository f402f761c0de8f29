namespace VtKit.Cli;

/// <summary><c>vtk graph</c>: threat graphs, kept in files and, where asked for, at the service.</summary>
internal static class GraphCommand
{
    public const string Offline = "Offline commands", Online = "Online commands";

    public static CliCommand Build()
    {
        var graph = new CliCommand("graph", "Threat graphs: draw, explore, compare, exchange and share them")
        {
            Examples = ["vtk graph new case.json --name \"Case 7\"", "vtk graph add case.json 8.8.8.8 dns.example", "vtk graph show case.json"],
        };
        CliCommand[] commands =
        [
            .. GraphEditCommands.Commands(), .. GraphReportCommands.Commands(), .. GraphExchangeCommands.Commands(), GraphOpenCommand.Build(),
            .. GraphExploreCommands.Commands(), .. GraphServiceCommands.Commands(),
        ];
        foreach (var command in commands) graph.Subcommands.Add(command);
        return graph;
    }
}
