using VtKit.Indicators;

namespace VtKit.Emulator;

/// <summary>Domains and IP addresses. A domain is there once it was seen; an IP address always is.</summary>
internal static class Hosts
{
    /// <summary>A domain in its canonical form, whether or not it is there.</summary>
    /// <exception cref="ApiException">The text is no domain.</exception>
    public static string ReadDomain(string text) => DomainName.TryParse(text, out var domain)
        ? domain.Ascii
        : throw ApiException.InvalidArgument($"Domain \"{text}\" is not a valid domain pattern");

    /// <summary>A domain that is there.</summary>
    /// <exception cref="ApiException">The text is no domain, or one that is not there.</exception>
    public static string RequireDomain(Session store, string text)
    {
        var domain = ReadDomain(text);
        return Items.Find(store, ObjectType.Domain, domain) is not null ? domain : throw ApiException.NotFound(ObjectTypes.Spoken(ObjectType.Domain), text);
    }

    /// <summary>An IP address in its canonical form.</summary>
    /// <exception cref="ApiException">The text is no IP address.</exception>
    public static string ReadIpAddress(string text) => IpAddress.TryParse(text, out var address)
        ? address.ToString()
        : throw ApiException.InvalidArgument($"IP \"{text}\" is not a valid IP address pattern");

    public static Action<ObjectWriter>? FindDomain(Session store, string domain) =>
        Items.Find(store, ObjectType.Domain, domain) is null ? null : writer =>
        {
            writer.Text(Attr.Domain.Tld, PublicSuffixes.Known?.SuffixOf(domain));
            writer.Texts(Attr.Domain.Tags, []);
            Objects.WriteShared(writer, ObjectType.Domain, domain);
        };

    public static Action<ObjectWriter> FindIpAddress(Session store, string address) => writer =>
    {
        writer.Texts(Attr.IpAddress.Tags, IpAddress.Parse(address).IsPublic ? [] : ["private"]);
        Objects.WriteShared(writer, ObjectType.IpAddress, address);
    };

    /// <summary>Adds an analysis of a domain or address, which makes it seen. The emulator has no engine for them.</summary>
    public static string AddAnalysis(Session store, string type, string id, DateTimeOffset now, VtEmulatorOptions options)
    {
        Items.See(store, type, id, now.ToUnixTimeMilliseconds());
        return Analysis.Add(store, type, id, $"{ObjectTypes.Letter(type)}-{id}-{now.ToUnixTimeSeconds()}", "{}", now, options);
    }
}
