using FsCheck;
using FsCheck.Fluent;

namespace VtKit.Indicators.Tests;

/// <summary>Property checks with a fixed seed, so that a failure on one machine fails on all, and generators of text that hurts.</summary>
internal static class Checks
{
    private const int Runs = 3000;

    // What the readers of this room give meaning to, and what breaks readers.
    private static readonly string[] Pieces =
    [
        "http", "https", "hxxp", "hXXps", "ftp", "fxp", "h**p", "://", "[://]", "[:]//", ":", "//", "/", "?", "#", "@", "[at]", "(dot)", "[dot]", "[.]", "(.)", "{.}", "\\.", ".", "..",
        "/../", "/./", "[", "]", "(", ")", "%", "%2", "%2e", "%2F", "%25", "%00", "%ff", "%C3%A9", "%2525", "xn--", "xn--bcher-kva", "example.com", "evil", ".exe", ".md", "www.",
        "1.2.3.4", "127.1", "0x7f", "017", "999", "::", "::1", "fe80::1%eth0", "[2001:db8::1]", "2001:db8", ":80", ":443", ":99999", "CVE-2021-44228", "cve",
        "44d88612fea8a8f36de82e1278abb02f", "da39a3ee5e6b4b0d3255bfef95601890afd80709", "aHR0cDovL2V4YW1wbGUuY29tLw", "u-", "-1599122231", "=", "==", "+", "-", "_", " ", "\t", "\r\n", "\0",
        "\u00AD", "\u200B", "\u200D", "\uFEFF", "\u3002", "\uFF0E", "\u00FC", "\u00DF", "\u0130", "\u05D0", "\uFF45", "\u2024", "\u0301", "\uD800", "\uDC00", "\uD83D\uDE00", "\uFFFF", "|", "'", "\"", "<", ">", "~", "*",
    ];

    private static readonly Gen<char> AnyChar = Gen.Choose(0, 0xFFFF).Select(i => (char)i);

    /// <summary>Arbitrary UTF-16, lone surrogates among it, mixed with pieces of indicators.</summary>
    public static Gen<string> HostileText { get; } =
        Gen.Frequency(
            (6, Gen.Elements(Pieces).ListOf().Select(string.Concat)),
            (3, Gen.OneOf(Gen.Elements(Pieces), AnyChar.Select(c => c.ToString())).ListOf().Select(string.Concat)),
            (1, AnyChar.ListOf().Select(chars => new string([.. chars]))));

    /// <summary>Text that often is a URL.</summary>
    public static Gen<string> UrlText { get; } =
        from scheme in Gen.Elements("http://", "https://", "HTTP://", "ftp://", "", "//", "svn+ssh://")
        from user in Gen.Frequency((4, Gen.Constant("")), (1, HostileText.Select(t => t + "@")))
        from host in Gen.Elements("example.com", "EXAMPLE.com.", "a-b_c.example", "b\u00FCcher.example", "127.1", "0x7f.1", "[2001:DB8::1]", "[::ffff:1.2.3.4]", "localhost", "xn--a.com", "1.2.3.4")
        from port in Gen.Elements("", ":80", ":443", ":8080", ":", ":0080")
        from path in HostileText
        select scheme + user + host + port + "/" + path;

    /// <summary>Text that often is an indicator of any kind.</summary>
    public static Gen<string> IndicatorText { get; } = Gen.OneOf(
        UrlText,
        UrlText,
        UrlText,
        HostileText,
        Gen.Elements(Pieces),
        Gen.Choose(0, int.MaxValue).Select(i => new System.Net.IPAddress((uint)i).ToString()),
        Gen.ArrayOf(Gen.Choose(0, 255).Select(i => (byte)i), 16).Select(b => new System.Net.IPAddress(b).ToString()),
        Gen.ArrayOf(Gen.Choose(0, 255).Select(i => (byte)i), 20).Select(Convert.ToHexString),
        Gen.Elements("b\u00FCcher.example.com", "WWW.Example.COM.", "_dmarc.example.com", "xn--bcher-kva.example", "a.b.c.d.e.museum"));

    public static void That(Gen<string> texts, Func<string, bool> property, int runs = Runs)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(runs).WithQuietOnSuccess(true).WithReplay(20260115UL, 1UL);
        Check.One(config, Prop.ForAll(texts.ToArbitrary(), property));
    }
}
