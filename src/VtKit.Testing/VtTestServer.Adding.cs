namespace VtKit.Testing;

public sealed partial class VtTestServer
{
    /// <summary>Adds a file that is only described: it is found, has the verdicts given, and no content. Adding it again changes its verdicts.</summary>
    /// <param name="sha256">Its SHA-256.</param>
    /// <param name="verdict">What the engines say; nothing if null.</param>
    /// <param name="md5">Its MD5, to be found by.</param>
    /// <param name="sha1">Its SHA-1, to be found by.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="ArgumentException">A hash is none of its kind.</exception>
    public Task AddFileAsync(string sha256, VtTestVerdict? verdict = null, string? md5 = null, string? sha1 = null, long? size = null, string? name = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sha256);
        return _admin.SeedAsync(json =>
        {
            json.WriteStartArray("files"u8);
            json.WriteStartObject();
            json.WriteString("sha256"u8, sha256);
            if (md5 is not null) json.WriteString("md5"u8, md5);
            if (sha1 is not null) json.WriteString("sha1"u8, sha1);
            if (size is { } bytes) json.WriteNumber("size"u8, bytes);
            if (name is not null) json.WriteString("name"u8, name);
            json.WriteEndObject();
            json.WriteEndArray();
            verdict?.Write(json, VtObjectTypes.File, sha256);
        }, cancellationToken);
    }

    /// <summary>Adds a file with its content, which is analysed as an upload is, and can be downloaded.</summary>
    /// <param name="content">The content.</param>
    /// <param name="verdict">What the engines say besides those that run; nothing if null.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>Its SHA-256.</returns>
    public async Task<string> AddFileAsync(ReadOnlyMemory<byte> content, VtTestVerdict? verdict = null, string? name = null, CancellationToken cancellationToken = default)
    {
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content.Span));
        await _admin.SeedAsync(json =>
        {
            json.WriteStartArray("files"u8);
            json.WriteStartObject();
            json.WriteBase64String("base64"u8, content.Span);
            if (name is not null) json.WriteString("name"u8, name);
            json.WriteEndObject();
            json.WriteEndArray();
            verdict?.Write(json, VtObjectTypes.File, sha256);
        }, cancellationToken).ConfigureAwait(false);
        return sha256;
    }

    /// <summary>Adds a URL. Adding it again changes its verdicts.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="verdict">What the engines say; nothing if null.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="ArgumentException">It is no URL.</exception>
    public Task AddUrlAsync(string url, VtTestVerdict? verdict = null, CancellationToken cancellationToken = default) =>
        AddAsync("urls", VtObjectTypes.Url, url, verdict, cancellationToken);

    /// <summary>Adds a domain, and those above it. Adding it again changes its verdicts.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="verdict">What the engines say; nothing if null.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="ArgumentException">It is no domain.</exception>
    public Task AddDomainAsync(string domain, VtTestVerdict? verdict = null, CancellationToken cancellationToken = default) =>
        AddAsync("domains", VtObjectTypes.Domain, domain, verdict, cancellationToken);

    /// <summary>Says what the engines think of an IP address; as an object, every address is there already.</summary>
    /// <param name="address">The address.</param>
    /// <param name="verdict">What the engines say.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="ArgumentException">It is no IP address.</exception>
    public Task AddIpAddressAsync(string address, VtTestVerdict verdict, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return AddAsync(null, VtObjectTypes.IpAddress, address, verdict, cancellationToken);
    }

    private Task AddAsync(string? list, string type, string id, VtTestVerdict? verdict, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _admin.SeedAsync(json =>
        {
            if (list is not null)
            {
                json.WriteStartArray(list);
                json.WriteStringValue(id);
                json.WriteEndArray();
            }
            verdict?.Write(json, type, id);
        }, cancellationToken);
    }
}
