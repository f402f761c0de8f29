using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary>A report, or null where there is none.</summary>
// A value, because the code of async methods that return one is compiled ahead; that of references is compiled at each start.
internal readonly record struct Found(VtObject? Object);

/// <summary>A kind of object that has a command of its own.</summary>
/// <param name="name">The word for the command.</param>
/// <param name="type">The type as the service names it.</param>
/// <param name="argument">What its ids are called.</param>
internal abstract class Noun(string name, string type, string argument)
{
    public string Name { get; } = name;

    public string Type { get; } = type;

    /// <summary>The commands above, with a blank after each.</summary>
    public string Parents { get; init; } = "";

    public string Argument { get; } = argument;

    /// <summary>What the command gives, in a line.</summary>
    public abstract string Summary { get; }

    /// <summary>What an id looks like, in a line.</summary>
    public abstract string ArgumentSummary { get; }

    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>The same kind of object in private scanning; null where there is none.</summary>
    public virtual Noun? PrivateTwin => null;

    public IReadOnlyList<VtRelationship> Relationships => VtRelationships.For(Type);

    /// <summary>Reads the report of an object.</summary>
    /// <param name="client">The client.</param>
    /// <param name="text">The id as typed.</param>
    /// <param name="options">What of it; all attributes if null.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="CliException">The text is no id of such an object.</exception>
    public abstract Task<Found> GetAsync(VtClient client, string text, VtReadOptions? options, CancellationToken cancellationToken);

    /// <summary>Writes a list of related objects, or their ids alone.</summary>
    /// <exception cref="CliException">The text is no id of such an object.</exception>
    public abstract Task<ExitCode> WriteRelatedAsync(RelatedList list, string text, CancellationToken cancellationToken);

    /// <summary>Reads the one related object, or its id alone; null where there is none.</summary>
    /// <exception cref="CliException">The text is no id of such an object.</exception>
    public abstract Task<VtObject?> RelatedOneAsync(VtClient client, string text, VtRelationship relationship, bool idsOnly, CancellationToken cancellationToken);

    private protected static Task<ExitCode> WriteRelatedIn<T, TId>(VtItemArea<T, TId> area, TId id, RelatedList list, CancellationToken cancellationToken)
        where T : VtObject, IVtObject<T>
        where TId : struct, IParsable<TId> =>
        list.WriteAsync(list.IdsOnly ? area.RelatedIdsAsync(id, list.Relationship, list.Options) : area.RelatedAsync<VtObject>(id, list.Relationship, list.Options), cancellationToken);

    private protected static Task<VtObject?> RelatedOneIn<T, TId>(
        VtItemArea<T, TId> area, TId id, VtRelationship relationship, bool idsOnly, CancellationToken cancellationToken)
        where T : VtObject, IVtObject<T>
        where TId : struct, IParsable<TId> =>
        idsOnly ? area.RelatedOneIdAsync(id, relationship, cancellationToken) : area.RelatedOneAsync<VtObject>(id, relationship, cancellationToken);
}

internal sealed class FileNoun() : Noun("file", VtObjectTypes.File, "hash")
{
    public override Noun? PrivateTwin => PrivateNouns.File;

    public override string Summary => "Reports of files, by MD5, SHA-1 or SHA-256; nothing is uploaded";

    public override string ArgumentSummary => "MD5, SHA-1 or SHA-256";

    public override IReadOnlyList<string> Examples =>
        ["vtk file 44d88612fea8a8f36de82e1278abb02f", "vtk file contacted_domains 44d88612fea8a8f36de82e1278abb02f", "vtk file - --format jsonl < hashes.txt"];

    public override async Task<Found> GetAsync(VtClient client, string text, VtReadOptions? options, CancellationToken cancellationToken) =>
        new(await client.Files.GetAsync(Read(text), options, cancellationToken).ConfigureAwait(false));

    public override Task<ExitCode> WriteRelatedAsync(RelatedList list, string text, CancellationToken cancellationToken) =>
        WriteRelatedIn(list.Client.Files, Read(text), list, cancellationToken);

    public override Task<VtObject?> RelatedOneAsync(VtClient client, string text, VtRelationship relationship, bool idsOnly, CancellationToken cancellationToken) =>
        RelatedOneIn(client.Files, Read(text), relationship, idsOnly, cancellationToken);

    /// <exception cref="CliException">The text is no hash.</exception>
    public static FileHash Read(string text)
    {
        if (FileHash.TryParse(text, out var hash)) return hash;
        throw CliException.Usage(System.IO.File.Exists(text)
            ? $"'{text}' is a file on this machine: `vtk lookup` looks it up by its hash, `vtk scan file` uploads it where it is unknown"
            : $"'{text}' is no hash: an MD5 has 32 hex digits, a SHA-1 40, a SHA-256 64");
    }
}

internal sealed class UrlNoun() : Noun("url", VtObjectTypes.Url, "url")
{
    public override Noun? PrivateTwin => PrivateNouns.Url;

    public override string Summary => "Reports of URLs; nothing is submitted";

    public override string ArgumentSummary => "URL as it is, defanged, or its id";

    public override IReadOnlyList<string> Examples =>
        ["vtk url https://example.com/", "vtk url hxxps://example[.]com/", "vtk url network_location https://example.com/"];

    public override async Task<Found> GetAsync(VtClient client, string text, VtReadOptions? options, CancellationToken cancellationToken) =>
        new(await client.Urls.GetAsync(Read(text), options, cancellationToken).ConfigureAwait(false));

    public override Task<ExitCode> WriteRelatedAsync(RelatedList list, string text, CancellationToken cancellationToken) =>
        WriteRelatedIn(list.Client.Urls, Read(text), list, cancellationToken);

    public override Task<VtObject?> RelatedOneAsync(VtClient client, string text, VtRelationship relationship, bool idsOnly, CancellationToken cancellationToken) =>
        RelatedOneIn(client.Urls, Read(text), relationship, idsOnly, cancellationToken);

    /// <summary>The URL as it was typed, refanged: the service canonicalises it itself.</summary>
    /// <exception cref="CliException">The text cannot be a URL.</exception>
    public static string ReadUrl(string text)
    {
        var url = Indicator.Refang(text);
        return UrlCanonicalizer.TryCanonicalize(url, out _) ? url : throw CliException.Usage($"'{text}' is no URL: write it as http://host/path");
    }

    /// <exception cref="CliException">The text cannot be a URL.</exception>
    public static UrlId Read(string text) => UrlId.TryParse(text, out var id) ? id : UrlId.FromUrl(ReadUrl(text));
}

internal sealed class DomainNoun() : Noun("domain", VtObjectTypes.Domain, "domain")
{
    public override string Summary => "Reports of domains";

    public override string ArgumentSummary => "Domain name, also defanged or in any script";

    public override IReadOnlyList<string> Examples => ["vtk domain example.com", "vtk domain subdomains example.com --limit 100 -I"];

    public override async Task<Found> GetAsync(VtClient client, string text, VtReadOptions? options, CancellationToken cancellationToken) =>
        new(await client.Domains.GetAsync(Read(text), options, cancellationToken).ConfigureAwait(false));

    public override Task<ExitCode> WriteRelatedAsync(RelatedList list, string text, CancellationToken cancellationToken) =>
        WriteRelatedIn(list.Client.Domains, Read(text), list, cancellationToken);

    public override Task<VtObject?> RelatedOneAsync(VtClient client, string text, VtRelationship relationship, bool idsOnly, CancellationToken cancellationToken) =>
        RelatedOneIn(client.Domains, Read(text), relationship, idsOnly, cancellationToken);

    private static DomainName Read(string text) => DomainName.TryParse(Indicator.Refang(text), out var domain)
        ? domain
        : throw CliException.Usage($"'{text}' is no domain name; `vtk lookup` takes anything that can be looked up");
}

internal sealed class IpNoun() : Noun("ip", VtObjectTypes.IpAddress, "address")
{
    public override string Summary => "Reports of IP addresses";

    public override string ArgumentSummary => "IPv4 or IPv6 address, also defanged";

    public override IReadOnlyList<string> Examples => ["vtk ip 8.8.8.8", "vtk ip resolutions 2001:4860:4860::8888"];

    public override async Task<Found> GetAsync(VtClient client, string text, VtReadOptions? options, CancellationToken cancellationToken) =>
        new(await client.IpAddresses.GetAsync(Read(text), options, cancellationToken).ConfigureAwait(false));

    public override Task<ExitCode> WriteRelatedAsync(RelatedList list, string text, CancellationToken cancellationToken) =>
        WriteRelatedIn(list.Client.IpAddresses, Read(text), list, cancellationToken);

    public override Task<VtObject?> RelatedOneAsync(VtClient client, string text, VtRelationship relationship, bool idsOnly, CancellationToken cancellationToken) =>
        RelatedOneIn(client.IpAddresses, Read(text), relationship, idsOnly, cancellationToken);

    private static IpAddress Read(string text) => IpAddress.TryParse(Indicator.Refang(text), out var address)
        ? address
        : throw CliException.Usage($"'{text}' is no IP address; `vtk lookup` takes anything that can be looked up");
}

/// <summary>An analysis has one relationship, to what was analysed.</summary>
internal sealed class AnalysisNoun() : Noun("analysis", VtObjectTypes.Analysis, "id")
{
    public override string Summary => "State and result of analyses";

    public override string ArgumentSummary => "Id that a submission gave";

    public override IReadOnlyList<string> Examples => ["vtk analysis <id>", "vtk analysis item <id>"];

    public override async Task<Found> GetAsync(VtClient client, string text, VtReadOptions? options, CancellationToken cancellationToken) =>
        new(await client.Analyses.GetAsync(Read(text), options, cancellationToken).ConfigureAwait(false));

    public override Task<ExitCode> WriteRelatedAsync(RelatedList list, string text, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"An analysis has no list {list.Relationship.Name}.");

    public override Task<VtObject?> RelatedOneAsync(VtClient client, string text, VtRelationship relationship, bool idsOnly, CancellationToken cancellationToken) =>
        client.Analyses.GetItemAsync(Read(text), cancellationToken);

    private static string Read(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '=' or '+' or '/')
        ? text
        : throw CliException.Usage($"'{text}' is no id of an analysis: give what a submission printed");
}
