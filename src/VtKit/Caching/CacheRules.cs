using System.Net;
using VtKit.Indicators;

namespace VtKit;

/// <summary>Which answers may be kept, and under which names.</summary>
internal static class CacheRules
{
    /// <summary>The question that a request asks, or null where its answer is not kept.</summary>
    public static VtCacheKey? KeyOf(ApiMessage message, ClientSettings settings)
    {
        if (message.Streams || message.OwnHeaders is not null || message.Endpoint is not { } endpoint || TypeOf(endpoint) is not { } type) return null;
        var path = message.Target.AbsolutePath;
        return Identity(type, Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..])) is { } id
            ? new VtCacheKey(settings.Account, type, id, message.Target.Query)
            : null;
    }

    /// <summary>The question that a look-up asks.</summary>
    public static VtCacheKey KeyOf(Endpoint endpoint, string identity, ClientSettings settings) => new(settings.Account, TypeOf(endpoint)!, identity, "");

    /// <summary>What of an answer is kept, or null where nothing is: an error, or what is no answer of the service.</summary>
    public static (ReadOnlyMemory<byte> Body, IReadOnlyList<string> OtherIds)? Keepable(VtCacheKey key, ApiMessage message, HttpStatusCode status, Redactor redactor)
    {
        if (status == HttpStatusCode.NotFound)
            return ErrorReader.TryReadEnvelope(message.Body) is { } error && error.Code == VtErrorCode.NotFoundError.Value ? (redactor.Redact(message.Body), []) : null;
        if (status != HttpStatusCode.OK || message.Found is not { } body) return null;
        var found = new VtObject(body);
        if (found.Type != key.Type || found.Id.Length == 0) return null;
        return (message.Body, OtherIds(found, key.Id));
    }

    private static List<string> OtherIds(VtObject found, string asked)
    {
        var names = new List<string>();
        ReadOnlySpan<string?> all = found.Type == VtObjectTypes.File && found.As<VtFile>() is { } file ? [file.Id, file.Md5, file.Sha1, file.Sha256] : [found.Id];
        foreach (var id in all)
            if (id?.ToLowerInvariant() is { } name && name != asked && !names.Contains(name)) names.Add(name);
        return names;
    }

    private static string? TypeOf(Endpoint endpoint) =>
        endpoint.Equals(Endpoints.FilesGet) ? VtObjectTypes.File
        : endpoint.Equals(Endpoints.UrlsGet) ? VtObjectTypes.Url
        : endpoint.Equals(Endpoints.DomainsGet) ? VtObjectTypes.Domain
        : endpoint.Equals(Endpoints.IpAddressesGet) ? VtObjectTypes.IpAddress
        : null;

    private static string? Identity(string type, string id) => type switch
    {
        VtObjectTypes.File => FileHash.TryParse(id, out var hash) ? hash.ToString() : null,
        VtObjectTypes.Url => UrlId.TryParse(id, out var url) ? url.LocalIdentity : null,
        VtObjectTypes.Domain => DomainName.TryParse(id, out var domain) ? domain.ToString() : null,
        _ => IpAddress.TryParse(id, out var address) ? address.ToString() : null,
    };
}
