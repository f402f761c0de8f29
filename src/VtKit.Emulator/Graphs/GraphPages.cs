using System.Text;
using Microsoft.AspNetCore.Http;
using VtKit.Graph;

namespace VtKit.Emulator;

/// <summary>
/// Pages of graphs, at the paths of the service's own: <c>/graph/{id}</c>, and <c>/graph/embed/{id}</c> for the frames of other pages. They need no key, and show what
/// everybody may see. Behind them, <c>/graph/expand</c> tells what the store knows to be related to a node.
/// </summary>
internal static class GraphPages
{
    public const string Prefix = "/graph";

    private const string ExpandPath = Prefix + "/expand";

    private const int MostRelated = 200;

    /// <summary>Types of objects that are nodes of a graph; comments and votes are none.</summary>
    private static readonly HashSet<string> Drawn = new(StringComparer.Ordinal)
    {
        ObjectType.File, ObjectType.Url, ObjectType.Domain, ObjectType.IpAddress, ObjectType.Collection, ObjectType.Reference, ObjectType.SslCert, ObjectType.Whois,
        ObjectType.ThreatActor, ObjectType.AttackTechnique,
    };

    public static async Task<Answer> AnswerAsync(HttpContext http, string path, Backend backend, CancellationToken cancellationToken)
    {
        var isGet = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        if (isGet && path == ExpandPath) return await backend.ReadAsync(store => Expand(store, http, backend), cancellationToken).ConfigureAwait(false);
        try
        {
            return path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
            {
                [_, "embed", var id] when isGet => await PageAsync(http, id, isFramed: true, backend, cancellationToken).ConfigureAwait(false),
                [_, var id] when isGet => await PageAsync(http, id, isFramed: false, backend, cancellationToken).ConfigureAwait(false),
                _ => PageRoutes.NotFound("There is no such page"),
            };
        }
        catch (ApiException e) when (e.Error.Status == StatusCodes.Status404NotFound)
        {
            return PageRoutes.NotFound(e.Message);
        }
        catch (GraphException e) when (e.Error == GraphError.NoViewer)
        {
            return Layout.Page("No viewer", html => html.Open("section").Element("h1", "No viewer").Element("p", e.Message).Close("section"), StatusCodes.Status501NotImplemented);
        }
    }

    private static async Task<Answer> PageAsync(HttpContext http, string segment, bool isFramed, Backend backend, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(http, Endpoints.GraphsGet, Endpoints.GraphsGet.Path(Uri.UnescapeDataString(segment)), PageRoutes.Visitor, backend);
        var record = await backend.ReadAsync(store => Records.Require(store, request, ObjectType.Graph, request.Argument(0)), cancellationToken).ConfigureAwait(false);
        var graph = GraphJson.Read(record.Attributes).Graph;
        var page = graph.ToHtml(new HtmlOptions { Title = $"{graph.Name ?? "Graph"} - emulated", ExpandEndpoint = ExpandPath, Site = new Uri(request.Origin) });
        List<KeyValuePair<string, string>> headers = [KeyValuePair.Create("X-Content-Type-Options", "nosniff"), KeyValuePair.Create("Cache-Control", "no-store")];
        // What the page may do, it says itself; who may frame it can only be said here.
        if (!isFramed) headers.Add(KeyValuePair.Create("Content-Security-Policy", "frame-ancestors 'none'"));
        return new Answer { ContentType = "text/html; charset=utf-8", Body = Encoding.UTF8.GetBytes(page), Headers = headers };
    }

    /// <summary>By what a node can be expanded or, where the request names a relationship, what that leads to.</summary>
    private static Answer Expand(Session store, HttpContext http, Backend backend)
    {
        var type = http.Request.Query["type"].ToString();
        if (!Drawn.Contains(type) || ObjectTypes.Home(type) is not { } home) throw ApiException.BadRequest($"Nodes of type \"{type}\" cannot be expanded");
        var request = new ApiRequest(http, home, home.Path(http.Request.Query["id"].ToString()), PageRoutes.Visitor, backend);
        var id = Relations.RequireOwner(store, request, type);
        if (request.Query("relationship") is not { } name) return Choices(store, request, type, id);
        var relationship = Expandable(type).FirstOrDefault(one => one.Name == name) ?? throw ApiException.BadRequest($"Nodes of type \"{type}\" cannot be expanded by \"{name}\"");
        return Related(store, request, relationship, id);
    }

    /// <summary>As on the pages of objects, all that the store knows is shown.</summary>
    private static IEnumerable<Relationship> Expandable(string type) => Relationships.For(type).Where(one => Relations.IsSupported(one) && one.Targets.Any(Drawn.Contains));

    private static Answer Choices(Session store, ApiRequest request, string type, string id) => Answer.Json(json =>
    {
        json.WriteStartArray("relationships"u8);
        foreach (var relationship in Expandable(type))
        {
            var count = Relations.Query(store, request, relationship, id).Count(store);
            if (count == 0) continue;
            json.WriteStartObject();
            json.WriteString("name"u8, relationship.Name);
            json.WriteNumber("count"u8, count);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private static Answer Related(Session store, ApiRequest request, Relationship relationship, string id)
    {
        var graph = new ThreatGraph();
        var centre = graph.Add(NodeKey.Create(NodeType.Object(relationship.Source), id));
        foreach (var row in Relations.Query(store, request, relationship, id).Read(store, long.MaxValue, MostRelated))
        {
            if (!Drawn.Contains(row.Type) || !NodeKey.TryCreate(NodeType.Object(row.Type), row.Id, out var key)) continue;
            var node = graph.Add(key, row.Type == ObjectType.Url ? Urls.TextOf(store, row.Id) : row.FileName);
            if (Analysis.LastCompleted(store, row.Type, row.Id, request.NowMs)?.Ratio() is ( var found, > 0)) node.SetDetections(found);
            if (node != centre) graph.Link(centre, node, relationship.Name);
        }
        return new Answer { Body = graph.ToViewerJson() };
    }
}
