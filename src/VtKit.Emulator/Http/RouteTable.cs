namespace VtKit.Emulator;

/// <summary>Answers a request whose caller, path, parameters and quota were looked at.</summary>
internal delegate Task<Answer> Handler(ApiRequest request, CancellationToken cancellationToken);

/// <summary>What answers an endpoint, and under which name <c>api_usage</c> counts it.</summary>
internal sealed record Route(string Counter, Handler Handler);

/// <summary>Collects what answers which endpoint. One that is added twice is a mistake, and throws.</summary>
internal sealed class RouteTable
{
    private readonly Dictionary<Endpoint, Route> _routes = [];

    public IReadOnlyDictionary<Endpoint, Route> Routes => _routes;

    public void Add(Endpoint endpoint, string counter, Handler handler) => _routes.Add(endpoint, new Route(counter, handler));
}
