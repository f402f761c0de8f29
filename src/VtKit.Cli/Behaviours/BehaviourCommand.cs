using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk behaviour</c>: what sandboxes saw a file do.</summary>
internal static class BehaviourCommand
{
    // A subcommand takes its place.
    private static readonly Argument<string> Hash = new("hash") { Description = "MD5, SHA-1 or SHA-256 of a file", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Argument<string> Kind = new("kind") { Description = "pcap, evtx, memdump or html" };

    private static readonly Argument<string> HashOfArtefact = new("hash") { Description = "MD5, SHA-1 or SHA-256 of a file" };

    private static readonly Option<string> Sandbox = new("--sandbox", "-s") { Description = "Of one sandbox, by its name; all of them together unless given", HelpName = "NAME" };

    private static readonly Option<bool> Private = new("--private", "-P") { Description = "Of a private scan" };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "File to save to; named after the report unless given", HelpName = "FILE" };

    public static CliCommand Build() =>
        new("behaviour", "What sandboxes saw a file do: processes, ATT&CK techniques, network, files", RunAsync)
        {
            Arguments = { Hash },
            Options = { Sandbox, Private, ObjectOptions.Include, ObjectOptions.Exclude, ObjectOptions.Select },
            Examples = ["vtk behaviour <hash>", "vtk behaviour <hash> --sandbox Zenbox", "vtk behaviour <hash> --select '$..dns_lookups[*].hostname'"],
            Subcommands =
            {
                new CliCommand("download", "Save what a sandbox recorded: network traffic, event log, memory, page (premium)", DownloadAsync)
                {
                    Arguments = { Kind, HashOfArtefact },
                    Options = { Sandbox, Private, Output },
                    Examples = ["vtk behaviour download pcap <hash> -o traffic.pcap", "vtk behaviour download evtx <hash> --sandbox Zenbox"],
                },
            },
        };

    private static async Task<ExitCode> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var hash = FileNoun.Read(session.Parsed.GetValue(Hash) ?? throw CliException.Usage("give the hash of a file: see vtk behaviour --help"));
        var sandbox = session.Parsed.GetValue(Sandbox);
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var source = new BehaviourSource(connection.Client, hash, session.Parsed.GetValue(Private));
        using var writer = Writers.Create(session, list: false);
        try
        {
            var found = sandbox is null ? BareJson.Of(await source.SummaryAsync(cancellationToken).ConfigureAwait(false)) : await source.ReportAsync(sandbox, cancellationToken).ConfigureAwait(false);
            if (writer is not TableObjectWriter)
            {
                writer.Write(found);
                return ExitCode.Ok;
            }
            var trees = await source.MitreTreesAsync(cancellationToken).ConfigureAwait(false);
            var name = sandbox is null ? null : BehaviourSource.NameOf(found);
            var report = new Report(session.Style, session.Console.Width);
            report.Headline(name ?? "all sandboxes", hash.ToString());
            var behaviour = new BehaviourSummary(sandbox is null ? new VtNode(found.Json) : found.Attributes);
            BehaviourReport.Add(report, behaviour, [.. trees.Where(tree => name is null || tree.Key == name)]);
            session.Console.Write(report.ToString());
            return ExitCode.Ok;
        }
        catch (VtNotFoundException e)
        {
            throw new CliException(ExitCode.NotFound, $"{hash}: not found: the service has never seen it, or no sandbox ran it", e);
        }
    }

    private static async Task<ExitCode> DownloadAsync(CliSession session, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<ArtefactKind>(session.Parsed.GetValue(Kind), ignoreCase: true, out var kind) || !Enum.IsDefined(kind))
            throw CliException.Usage($"'{session.Parsed.GetValue(Kind)}' is nothing that sandboxes record: there are pcap, evtx, memdump and html");
        var hash = FileNoun.Read(session.Parsed.GetValue(HashOfArtefact)!);
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var source = new BehaviourSource(connection.Client, hash, session.Parsed.GetValue(Private));
        var report = session.Parsed.GetValue(Sandbox) is { } sandbox
            ? await source.ReportAsync(sandbox, cancellationToken).ConfigureAwait(false)
            : OneWith(kind, await source.ReportsAsync(cancellationToken).ConfigureAwait(false), hash.ToString());
        var path = session.Parsed.GetValue(Output) ?? $"{hash}_{FileNameOf(BehaviourSource.NameOf(report))}.{Word(kind)}";
        var content = await source.OpenAsync(kind, report.Id, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false)) await OutputFile.SaveAsync(path, content, cancellationToken).ConfigureAwait(false);
        session.Console.WriteLine(path);
        return ExitCode.Ok;
    }

    private static VtObject OneWith(ArtefactKind kind, List<VtObject> reports, string hash) => reports.FindAll(report => Has(report.As<VtFileBehaviour>(), kind)) switch
    {
        [var only] => only,
        [] => throw new CliException(ExitCode.NotFound, $"no sandbox kept {Word(kind)} of {hash}"),
        var several => throw CliException.Usage($"several sandboxes kept {Word(kind)}: choose one with --sandbox: {string.Join(", ", several.Select(BehaviourSource.NameOf))}"),
    };

    private static bool Has(VtFileBehaviour report, ArtefactKind kind) => kind switch
    {
        ArtefactKind.Pcap => report.HasPcap,
        ArtefactKind.Evtx => report.HasEvtx,
        ArtefactKind.Memdump => report.HasMemdump,
        _ => report.HasHtmlReport,
    } == true;

    private static string Word(ArtefactKind kind) => kind.ToString().ToLowerInvariant();

    // The name is the service's, and a file's name is ours.
    private static string FileNameOf(string sandbox) => string.Concat(sandbox.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '_'));
}
