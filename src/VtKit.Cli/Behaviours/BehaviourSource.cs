using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary>What sandboxes saw a file do, in public or in private scanning.</summary>
internal sealed class BehaviourSource(VtClient client, FileHash hash, bool isPrivate)
{
    /// <summary>All sandboxes together. Costs 1 request.</summary>
    public async Task<VtNode> SummaryAsync(CancellationToken cancellationToken) => isPrivate
        ? await client.PrivateFiles.BehaviourSummaryAsync(hash, cancellationToken).ConfigureAwait(false)
        : (await client.Files.BehaviourSummaryAsync(hash, cancellationToken).ConfigureAwait(false)).Node;

    /// <summary>The tactics and techniques that each sandbox saw. Costs 1 request.</summary>
    public async Task<VtMap<VtNode>> MitreTreesAsync(CancellationToken cancellationToken) => isPrivate
        ? (await client.PrivateFiles.BehaviourMitreTreesAsync(hash, cancellationToken).ConfigureAwait(false)).AsMap<VtNode>()
        : await client.Files.BehaviourMitreTreesAsync(hash, cancellationToken).ConfigureAwait(false);

    /// <summary>The reports of the sandboxes. Each page costs 1 request.</summary>
    public async Task<List<VtObject>> ReportsAsync(CancellationToken cancellationToken)
    {
        var reports = new List<VtObject>();
        if (isPrivate)
            await foreach (var report in client.PrivateFiles.BehavioursAsync(hash).WithCancellation(cancellationToken).ConfigureAwait(false)) reports.Add(report);
        else
            await foreach (var report in client.Files.BehavioursAsync(hash).WithCancellation(cancellationToken).ConfigureAwait(false)) reports.Add(report);
        return reports;
    }

    /// <summary>The report of one sandbox, whose name may be written in any case.</summary>
    /// <exception cref="CliException">There is none of that name.</exception>
    public async Task<VtObject> ReportAsync(string sandbox, CancellationToken cancellationToken)
    {
        var reports = await ReportsAsync(cancellationToken).ConfigureAwait(false);
        return reports.Find(report => NameOf(report).Equals(sandbox, StringComparison.OrdinalIgnoreCase))
            ?? throw new CliException(ExitCode.NotFound, $"no sandbox {sandbox} ran {hash}{(reports.Count == 0 ? "" : $"; there are {string.Join(", ", reports.Select(NameOf))}")}");
    }

    /// <summary>Opens what a sandbox recorded. Costs 1 request.</summary>
    public Task<Stream> OpenAsync(ArtefactKind kind, string reportId, CancellationToken cancellationToken) => (kind, isPrivate) switch
    {
        (ArtefactKind.Pcap, false) => client.FileBehaviours.OpenPcapAsync(reportId, cancellationToken),
        (ArtefactKind.Evtx, false) => client.FileBehaviours.OpenEvtxAsync(reportId, cancellationToken),
        (ArtefactKind.Memdump, false) => client.FileBehaviours.OpenMemdumpAsync(reportId, cancellationToken),
        (_, false) => client.FileBehaviours.OpenHtmlAsync(reportId, cancellationToken),
        (ArtefactKind.Pcap, true) => client.PrivateFileBehaviours.OpenPcapAsync(reportId, cancellationToken),
        (ArtefactKind.Evtx, true) => client.PrivateFileBehaviours.OpenEvtxAsync(reportId, cancellationToken),
        (ArtefactKind.Memdump, true) => client.PrivateFileBehaviours.OpenMemdumpAsync(reportId, cancellationToken),
        (_, true) => client.PrivateFileBehaviours.OpenHtmlAsync(reportId, cancellationToken),
    };

    /// <summary>The name of a report's sandbox; its id ends with it.</summary>
    public static string NameOf(VtObject report) =>
        report.As<VtFileBehaviour>().SandboxName ?? report.Id[(report.Id.IndexOf('_', StringComparison.Ordinal) + 1)..];
}

/// <summary>What a sandbox records beside its report.</summary>
internal enum ArtefactKind { Pcap, Evtx, Memdump, Html }
