namespace VtKit.Emulator;

/// <summary>Reading domains and IP addresses, and having them analysed.</summary>
internal static class HostRoutes
{
    public static Task<Answer> GetDomainAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
        ObjectAnswer.Of(store, request, ObjectType.Domain, Hosts.RequireDomain(store, request.Argument(0))), cancellationToken);

    public static Task<Answer> GetIpAddressAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
        ObjectAnswer.Of(store, request, ObjectType.IpAddress, Hosts.ReadIpAddress(request.Argument(0))), cancellationToken);

    public static Task<Answer> AnalyseDomainAsync(ApiRequest request, CancellationToken cancellationToken) =>
        AnalyseAsync(request, ObjectType.Domain, Hosts.ReadDomain(request.Argument(0)), cancellationToken);

    public static Task<Answer> AnalyseIpAddressAsync(ApiRequest request, CancellationToken cancellationToken) =>
        AnalyseAsync(request, ObjectType.IpAddress, Hosts.ReadIpAddress(request.Argument(0)), cancellationToken);

    private static async Task<Answer> AnalyseAsync(ApiRequest request, string type, string id, CancellationToken cancellationToken)
    {
        var analysis = await request.Backend.WriteAsync(store => Hosts.AddAnalysis(store, type, id, request.Now, request.Backend.Options), cancellationToken)
            .ConfigureAwait(false);
        return ObjectAnswer.AnalysisDescriptor(request, analysis);
    }
}
