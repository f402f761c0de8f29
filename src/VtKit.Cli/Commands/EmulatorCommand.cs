using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using VtKit.Emulator;

namespace VtKit.Cli;

/// <summary><c>vtk emulator</c>: runs the emulator until it is stopped.</summary>
internal static class EmulatorCommand
{
    private const int DefaultPort = 8080;
    private const string TokenVariable = "VTK_EMULATOR_TOKEN";

    private static readonly Option<int> Port = new("--port")
    {
        Description = $"TCP port, {DefaultPort} unless given; 0 picks a free one",
        HelpName = "PORT",
        DefaultValueFactory = _ => DefaultPort,
    };

    private static readonly Option<string> Host = new("--host")
    {
        Description = "Address to listen on; one that other machines reach needs --allow-remote",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => "127.0.0.1",
    };

    private static readonly Option<string> Data = new("--data")
    {
        Description = "Folder that keeps everything; that of --local unless given",
        HelpName = "FOLDER",
    };

    private static readonly Option<bool> InMemory = new("--in-memory")
    {
        Description = "Keep nothing",
    };

    private static readonly Option<bool> AllowRemote = new("--allow-remote")
    {
        Description = $"Let other machines in; {TokenVariable} then holds the token for its admin routes",
    };

    private static readonly Option<bool> Loose = new("--loose")
    {
        Description = "Overlook parameters that the API does not have, as the service does",
    };

    private static readonly Option<bool> Online = new("--online")
    {
        Description = "Fetch URLs that are submitted; else nothing leaves this machine",
    };

    private static readonly Option<DateTimeOffset?> Clock = new("--clock")
    {
        Description = "What time it is there when it starts, such as 2026-01-31T23:59:00Z",
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time;
            result.AddError($"'{result.Tokens[0].Value}' is no time; write it as 2026-01-31T23:59:00Z");
            return null;
        },
    };

    private static readonly Option<string> Scenario = new("--scenario")
    {
        Description = "YAML file with what it knows from the start: files, urls, domains, objects, verdicts",
        HelpName = "FILE",
    };

    public static CliCommand Build()
    {
        NumberOption.CheckPort(Port);
        return new CliCommand("emulator", "Run a VirusTotal-shaped service on this machine", RunAsync)
        {
            Options = { Port, Host, AllowRemote, Data, InMemory, Clock, Loose, Online, Scenario },
            Examples = ["vtk emulator", "vtk emulator --port 0 --in-memory", "vtk emulator --in-memory --scenario campaign.yaml"],
        };
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<ExitCode> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var (data, inMemory) = (session.Parsed.GetValue(Data), session.Parsed.GetValue(InMemory));
        if (inMemory && data is not null) throw CliException.Usage("--data and --in-memory exclude each other");
        var folder = inMemory ? null : data ?? session.Environment.LocalData;
        var options = new VtEmulatorOptions
        {
            Host = session.Parsed.GetValue(Host)!,
            Port = session.Parsed.GetValue(Port),
            AllowRemote = session.Parsed.GetValue(AllowRemote),
            AdminToken = session.Environment[TokenVariable],
            DataDirectory = folder,
            Loose = session.Parsed.GetValue(Loose),
            Online = session.Parsed.GetValue(Online),
            StartTime = session.Parsed.GetValue(Clock),
            ScenarioFile = session.Parsed.GetValue(Scenario),
            Log = session.Parsed.GetValue(GlobalOptions.Verbose) ? session.Talk.Write : null,
        };
        var emulator = await VtEmulator.StartAsync(options, cancellationToken).ConfigureAwait(false);
        await using (emulator.ConfigureAwait(false))
        {
            session.Console.WriteLine($"listening on {emulator.BaseAddress.AbsoluteUri.TrimEnd('/')}");
            session.Talk.Write(folder is null ? "It keeps nothing." : $"It keeps everything in {folder}.");
            session.Talk.Write("Its keys are 64 times the same digit: 1 a public one, 2 a premium one. Ctrl-C stops it.");
            var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using (cancellationToken.Register(stopped.SetResult)) await stopped.Task.ConfigureAwait(false);
        }
        // To be stopped is how it ends, not a failure.
        return ExitCode.Ok;
    }
}
