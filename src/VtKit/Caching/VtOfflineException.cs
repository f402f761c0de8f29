namespace VtKit;

/// <summary>The cache does not have the answer, and the client is not to ask the service (<see cref="VtCacheMode.Offline"/>). Nothing was sent.</summary>
public sealed class VtOfflineException : VtException
{
    internal VtOfflineException(ApiMessage request)
        : base($"The answer to {request.Method} {request.ShownPath} is not in the cache, and the service is not asked while offline.") { }
}
