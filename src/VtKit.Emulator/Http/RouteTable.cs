namespace VtKit.Emulator;

/// <summary>Answers a request whose caller, path, parameters and quota were looked at.</summary>
internal delegate Task<Answer> Handler(ApiRequest request, CancellationToken cancellationToken);

/// <summary>What answers an endpoint, and under which name <c>api_usage</c> counts it.</summary>
/// <param name="Counter">The name.</param>
/// <param name="Handler">What answers.</param>
/// <param name="ReportOf">The type of object whose report is answered, and nothing beside: such an answer holds until something changes. Null for all else.</param>
internal sealed record Route(string Counter, Handler Handler, string? ReportOf = null);

/// <summary>Collects what answers which endpoint. One that is added twice is a mistake, and throws.</summary>
internal sealed class RouteTable
{
    private readonly Dictionary<Endpoint, Route> _routes = [];

    public IReadOnlyDictionary<Endpoint, Route> Routes => _routes;

    public void Add(Endpoint endpoint, string counter, Handler handler) => _routes.Add(endpoint, new Route(counter, handler));

    /// <summary>Adds the endpoint that answers the report of an object.</summary>
    public void AddReport(Endpoint endpoint, string counter, string type, Handler handler) => _routes.Add(endpoint, new Route(counter, handler, type));
}
