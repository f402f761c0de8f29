namespace VtKit.Indicators;

/// <summary>Makes indicators unclickable, in one spelling that <see cref="Refanger"/> undoes exactly.</summary>
internal static class Defanger
{
    public static string Defang(string text)
    {
        if (IpAddress.TryParse(text, out var address) && address.IsIPv6) return text.Replace(":", "[:]", StringComparison.Ordinal);
        var separator = text.IndexOf("://", StringComparison.Ordinal);
        // Every dot, those of the path too: so what already stands in brackets there can be told from what was put there.
        if (separator < 0) return WithoutDots(text);
        var scheme = text[..separator] switch
        {
            "http" => "hxxp",
            "https" => "hxxps",
            var other => other,
        };
        return string.Concat(scheme, "[://]", WithoutDots(text[(separator + 3)..]));
    }

    private static string WithoutDots(string text) => text.Replace(".", "[.]", StringComparison.Ordinal);
}
