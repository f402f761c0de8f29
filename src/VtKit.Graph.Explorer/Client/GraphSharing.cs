using System.Net;

namespace VtKit.Graph.Explorer;

/// <summary>With whom a graph is shared when it is saved. Users and groups, by type and id: <c>new VtRef(VtObjectTypes.User, "name")</c>.</summary>
public sealed record GraphSharing
{
    /// <summary>Who may see it.</summary>
    public IReadOnlyList<VtRef> Viewers { get; init; } = [];

    /// <summary>Who may change it.</summary>
    public IReadOnlyList<VtRef> Editors { get; init; } = [];
}

/// <summary>What became of a graph that was to be saved. It is stored, even where sharing it failed.</summary>
/// <param name="Id">The id that the service gave it.</param>
/// <param name="IsNew">Whether it was made, and not changed.</param>
/// <param name="Sent">Which attributes were sent; none when nothing had changed, and then nothing was asked of the service.</param>
/// <param name="SharingFailures">With whom it could not be shared; empty when all went well.</param>
public sealed record GraphSaveResult(string Id, bool IsNew, IReadOnlyList<string> Sent, IReadOnlyList<GraphSharingFailure> SharingFailures);

/// <summary>A graph could not be shared with somebody.</summary>
/// <param name="Relationship"><c>viewers</c> or <c>editors</c>.</param>
/// <param name="Who">The users and groups.</param>
/// <param name="Status">The HTTP status; null when there was no answer.</param>
/// <param name="Code">The service's code, such as <c>NotFoundError</c>, or what went wrong on the way.</param>
/// <param name="Message">What happened, for people.</param>
public sealed record GraphSharingFailure(string Relationship, IReadOnlyList<VtRef> Who, HttpStatusCode? Status, string Code, string Message);

/// <summary>A graph that was made of what the service has.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Report">What that took, and what did not work.</param>
public sealed record GraphOfCollection(ThreatGraph Graph, ExploreReport Report);
