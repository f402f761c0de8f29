using System.Globalization;
using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary>The things that the configuration file can hold, and how their values read.</summary>
internal static class Setting
{
    public const string ApiKey = "api-key";
    public const string KeyCommand = "key-command";
    public const string BaseUrl = "base-url";
    public const string Proxy = "proxy";
    public const string CaFile = "ca-file";
    public const string ConnectTimeout = "connect-timeout";
    public const string ReadTimeout = "read-timeout";
    public const string Format = "format";
    public const string User = "user";
    public const string Quota = "quota";
    public const string Cache = "cache";
    public const string Own = "own";

    public static readonly IReadOnlyList<string> Names = [ApiKey, KeyCommand, BaseUrl, Proxy, CaFile, ConnectTimeout, ReadTimeout, Format, User, Quota, Cache, Own];

    private const int KeyTailShown = 4;
    private const int LongKey = 32;
    private const int KeyLength = 64;

    /// <summary>Throws where a value could not be used.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="value">What is to be kept.</param>
    /// <exception cref="CliException">The name is unknown or the value is malformed.</exception>
    public static void Check(string name, string value)
    {
        switch (name)
        {
            case ApiKey: ParseKey(value); break;
            case KeyCommand or CaFile: break;
            case BaseUrl or Proxy: ParseAddress(name, value); break;
            case ConnectTimeout or ReadTimeout: ParseDuration(name, value); break;
            case Format: OutputFormats.Parse(value); break;
            case User: ParseUser(value); break;
            case Quota: ParseQuota(value); break;
            case Cache: ParseSwitch(name, value); break;
            case Own: ParseDomains(name, value); break;
            default: throw CliException.Usage($"there is no setting '{name}'; there are {string.Join(", ", Names)}");
        }
    }

    /// <summary>A key without the spaces and line breaks that come along with pasting.</summary>
    public static string ParseKey(string text)
    {
        var key = text.Trim();
        if (key.Length == 0) throw CliException.Usage("the API key is empty");
        return key.All(c => c is > ' ' and <= '~')
            ? key
            : throw CliException.Usage("the API key holds a space, a line break or a character beyond ASCII; no key does");
    }

    public static Uri ParseAddress(string name, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Host.Length > 0
            ? address
            : throw CliException.Usage($"{name}: '{WithoutCredentials(text)}' is no address; write it as https://host:port");

    /// <summary>Seconds, or a number with ms, s, m or h.</summary>
    public static TimeSpan ParseDuration(string name, string text)
    {
        var digits = text.AsSpan().TrimEnd("mhs");
        double? unit = text.AsSpan(digits.Length) switch
        {
            "" or "s" => 1,
            "ms" => 0.001,
            "m" => 60,
            "h" => 3600,
            _ => null,
        };
        return unit is { } seconds
            && double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * seconds is > 0 and <= 86_400
            ? TimeSpan.FromSeconds(number * seconds)
            : throw CliException.Usage($"{name}: '{text}' is no time; write seconds, such as 30, or 500ms, 2m (at most 24h)");
    }

    /// <summary>The name of a user: one word. The key itself would end up in a URL.</summary>
    public static string ParseUser(string text) => text.Length > 0 && !(text.Length == KeyLength && text.All(char.IsAsciiHexDigit)) && text.All(c => c is > ' ' and <= '~' and not '/')
        ? text
        : throw CliException.Usage("user: give the name of the key's user, which is on its profile page, not the key");

    /// <summary>What a key may use: <c>public</c>, <c>unlimited</c>, or numbers such as <c>1000/min,20000/day</c>.</summary>
    public static VtQuota ParseQuota(string text)
    {
        var quota = VtQuota.Unlimited;
        if (text == "unlimited") return quota;
        if (text == "public") return VtQuota.Public;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var slash = part.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0 || !int.TryParse(part.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0) throw NoQuota(text);
            quota = part[(slash + 1)..] switch
            {
                "min" => quota with { PerMinute = number },
                "day" => quota with { PerDay = number },
                "month" => quota with { PerMonth = number },
                _ => throw NoQuota(text),
            };
        }
        return quota;
    }

    public static bool ParseSwitch(string name, string text) => text switch
    {
        "on" => true,
        "off" => false,
        _ => throw CliException.Usage($"{name}: '{text}' is neither on nor off"),
    };

    /// <summary>Domains with commas between them.</summary>
    public static IReadOnlyList<DomainName> ParseDomains(string name, string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => DomainName.TryParse(part, out var domain) ? domain : throw CliException.Usage($"{name}: '{part}' is no domain name"))];

    /// <summary>The value as it may be shown.</summary>
    public static string Shown(string name, string value) => name switch
    {
        ApiKey => value.Length >= LongKey ? "********" + value[^KeyTailShown..] : "********",
        BaseUrl or Proxy => WithoutCredentials(value),
        _ => value,
    };

    /// <summary>An address without the user and password that it may carry.</summary>
    public static string WithoutCredentials(string address)
    {
        var at = address.LastIndexOf('@');
        var scheme = address.IndexOf("//", StringComparison.Ordinal);
        return at < 0 ? address : string.Concat(scheme < 0 || scheme > at ? "" : address.AsSpan(0, scheme + 2), "***", address.AsSpan(at));
    }

    private static CliException NoQuota(string text) => CliException.Usage($"quota: '{text}' is none; write public, unlimited, or numbers such as 4/min,500/day,15500/month");
}
