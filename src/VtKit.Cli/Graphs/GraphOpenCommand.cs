using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace VtKit.Cli;

/// <summary><c>vtk graph open</c>: shows a graph in the browser, from a server that only this machine reaches.</summary>
internal static class GraphOpenCommand
{
    private static readonly Option<int> Port = new("--port")
    {
        Description = "TCP port; a free one unless given",
        HelpName = "PORT",
    };

    private static readonly Option<bool> NoBrowser = new("--no-browser")
    {
        Description = "Print the address and start no browser",
    };

    public static CliCommand Build()
    {
        NumberOption.CheckPort(Port);
        return new CliCommand("open", "Look at a graph in the browser; Ctrl-C ends it", RunAsync)
        {
            Group = GraphCommand.Offline,
            Arguments = { GraphFile.Path },
            Options = { Port, NoBrowser },
            Examples = ["vtk graph open case.json", "vtk graph open case.json --no-browser --port 8090"],
        };
    }

    private static async Task<ExitCode> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var path = session.Parsed.GetValue(GraphFile.Path)!;
        var look = new GraphLook(session.Time.GetUtcNow(), null, null);
        // What is wrong with the file is told here, and not on a page.
        _ = look.Page(await GraphFile.ReadAsync(session, path, cancellationToken).ConfigureAwait(false));
        var server = await GraphServer.StartAsync(session.Parsed.GetValue(Port), PageAsync, cancellationToken).ConfigureAwait(false);
        await using var closing = server.ConfigureAwait(false);
        session.Console.WriteLine(server.Address.AbsoluteUri);
        session.Talk.Say($"{path} is shown there, as it is whenever the page is loaded; Ctrl-C ends this");
        if (!session.Parsed.GetValue(NoBrowser)) StartBrowser(session, server.Address);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, session.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // This is how it ends.
        }
        return ExitCode.Ok;

        async Task<string> PageAsync(CancellationToken stopping) => look.Page(GraphFile.Parse(await GraphFile.ReadBytesAsync(path, stopping).ConfigureAwait(false), path).Graph);
    }

    private static void StartBrowser(CliSession session, Uri address)
    {
        try
        {
            using var browser = Process.Start(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true });
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            session.Talk.Say("no browser could be started: open the address yourself");
        }
    }
}
