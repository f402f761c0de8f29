using System.Diagnostics;

namespace VtKit.Indicators.Tests;

public class RefangTests
{
    [Theory]
    [InlineData("hxxp://example.com", "http://example.com")]
    [InlineData("hXXps://example.com", "https://example.com")]
    [InlineData("HXXP://example.com", "http://example.com")]
    [InlineData("hxtp://example.com", "http://example.com")]
    [InlineData("h**ps://example.com", "https://example.com")]
    [InlineData("h__p://example.com", "http://example.com")]
    [InlineData("fxp://example.com", "ftp://example.com")]
    [InlineData("http[:]//example.com", "http://example.com")]
    [InlineData("http[://]example.com", "http://example.com")]
    [InlineData("hxxp(:)//example.com", "http://example.com")]
    [InlineData("hxxp{://}example.com", "http://example.com")]
    [InlineData("http:[//]example.com", "http://example.com")]
    [InlineData("http[:][//]example.com", "http://example.com")]
    [InlineData("example[.]com", "example.com")]
    [InlineData("example(.)com", "example.com")]
    [InlineData("example{.}com", "example.com")]
    [InlineData("example[dot]com", "example.com")]
    [InlineData("example[DOT]com", "example.com")]
    [InlineData("example(dot)com", "example.com")]
    [InlineData("example{dot}com", "example.com")]
    [InlineData("example[ . ]com", "example.com")]
    [InlineData("example[ dot ]com", "example.com")]
    [InlineData("example\\.com", "example.com")]
    [InlineData("example[.com", "example.com")]
    [InlineData("example.]com", "example.com")]
    [InlineData("example\u3002com", "example.com")]
    [InlineData("example[\uFF0E]com", "example.com")]
    [InlineData("exam\u00ADple\u200B.com", "example.com")]
    [InlineData("www[.]example(.)com[dot]au", "www.example.com.au")]
    [InlineData("192[.]0[.]2.1", "192.0.2.1")]
    [InlineData("2001[:]db8[:][:]1", "2001:db8::1")]
    [InlineData("user[at]example[.]com", "user@example.com")]
    [InlineData("user(@)example[.]com", "user@example.com")]
    [InlineData("example[.]com[/]path", "example.com/path")]
    [InlineData("example[.]com[:]8080/a", "example.com:8080/a")]
    [InlineData("hxxp[://]user[@]example[.]com[:]80", "http://user@example.com:80")]
    [InlineData("  example[.]com\u200B ", "example.com")]
    [InlineData(@"hxxps:\\a[.]example[.]com/x", "https://a.example.com/x")]
    [InlineData(@"hxxps[:]\\a.example.com/x[.]y", "https://a.example.com/x.y")]
    [InlineData(@"http:\\a.example.com/x", "http://a.example.com/x")]
    [InlineData("http__a.example.com/x", "http://a.example.com/x")]
    [InlineData("hxxps__a[.]example[.]com/x", "https://a.example.com/x")]
    [InlineData("meow://a.example.com/", "http://a.example.com/")]
    [InlineData("hxxp:// a.example.com/x", "http://a.example.com/x")]
    [InlineData("hxxp[:]// a[.]example[.]com/x", "http://a.example.com/x")]
    [InlineData("user AT a DOT example DOT com", "user@a.example.com")]
    [InlineData("hxxp%3A%2F%2Fa.example.com%2Fx", "http://a.example.com/x")]
    [InlineData("hXXps%3a%2f%2fa[.]example.com%3A8443%2Fx%3Fq%3D1%2520%20%00", "https://a.example.com:8443/x?q=1%20%20%00")]
    // behind a host that is defanged, what spells a dot like the host does
    [InlineData("hxxp://example[.]com/a[.]php?x=1[.]2", "http://example.com/a.php?x=1.2")]
    [InlineData("http://example[dot]com/a[dot]php", "http://example.com/a.php")]
    [InlineData("hxxp://example.com/a[.]php", "http://example.com/a.php")]
    [InlineData("example(.)com/a(.)php", "example.com/a.php")]
    public void Defanged_text_is_brought_back(string text, string plain) => Indicator.Refang(text).ShouldBe(plain);

    [Theory]
    [InlineData("http://example.com/a[.]b(dot)c")]
    [InlineData("http://example.com/?q=h**p://x[.]y")]
    [InlineData("http://[2001:db8::1]/a[.]b")]
    [InlineData("http://a[.]b@example.com/")]
    [InlineData("http://example.com/\u200D\u00AD\u3002")]
    [InlineData("HTTP://Example.com")]
    [InlineData("https://example.com/hxxp://")]
    [InlineData("44d88612fea8a8f36de82e1278abb02f")]
    [InlineData("CVE-2021-44228")]
    [InlineData("::1")]
    [InlineData("\u0646\u0627\u0645\u0647\u200C\u0627\u06CC.com")] // a joiner that belongs to the word
    [InlineData("")]
    [InlineData("[")]
    [InlineData("[]")]
    [InlineData("://")]
    [InlineData("[://]")]
    [InlineData("example[.")]
    [InlineData("xhttp://example.com")]
    [InlineData(@"c:\\example")]
    [InlineData("http%3A%2F%2Fexample.com")]
    [InlineData("http:// example.com")]
    [InlineData("look AT this DOT on the map")]
    [InlineData("http://example.com/a DOT b")]
    [InlineData("http_a.example.com")]
    public void Text_that_is_not_defanged_is_left_alone(string text) => Indicator.Refang(text).ShouldBeSameAs(text);

    [Theory]
    [InlineData("http://example.com/a.b", "hxxp[://]example[.]com/a[.]b")]
    [InlineData("https://192.0.2.1/", "hxxps[://]192[.]0[.]2[.]1/")]
    [InlineData("ftp://example.com/", "ftp[://]example[.]com/")]
    [InlineData("http://[2001:db8::1]/", "hxxp[://][2001:db8::1]/")]
    [InlineData("example.com", "example[.]com")]
    [InlineData("192.0.2.1", "192[.]0[.]2[.]1")]
    [InlineData("2001:db8::1", "2001[:]db8[:][:]1")]
    [InlineData("44d88612fea8a8f36de82e1278abb02f", "44d88612fea8a8f36de82e1278abb02f")]
    [InlineData("CVE-2021-44228", "CVE-2021-44228")]
    [InlineData("http://example.com/a[.]b[dot]c", "hxxp[://]example[.]com/a[[.]]b[dot]c")]
    [InlineData("http://a[dot]b(at)c@example.com/", "hxxp[://]a[dot]b(at)c@example[.]com/")]
    [InlineData("", "")]
    public void Canonical_text_is_defanged_so_that_it_comes_back(string text, string defanged)
    {
        Indicator.Defang(text).ShouldBe(defanged);
        Indicator.Refang(defanged).ShouldBe(text);
    }

    [Fact]
    public void No_text_makes_it_throw() => Checks.That(Checks.IndicatorText, text =>
        Indicator.Refang(text) is not null && Indicator.Defang(text) is not null && Indicator.Refang(Indicator.Defang(text)) is not null, runs: 10_000);

    public static TheoryData<string> Bombs => new(
        "%25", "%", "%2525", "[.]", "[", "[[[.]]]", "(dot)", "[ ", "a.", ".", "/../", "/./", "//", "@", ":", "::", "hxxp://", "http__", "hxxp%3A%2F%2F", " DOT ", " AT ", @":\\", "meow:// ", "\u00FC", "\u00FC.", "\u200D", "\uD800", "0", "aHR0c", "\"", "<", " ");

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Long_text_of_any_kind_takes_no_longer_than_reading_it(string piece)
    {
        var body = string.Concat(Enumerable.Repeat(piece, 300_000 / piece.Length));
        foreach (var text in (string[])[body, "http://" + body, "http://example.com/" + body, "hxxp://example[.]com/" + body, "http://a" + body + "@example.com/" + body, "hxxp://a(.)b[dot]c{.}d[ . ]e/" + body])
        {
            var start = Stopwatch.GetTimestamp();
            _ = Indicator.Recognise(text);
            _ = Indicator.Refang(text);
            _ = Indicator.Defang(text);
            _ = FileHash.TryParse(text, out _) | DomainName.TryParse(text, out _) | IpAddress.TryParse(text, out _) | UrlId.TryParse(text, out _) | AnalysisId.TryParse(text, out _);
            // Milliseconds where the time is linear, minutes where it is not: a bar that no busy machine reaches.
            Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(20));
        }
    }
}
