using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using VtKit.StaticAnalysis;

namespace VtKit.Cli;

/// <summary>The engines that <c>vtk inspect</c> asks: EICAR's always, ClamAV and YARA where the user says where they are.</summary>
internal static class InspectEngines
{
    public static readonly Option<string> Clamd = new("--clamd")
    {
        Description = $"ClamAV: the socket of clamd, or host:port on this machine; ${EngineDiscovery.ClamdVariable} unless given",
        HelpName = "ADDRESS",
    };

    public static readonly Option<bool> RemoteClamd = new("--remote-clamd")
    {
        Description = "Let clamd be on another machine: the files are sent to it, unencrypted",
    };

    public static readonly Option<string> YaraRules = new("--yara-rules")
    {
        Description = $"YARA: a folder of rules, or one file; ${EngineDiscovery.YaraRulesVariable} unless given",
        HelpName = "RULES",
    };

    /// <summary>Finds the engines that are asked for. Null where one of them is absent, which the user was told: a report without it would look clean.</summary>
    /// <exception cref="CliException">The address of clamd is none, or on another machine.</exception>
    public static async Task<EngineSet?> FindAsync(CliSession session, CancellationToken cancellationToken)
    {
        var clamd = session.Parsed.GetValue(Clamd) ?? session.Environment[EngineDiscovery.ClamdVariable];
        var rules = session.Parsed.GetValue(YaraRules) ?? session.Environment[EngineDiscovery.YaraRulesVariable];
        // Without a word from the user no daemon gets to see a file.
        var hasClamd = clamd is not null && !clamd.Equals("none", StringComparison.OrdinalIgnoreCase);
        if (hasClamd) RequireLocal(clamd!, session.Parsed.GetValue(RemoteClamd));
        var discovery = new EngineDiscovery { Clamd = hasClamd ? clamd : "none", YaraRules = rules, TimeProvider = session.Time };
        var engines = await EngineSet.DiscoverAsync(discovery, cancellationToken).ConfigureAwait(false);
        foreach (var problem in engines.Problems) session.Talk.Say(problem);
        var isAbsent = (hasClamd && !engines.Engines.OfType<ClamdEngine>().Any()) || (rules is not null && engines.Yara is null);
        return isAbsent ? null : engines;
    }

    private static void RequireLocal(string address, bool mayBeRemote)
    {
        EndPoint endpoint;
        try
        {
            endpoint = ClamdEngine.ParseEndpoint(address);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw CliException.Usage(e is FormatException ? e.Message : "--clamd needs an address: the full path of clamd's socket, or host:port");
        }
        var isLocal = endpoint switch
        {
            UnixDomainSocketEndPoint => true,
            IPEndPoint ip => IPAddress.IsLoopback(ip.Address),
            DnsEndPoint dns => dns.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase),
            _ => false,
        };
        if (!isLocal && !mayBeRemote)
            throw CliException.Usage($"clamd at {address} is not on this machine, and inspect sends nothing away: name a local one, or add --remote-clamd");
    }
}
