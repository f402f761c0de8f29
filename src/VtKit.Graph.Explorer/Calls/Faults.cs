namespace VtKit.Graph.Explorer;

/// <summary>What an exception means for a run.</summary>
internal enum FaultKind
{
    /// <summary>The object is not there: there is nothing to find.</summary>
    Absent,

    /// <summary>The key may not: nor may it for another node of the type.</summary>
    Forbidden,

    /// <summary>It did not work this time.</summary>
    Failed,

    /// <summary>Nothing else will work either.</summary>
    Stops,
}

/// <summary>Reads exceptions.</summary>
internal static class Faults
{
    public static FaultKind KindOf(VtException exception) => exception switch
    {
        // Another 404, such as a proxy's page, says nothing of the object.
        VtNotFoundException absent when absent.Code == VtErrorCode.NotFoundError => FaultKind.Absent,
        VtAuthenticationException { IsForbidden: true } => FaultKind.Forbidden,
        VtAuthenticationException or VtQuotaException => FaultKind.Stops,
        _ => FaultKind.Failed,
    };

    public static ExploreStop StopOf(VtException exception) => exception is VtQuotaException ? ExploreStop.Quota : ExploreStop.Unauthorized;

    public static ExploreFailure Describe(NodeKey node, string? relationship, VtException exception) => exception switch
    {
        VtApiException api => new ExploreFailure(node, relationship, api.Status, api.Code.Value, api.Message),
        VtProtocolException protocol => new ExploreFailure(node, relationship, protocol.Status, "NotVirusTotal", protocol.Message),
        VtTransportException transport => new ExploreFailure(node, relationship, null, transport.Fault.ToString(), transport.Message),
        _ => new ExploreFailure(node, relationship, null, exception.GetType().Name, exception.Message),
    };
}
