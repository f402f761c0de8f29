using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary>A kind of object that has a command of its own.</summary>
/// <param name="name">The word for the command.</param>
/// <param name="type">The type as the service names it.</param>
/// <param name="argument">What its ids are called.</param>
internal abstract class Noun(string name, string type, string argument)
{
    public static readonly Noun File = new ItemNoun<VtFile, FileHash>("file", VtObjectTypes.File, "hash", client => client.Files, ReadHash);
    public static readonly Noun Url = new ItemNoun<VtUrl, UrlId>("url", VtObjectTypes.Url, "url", client => client.Urls, ReadUrl);
    public static readonly Noun Domain = new ItemNoun<VtDomain, DomainName>("domain", VtObjectTypes.Domain, "domain", client => client.Domains, ReadDomain);
    public static readonly Noun Ip = new ItemNoun<VtIpAddress, IpAddress>("ip", VtObjectTypes.IpAddress, "address", client => client.IpAddresses, ReadAddress);
    public static readonly Noun Analysis = new AnalysisNoun();

    public static IEnumerable<Noun> All => [File, Url, Domain, Ip, Analysis];

    public string Name { get; } = name;

    public string Type { get; } = type;

    public string Argument { get; } = argument;

    public IReadOnlyList<VtRelationship> Relationships => VtRelationships.For(Type);

    /// <summary>Reads the report of an object.</summary>
    /// <param name="client">The client.</param>
    /// <param name="text">The id as typed.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="CliException">The text is no id of such an object.</exception>
    public abstract Task<VtObject> GetAsync(VtClient client, string text, CancellationToken cancellationToken);

    /// <summary>Lists related objects, or their ids alone.</summary>
    /// <exception cref="CliException">The text is no id of such an object.</exception>
    public abstract VtPaged<VtObject> Related(VtClient client, string text, VtRelationship relationship, bool idsOnly, VtListOptions options);

    /// <summary>Reads the one related object, or its id alone; null where there is none.</summary>
    /// <exception cref="CliException">The text is no id of such an object.</exception>
    public abstract Task<VtObject?> RelatedOneAsync(VtClient client, string text, VtRelationship relationship, bool idsOnly, CancellationToken cancellationToken);

    private static VtId<FileHash> ReadHash(string text)
    {
        if (FileHash.TryParse(text, out var hash)) return hash;
        throw CliException.Usage(System.IO.File.Exists(text)
            ? $"'{text}' is a file on this machine: `vtk lookup` looks it up by its hash, `vtk scan file` uploads it where it is unknown"
            : $"'{text}' is no hash: an MD5 has 32 hex digits, a SHA-1 40, a SHA-256 64");
    }

    private static VtId<UrlId> ReadUrl(string text)
    {
        if (UrlId.TryParse(text, out var id)) return id;
        var url = Indicator.Refang(text);
        return url.Length > 0 ? UrlId.FromUrl(url) : throw CliException.Usage("the URL is empty");
    }

    private static VtId<DomainName> ReadDomain(string text) => DomainName.TryParse(Indicator.Refang(text), out var domain)
        ? domain
        : throw CliException.Usage($"'{text}' is no domain name; `vtk lookup` takes anything that can be looked up");

    private static VtId<IpAddress> ReadAddress(string text) => IpAddress.TryParse(Indicator.Refang(text), out var address)
        ? address
        : throw CliException.Usage($"'{text}' is no IP address; `vtk lookup` takes anything that can be looked up");

    private sealed class ItemNoun<T, TId>(
        string name, string type, string argument, Func<VtClient, VtItemArea<T, TId>> area, Func<string, VtId<TId>> read) : Noun(name, type, argument)
        where T : VtObject, IVtObject<T>
        where TId : struct, IParsable<TId>
    {
        public override async Task<VtObject> GetAsync(VtClient client, string text, CancellationToken cancellationToken) =>
            await area(client).GetAsync(read(text), null, cancellationToken).ConfigureAwait(false);

        public override VtPaged<VtObject> Related(VtClient client, string text, VtRelationship relationship, bool idsOnly, VtListOptions options) =>
            idsOnly
                ? area(client).RelatedIdsAsync(read(text), relationship, options)
                : area(client).RelatedAsync<VtObject>(read(text), relationship, options);

        public override Task<VtObject?> RelatedOneAsync(VtClient client, string text, VtRelationship relationship, bool idsOnly, CancellationToken cancellationToken) =>
            idsOnly
                ? area(client).RelatedOneIdAsync(read(text), relationship, cancellationToken)
                : area(client).RelatedOneAsync<VtObject>(read(text), relationship, cancellationToken);
    }

    /// <summary>An analysis has one relationship, to what was analysed.</summary>
    private sealed class AnalysisNoun() : Noun("analysis", VtObjectTypes.Analysis, "id")
    {
        public override async Task<VtObject> GetAsync(VtClient client, string text, CancellationToken cancellationToken) =>
            await client.Analyses.GetAsync(Read(text), cancellationToken).ConfigureAwait(false);

        public override VtPaged<VtObject> Related(VtClient client, string text, VtRelationship relationship, bool idsOnly, VtListOptions options) =>
            throw new NotSupportedException($"An analysis has no list {relationship.Name}.");

        public override Task<VtObject?> RelatedOneAsync(VtClient client, string text, VtRelationship relationship, bool idsOnly, CancellationToken cancellationToken) =>
            client.Analyses.GetItemAsync(Read(text), cancellationToken);

        private static string Read(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '=' or '+' or '/')
            ? text
            : throw CliException.Usage($"'{text}' is no id of an analysis: give what a submission printed");
    }
}
