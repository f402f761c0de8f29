using System.Globalization;
using System.Net;

namespace VtKit.Emulator;

/// <summary>What the index knows of a URL from its text, and of a domain from its name.</summary>
internal static class UrlDocument
{
    /// <param name="document">What is filled.</param>
    /// <param name="url">A canonical URL.</param>
    public static void Read(SearchDocument document, string url)
    {
        document.Value("url", url);
        document.Words("url", url);
        var parts = UrlParts.Of(url);
        document.Value("scheme", parts.Scheme);
        document.Value("hostname", parts.Host);
        document.Words("name", parts.Host, "hostname");
        if (IPAddress.TryParse(parts.Host.Trim('[', ']'), out var address))
        {
            document.Columns["address"] = SearchValues.Address(address);
            document.Has("ip");
        }
        else
        {
            AddDomain(document, parts.Host, itself: true);
        }
        document.Number("port", "port", parts.Port);
        document.Value("username", parts.User);
        document.Value("password", parts.Password);
        document.Value("path", parts.Path);
        document.Value("exact_path", parts.Path);
        document.Words("path", parts.Path);
        document.Value("extension", parts.Extension);
        foreach (var (name, value) in parts.Query)
        {
            document.Value("query_field", name);
            document.Value("query_value", value);
        }
    }

    /// <summary>The domains that one lies under, and its last label.</summary>
    public static void AddDomain(SearchDocument document, string domain, bool itself)
    {
        document.Value("tld", domain[(domain.LastIndexOf('.') + 1)..]);
        if (itself) document.Value("parent_domain", domain);
        for (var parent = Items.ParentOf(domain); parent is not null; parent = Items.ParentOf(parent)) document.Value("parent_domain", parent);
    }
}

/// <summary>The parts of a canonical URL.</summary>
internal sealed record UrlParts(string Scheme, string? User, string? Password, string Host, long? Port, string Path, string? Extension, IReadOnlyList<(string Name, string Value)> Query)
{
    public static UrlParts Of(string url)
    {
        var colon = url.IndexOf("://", StringComparison.Ordinal);
        var scheme = url[..colon];
        var rest = url[(colon + 3)..];
        var end = rest.IndexOfAny(['/', '?', '#']);
        var authority = end < 0 ? rest : rest[..end];
        rest = end < 0 ? "" : rest[end..];
        var hash = rest.IndexOf('#', StringComparison.Ordinal);
        if (hash >= 0) rest = rest[..hash];
        var question = rest.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = question < 0 ? (rest, "") : (rest[..question], rest[(question + 1)..]);
        var at = authority.LastIndexOf('@');
        var (user, password) = at < 0 ? (null, null) : Pair(authority[..at], ':');
        var host = authority[(at + 1)..];
        var port = host.LastIndexOf(':') is var mark && mark > host.LastIndexOf(']') && int.TryParse(host.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : (long?)null;
        if (mark > host.LastIndexOf(']')) host = host[..mark];
        port ??= scheme switch { "http" => 80, "https" => 443, "ftp" => 21, _ => null };
        var name = path[(path.LastIndexOf('/') + 1)..];
        var extension = name.LastIndexOf('.') is > 0 and var dot && dot < name.Length - 1 ? name[(dot + 1)..] : null;
        return new UrlParts(scheme, user, password, host, port, path, extension,
            [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(field => Pair(field, '=')).Select(pair => (pair.First!, pair.Second ?? ""))]);
    }

    private static (string? First, string? Second) Pair(string text, char mark) =>
        text.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[(at + 1)..]) : (text, null);
}
