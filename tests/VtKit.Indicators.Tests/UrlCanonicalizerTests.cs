namespace VtKit.Indicators.Tests;

public class UrlCanonicalizerTests
{
    /// <summary>How well a rule is known; the same words as in docs/url-identity.md.</summary>
    public enum Evidence
    {
        /// <summary>A recorded answer of the service shows it.</summary>
        Fixture,

        /// <summary>Published links to the service's reports show it: the id in the link is the SHA-256 of our form.</summary>
        Published,

        /// <summary>Nothing shows it: it is what Safe Browsing's canonicalisation, which the known cases agree with, or browsers do.</summary>
        Assumed,
    }

    // The rules that recorded answers show; the answers themselves are walked in UrlFixtureTests.
    [Theory]
    [InlineData(Evidence.Fixture, "http://example.com", "http://example.com/")] // an empty path is a slash
    [InlineData(Evidence.Fixture, "http://example.com/?a=%7C%3D%2F%3F%3A", "http://example.com/?a=|=/?:")] // what was encoded is decoded
    [InlineData(Evidence.Fixture, "http://example.com/?a=1|2&b[c]=3", "http://example.com/?a=1|2&b[c]=3")] // | and brackets stay raw
    [InlineData(Evidence.Fixture, "http://example.com/%s/a", "http://example.com/%25s/a")] // a percent sign that encodes nothing is encoded
    [InlineData(Evidence.Fixture, "http://example.com/%25s/a", "http://example.com/%25s/a")]
    [InlineData(Evidence.Fixture, "http://example.com/a%20b", "http://example.com/a%20b")] // a space is encoded
    [InlineData(Evidence.Fixture, "http://example.com/a b", "http://example.com/a%20b")]
    [InlineData(Evidence.Fixture, "http://example.com/a'>B", "http://example.com/a'>B")] // quotes and angle brackets stay raw
    [InlineData(Evidence.Fixture, "http://example.com/Path.", "http://example.com/Path.")] // case and trailing dot of a path are kept
    [InlineData(Evidence.Fixture, "http://example.com/http:/x", "http://example.com/http:/x")]
    [InlineData(Evidence.Fixture, "http://example.com?a=1", "http://example.com/?a=1")]
    [InlineData(Evidence.Fixture, "http://example.com/a?b=http://x//y", "http://example.com/a?b=http://x//y")] // slashes in the query are kept
    [InlineData(Evidence.Fixture, "http://192.0.2.1/", "http://192.0.2.1/")]
    public void What_recorded_answers_show(Evidence evidence, string typed, string canonical) => Check(evidence, typed, canonical);

    [Theory]
    [InlineData("spanx.com", "http://spanx.com/", "263a0bca315778e09734a8ac9539f557905e909847d901946c5df1a13e631b17")] // no scheme: http
    [InlineData("www.yahoo.com", "http://www.yahoo.com/", "ed91698b5823a5e4424726955dd3fd437d9cfdc46f7b8988cded5da779cc7483")]
    [InlineData("http://www.google.com", "http://www.google.com/", "dd014af5ed6b38d9130e3f466f850e46d21b951199d53a18ef29ee9341614eaf")]
    [InlineData("https://mega.nz/folder/MM0zxbaI#ogAK3udFHKs7Wjn5XxFCng", "https://mega.nz/folder/MM0zxbaI", "b342d1db16708f2d3c68b5bfddb23ed48306610e9c56956110a4edaf779d21b0")] // no fragment
    [InlineData("http://104.43.165.137/?id=1',database(),'')--", "http://104.43.165.137/?id=1',database(),'')--", "53555e94ab4ef056c089247f07caa1f846257f74e0ae0be5ccc28205a06ed811")]
    public void What_published_links_show(string typed, string canonical, string id)
    {
        Check(Evidence.Published, typed, canonical);
        UrlId.CanonicalSha256(typed).ShouldBe(id);
    }

    [Theory]
    [InlineData(Evidence.Assumed, "HTTP://Example.COM/Path", "http://example.com/Path")]
    [InlineData(Evidence.Assumed, "//example.com/a", "http://example.com/a")]
    [InlineData(Evidence.Assumed, "example.com:8080/a", "http://example.com:8080/a")]
    [InlineData(Evidence.Assumed, "  http://example.com/\n", "http://example.com/")]
    [InlineData(Evidence.Assumed, "http://exa\tmple.com/a\r\nb", "http://example.com/ab")]
    [InlineData(Evidence.Assumed, "http://example.com:80/", "http://example.com/")]
    [InlineData(Evidence.Assumed, "https://example.com:443/", "https://example.com/")]
    [InlineData(Evidence.Assumed, "https://example.com:80/", "https://example.com:80/")]
    [InlineData(Evidence.Assumed, "http://example.com:08080/", "http://example.com:8080/")]
    [InlineData(Evidence.Assumed, "http://example.com:/", "http://example.com/")]
    [InlineData(Evidence.Assumed, "http://example.com./", "http://example.com/")]
    [InlineData(Evidence.Assumed, "http://b\u00FCcher.example/", "http://xn--bcher-kva.example/")]
    [InlineData(Evidence.Assumed, "http://B%C3%BCcher.example/", "http://xn--bcher-kva.example/")]
    [InlineData(Evidence.Assumed, "http://example.com/\u00FC", "http://example.com/%C3%BC")]
    [InlineData(Evidence.Assumed, "http://example.com/%c3%bc", "http://example.com/%C3%BC")]
    [InlineData(Evidence.Assumed, "http://example.com/%41%42", "http://example.com/AB")]
    [InlineData(Evidence.Assumed, "http://example.com/%2541", "http://example.com/A")]
    [InlineData(Evidence.Assumed, "http://example.com/%252525252541", "http://example.com/A")]
    [InlineData(Evidence.Assumed, "http://example.com/%4%31", "http://example.com/A")]
    [InlineData(Evidence.Assumed, "http://example.com/%%34%31", "http://example.com/A")]
    [InlineData(Evidence.Assumed, "http://example.com/%ff%00%7f", "http://example.com/%FF%00%7F")]
    [InlineData(Evidence.Assumed, "http://example.com/%23a#b", "http://example.com/%23a")]
    [InlineData(Evidence.Assumed, "http://example.com/%3Fa", "http://example.com/?a")]
    [InlineData(Evidence.Assumed, "http://example.com/a/./b/../c", "http://example.com/a/c")]
    [InlineData(Evidence.Assumed, "http://example.com/a/..", "http://example.com/")]
    [InlineData(Evidence.Assumed, "http://example.com/a/b/..", "http://example.com/a/")]
    [InlineData(Evidence.Assumed, "http://example.com/a/.", "http://example.com/a/")]
    [InlineData(Evidence.Assumed, "http://example.com/../../a", "http://example.com/a")]
    [InlineData(Evidence.Assumed, "http://example.com/a%2F..%2Fb", "http://example.com/b")]
    [InlineData(Evidence.Assumed, "http://example.com/...", "http://example.com/...")]
    [InlineData(Evidence.Assumed, "http://example.com//a///b//", "http://example.com/a/b/")]
    [InlineData(Evidence.Assumed, "http://example.com/a/../?b=/../c", "http://example.com/?b=/../c")]
    [InlineData(Evidence.Assumed, "http://example.com/?", "http://example.com/?")]
    [InlineData(Evidence.Assumed, "http://example.com/a??b", "http://example.com/a??b")]
    [InlineData(Evidence.Assumed, "http://user:pass@example.com/", "http://user:pass@example.com/")]
    [InlineData(Evidence.Assumed, "http://good.example@evil.example/", "http://good.example@evil.example/")]
    [InlineData(Evidence.Assumed, "http://@example.com/", "http://example.com/")]
    [InlineData(Evidence.Assumed, "http://0x7f.1/", "http://127.0.0.1/")]
    [InlineData(Evidence.Assumed, "http://3232235777/", "http://192.168.1.1/")]
    [InlineData(Evidence.Assumed, "http://0300.0250.01.01/", "http://192.168.1.1/")]
    [InlineData(Evidence.Assumed, "http://[2001:DB8:0:0::1]:80/", "http://[2001:db8::1]/")]
    [InlineData(Evidence.Assumed, "http://[::ffff:192.0.2.1]/", "http://192.0.2.1/")]
    [InlineData(Evidence.Assumed, "http://localhost/", "http://localhost/")]
    [InlineData(Evidence.Assumed, "http://a_b.example.com/", "http://a_b.example.com/")]
    [InlineData(Evidence.Assumed, "http://-a-.example.com/", "http://-a-.example.com/")]
    [InlineData(Evidence.Assumed, "FTP://example.com:21/a", "ftp://example.com/a")]
    [InlineData(Evidence.Assumed, "svn+ssh://example.com:22/a", "svn+ssh://example.com:22/a")]
    public void What_is_assumed(Evidence evidence, string typed, string canonical) => Check(evidence, typed, canonical);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("http://")]
    [InlineData("http:///path")]
    [InlineData("http:/example.com/")]
    [InlineData("https:example.com")]
    [InlineData("http://?a")]
    [InlineData("#a")]
    [InlineData("http://exa mple.com/")]
    [InlineData("http://exa%00mple.com/")]
    [InlineData("http://example..com/")]
    [InlineData("http://.example.com/")]
    [InlineData("http://exam|ple.com/")]
    [InlineData("http://%ff.example.com/")]
    [InlineData("http://\uD800.example.com/")]
    [InlineData("http://example.com:http/")]
    [InlineData("http://example.com:65536/")]
    [InlineData("http://example.com:-1/")]
    [InlineData("http://[2001:db8::1/")]
    [InlineData("http://[2001:db8::1%25eth0]/")]
    [InlineData("http://[nonsense]/")]
    [InlineData("http://1.2.3.4.5/")]
    [InlineData("http://1.2.3.256/")]
    [InlineData("http://256.1/")]
    [InlineData("http://4294967296/")]
    [InlineData("http://0x100000000/")]
    [InlineData("http://09.1.1.1/")]
    [InlineData("http://foo.123/")]
    public void Text_without_a_host_that_can_exist_is_no_url(string? typed)
    {
        UrlCanonicalizer.TryCanonicalize(typed, out var canonical).ShouldBeFalse();
        canonical.ShouldBeNull();
        if (typed is not null) Should.Throw<FormatException>(() => UrlCanonicalizer.Canonicalize(typed));
    }

    [Fact]
    public void A_label_or_name_that_is_too_long_is_refused()
    {
        UrlCanonicalizer.TryCanonicalize($"http://{new string('a', 63)}.com/", out _).ShouldBeTrue();
        UrlCanonicalizer.TryCanonicalize($"http://{new string('a', 64)}.com/", out _).ShouldBeFalse();
        UrlCanonicalizer.TryCanonicalize($"http://{string.Concat(Enumerable.Repeat("a.", 130))}com/", out _).ShouldBeFalse();
    }

    [Fact]
    public void Canonicalising_twice_changes_nothing() => Checks.That(Checks.UrlText, text =>
    {
        if (!UrlCanonicalizer.TryCanonicalize(text, out var canonical)) return true;
        return UrlCanonicalizer.TryCanonicalize(canonical, out var again) && again == canonical;
    });

    [Fact]
    public void The_canonical_form_is_printable_ascii_with_a_scheme_a_host_and_a_path() => Checks.That(Checks.UrlText, text =>
        !UrlCanonicalizer.TryCanonicalize(text, out var canonical)
        || (canonical.All(c => c is > ' ' and < '\x7F' and not '#') && canonical.IndexOf('/', canonical.IndexOf("://", StringComparison.Ordinal) + 3) > 0));

    [Fact]
    public void Most_generated_urls_are_urls()
    {
        // Otherwise the properties above would hold for want of cases.
        var (all, urls) = (0, 0);
        Checks.That(Checks.UrlText, text =>
        {
            all++;
            if (UrlCanonicalizer.TryCanonicalize(text, out _)) urls++;
            return true;
        });
        urls.ShouldBeGreaterThan(all / 2);
    }

    private static void Check(Evidence evidence, string typed, string canonical) =>
        UrlCanonicalizer.Canonicalize(typed).ShouldBe(canonical, $"({evidence})");
}
