using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary>A file, URL, domain or IP address at the service: what can be looked up, discussed, voted on and analysed anew.</summary>
internal abstract class Item
{
    /// <summary>Finds out what a text means. A path of a file here means the file by its SHA-256.</summary>
    /// <exception cref="CliException">It is none of these.</exception>
    public static async Task<Item> ReadAsync(CliSession session, VtClient client, string text, CancellationToken cancellationToken)
    {
        if (Path.Exists(text))
        {
            var hashes = await InputFile.HashAsync(text, HashKinds.Sha256, cancellationToken).ConfigureAwait(false);
            if (Indicator.TryRecognise(text, out _)) session.Talk.Say($"{text} is a file here: meant is its SHA-256, {hashes.Sha256}");
            return new Item<VtFile, FileHash>(client.Files, hashes.Sha256!.Value);
        }
        var indicator = Indicator.Recognise(text);
        return indicator.Kind switch
        {
            IndicatorKind.File => new Item<VtFile, FileHash>(client.Files, indicator.Hash!.Value),
            IndicatorKind.Url => new Item<VtUrl, UrlId>(client.Urls, indicator.UrlId!.Value),
            IndicatorKind.Domain => new Item<VtDomain, DomainName>(client.Domains, indicator.Value),
            IndicatorKind.IpAddress => new Item<VtIpAddress, IpAddress>(client.IpAddresses, indicator.Value),
            _ => throw Unknown(text, indicator),
        };
    }

    public abstract Task<VtObject> GetAsync(CancellationToken cancellationToken);

    public abstract Task<VtAnalysis> AnalyseAsync(CancellationToken cancellationToken);

    public abstract VtPaged<VtComment> Comments(VtListOptions options);

    public abstract Task<VtComment> AddCommentAsync(string text, CancellationToken cancellationToken);

    public abstract VtPaged<VtVote> Votes(VtListOptions options);

    public abstract Task<VtVote> AddVoteAsync(VoteVerdict verdict, CancellationToken cancellationToken);

    public static CliException Unknown(string text, Indicator indicator)
    {
        if (text.AsSpan().ContainsAny('/', '\\')) return InputFile.Unusable(text, "does not exist: check the path");
        return CliException.Usage(indicator.Problem ?? $"'{text}' is of a kind that cannot be looked up: {indicator.Kind}");
    }
}

internal sealed class Item<T, TId>(VtItemArea<T, TId> area, VtId<TId> id) : Item
    where T : VtObject, IVtObject<T>
    where TId : struct, IParsable<TId>
{
    public override async Task<VtObject> GetAsync(CancellationToken cancellationToken) => await area.GetAsync(id, null, cancellationToken).ConfigureAwait(false);

    public override Task<VtAnalysis> AnalyseAsync(CancellationToken cancellationToken) => area.AnalyseAsync(id, cancellationToken);

    public override VtPaged<VtComment> Comments(VtListOptions options) => area.CommentsAsync(id, options);

    public override Task<VtComment> AddCommentAsync(string text, CancellationToken cancellationToken) => area.AddCommentAsync(id, text, cancellationToken);

    public override VtPaged<VtVote> Votes(VtListOptions options) => area.VotesAsync(id, options);

    public override Task<VtVote> AddVoteAsync(VoteVerdict verdict, CancellationToken cancellationToken) => area.AddVoteAsync(id, verdict, cancellationToken);
}
