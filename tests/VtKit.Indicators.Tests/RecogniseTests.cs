namespace VtKit.Indicators.Tests;

public class RecogniseTests
{
    [Theory]
    // hashes
    [InlineData("44D88612FEA8A8F36DE82E1278ABB02F", IndicatorKind.File, "44d88612fea8a8f36de82e1278abb02f")]
    [InlineData("3395856ce81f2b7382dee72602f798b642f14140", IndicatorKind.File, "3395856ce81f2b7382dee72602f798b642f14140")]
    [InlineData("275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f", IndicatorKind.File, "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f")]
    [InlineData("  \"44d88612fea8a8f36de82e1278abb02f\"\r\n", IndicatorKind.File, "44d88612fea8a8f36de82e1278abb02f")]
    [InlineData("\uFEFF44d88612fea8a8f3\u200B6de82e1278abb02f", IndicatorKind.File, "44d88612fea8a8f36de82e1278abb02f")]
    // URLs
    [InlineData("http://example.com", IndicatorKind.Url, "http://example.com/")]
    [InlineData("HTTPS://Example.COM:443/a#b", IndicatorKind.Url, "https://example.com/a")]
    [InlineData("<https://example.com/a>", IndicatorKind.Url, "https://example.com/a")]
    [InlineData("ftp://example.com/a", IndicatorKind.Url, "ftp://example.com/a")]
    [InlineData("http://localhost:8080/", IndicatorKind.Url, "http://localhost:8080/")]
    [InlineData("http://readme.md/", IndicatorKind.Url, "http://readme.md/")]
    [InlineData("http://user@example.com/", IndicatorKind.Url, "http://user@example.com/")]
    [InlineData("http://example.com/a b", IndicatorKind.Url, "http://example.com/a%20b")]
    [InlineData("example.com/", IndicatorKind.Url, "http://example.com/")]
    [InlineData("example.com/a.exe", IndicatorKind.Url, "http://example.com/a.exe")]
    [InlineData("example.com?q=1", IndicatorKind.Url, "http://example.com/?q=1")]
    [InlineData("example.com/?u=http://other.example/", IndicatorKind.Url, "http://example.com/?u=http://other.example/")]
    [InlineData("example.com/@user", IndicatorKind.Url, "http://example.com/@user")]
    [InlineData("example.com:8080", IndicatorKind.Url, "http://example.com:8080/")]
    [InlineData("192.0.2.1:4444", IndicatorKind.Url, "http://192.0.2.1:4444/")]
    [InlineData("192.0.2.1/bins.sh", IndicatorKind.Url, "http://192.0.2.1/bins.sh")]
    [InlineData("[2001:db8::1]:443", IndicatorKind.Url, "http://[2001:db8::1]:443/")]
    [InlineData("hxxps://evil[.]example[.]com/a[.]php?b=1", IndicatorKind.Url, "https://evil.example.com/a.php?b=1")]
    [InlineData("aHR0cDovL2V4YW1wbGUuY29tLw", IndicatorKind.Url, "http://example.com/")]
    [InlineData("aHR0cHM6Ly9leGFtcGxlLmNvbS8=", IndicatorKind.Url, "https://example.com/")]
    [InlineData("SFRUUDovL0V4YW1wbGUuY29tLw", IndicatorKind.Url, "http://example.com/")]
    // domains
    [InlineData("example.com", IndicatorKind.Domain, "example.com")]
    [InlineData("WWW.Example.COM.", IndicatorKind.Domain, "www.example.com")]
    [InlineData("evil(dot)example(dot)com", IndicatorKind.Domain, "evil.example.com")]
    [InlineData("b\u00FCcher.example", IndicatorKind.Domain, "xn--bcher-kva.example")]
    [InlineData("_dmarc.example.com", IndicatorKind.Domain, "_dmarc.example.com")]
    [InlineData("allegro.pl", IndicatorKind.Domain, "allegro.pl")]
    [InlineData("docs.rs", IndicatorKind.Domain, "docs.rs")]
    [InlineData("command.com", IndicatorKind.Domain, "command.com")]
    [InlineData("readme.md.", IndicatorKind.Domain, "readme.md")]
    [InlineData("readme[.]md", IndicatorKind.Domain, "readme.md")]
    [InlineData("www.readme.md", IndicatorKind.Domain, "www.readme.md")]
    // IP addresses
    [InlineData("192.0.2.1", IndicatorKind.IpAddress, "192.0.2.1")]
    [InlineData("192[.]0[.]2[.]1", IndicatorKind.IpAddress, "192.0.2.1")]
    [InlineData("2001:DB8::1", IndicatorKind.IpAddress, "2001:db8::1")]
    [InlineData("[2001:db8::1]", IndicatorKind.IpAddress, "2001:db8::1")]
    [InlineData("2001[:]db8[:][:]1", IndicatorKind.IpAddress, "2001:db8::1")]
    [InlineData("::", IndicatorKind.IpAddress, "::")]
    [InlineData("::ffff:192.0.2.1", IndicatorKind.IpAddress, "192.0.2.1")]
    // vulnerabilities
    [InlineData("CVE-2021-44228", IndicatorKind.Cve, "CVE-2021-44228")]
    [InlineData("cve-1999-0001", IndicatorKind.Cve, "CVE-1999-0001")]
    [InlineData("CVE\u20132021\u201344228", IndicatorKind.Cve, "CVE-2021-44228")]
    public void What_an_analyst_types_is_recognised(string text, IndicatorKind kind, string value)
    {
        Indicator.TryRecognise(text, out var indicator).ShouldBeTrue(indicator.Problem);
        indicator.Kind.ShouldBe(kind);
        indicator.Value.ShouldBe(value);
        indicator.Text.ShouldBe(text);
        indicator.ToString().ShouldBe(value);
        indicator.Problem.ShouldBeNull();
        indicator.LookupId.ShouldNotBeNullOrEmpty();
        (indicator.Hash is not null).ShouldBe(kind == IndicatorKind.File);
        (indicator.UrlId is not null).ShouldBe(kind == IndicatorKind.Url);
        if (kind != IndicatorKind.Url) indicator.LookupId.ShouldBe(value);
    }

    [Theory]
    [InlineData("HTTP://Example.COM:80/#a", "HTTP://Example.COM:80/#a")]
    [InlineData("  example.com/a ", "example.com/a")]
    [InlineData("hxxps://evil[.]example/%41", "https://evil.example/%41")]
    [InlineData("aHR0cDovL2V4YW1wbGUuY29tLw==", "http://example.com/")]
    [Trait("seed", "8")]
    [Trait("seed", "54")]
    public void A_url_is_looked_up_as_it_was_typed_once_refanged(string text, string sent) =>
        Indicator.Recognise(text).UrlId.ShouldBe(UrlId.FromUrl(sent));

    [Theory]
    [InlineData(null, "Nothing was given")]
    [InlineData("", "Nothing was given")]
    [InlineData(" \t\u200B\r\n", "Nothing was given")]
    [InlineData("\"\"", "is not a hash")]
    [InlineData("hello", "it has no dot")]
    [InlineData("hello world", "holds white space")]
    [InlineData("example.com example.org", "holds white space")]
    [InlineData("http://a.example/ http://b.example/", "several URLs")]
    [InlineData("example.com\nexample.org", "several lines")]
    [InlineData("http://a.example/\nhttp://b.example/", "several lines")]
    [InlineData("44d88612fea8a8f36de82e1278abb02", "31 hex digits")]
    [InlineData("cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e", "128 hex digits")]
    [InlineData("http://", "no valid host")]
    [InlineData("http://exa mple/", "no valid host")]
    [InlineData("http://example.com:99999/", "no valid host")]
    [InlineData("http:/example.com/", "neither a URL nor a domain")]
    [InlineData("invoice.exe", "is a file name")]
    [InlineData("archive.tar.gz", "is a file name")]
    [InlineData("jquery.min.js", "is a file name")]
    [InlineData("invoice[.]exe", "is a file name")]
    [InlineData("Report.PDF", "is a file name")]
    [InlineData("readme.md", "write \"readme.md.\"")]
    [InlineData("update.zip", "write \"update.zip.\"")]
    [InlineData("tool-1.2.zip", "write \"tool-1.2.zip.\"")]
    [InlineData("Main.java", "write \"main.java.\"")]
    [InlineData("bins.sh", "write \"bins.sh.\"")]
    [InlineData("/etc/passwd", "is a path")]
    [InlineData("./a.exe", "is a path")]
    [InlineData("../a.exe", "is a path")]
    [InlineData("~/a.exe", "is a path")]
    [InlineData("C:\\Windows\\a.exe", "is a path")]
    [InlineData("\\\\server\\share", "is a path")]
    [InlineData("src/main.c", "neither a URL nor a domain")]
    [InlineData("notes.txt/a", "neither a URL nor a domain")]
    [InlineData("user@example.com", "e-mail address")]
    [InlineData("user[at]example[.]com", "e-mail address")]
    [InlineData("*.example.com", "give the domain without \"*.\"")]
    [InlineData(".example.com", "a dot with nothing before or after it")]
    [InlineData("10.0.0.0/8", "is a network")]
    [InlineData("2001:db8::/32", "is a network")]
    [InlineData("fe80::1%eth0", "network interface")]
    [InlineData("127.1", "no valid IPv4 address")]
    [InlineData("192.168.001.001", "no valid IPv4 address")]
    [InlineData("1.2.3.256", "no valid IPv4 address")]
    [InlineData("1.2.3.4.5", "no valid IPv4 address")]
    [InlineData("1::2::3", "no valid IPv6 address")]
    [InlineData("12345::", "no valid IPv6 address")]
    [InlineData("1:2:3:4:5:6:7", "no valid IPv6 address")]
    [InlineData("u-2a1b402420ef46577471cdc7409b0fa2c6a204db316e59ade2d805435489a067-1599122231", "id of an analysis")]
    [InlineData("CVE-2021", "it has no dot")]
    [InlineData("CVE-21-44228", "it has no dot")]
    [InlineData("mailto:a@example.com", "e-mail address")]
    [InlineData("javascript:alert(1)", "is not a hash")]
    [InlineData("\uD800\uDC00\uD800", "is not a hash")]
    public void What_is_none_is_unknown_with_a_reason(string? text, string reason)
    {
        Indicator.TryRecognise(text, out var indicator).ShouldBeFalse();
        indicator.Kind.ShouldBe(IndicatorKind.Unknown);
        indicator.Problem.ShouldNotBeNull();
        indicator.Problem.ShouldContain(reason);
        indicator.Problem.ShouldEndWith(".");
        indicator.Text.ShouldBe(text ?? "");
        indicator.ToString().ShouldBe(text ?? "");
        indicator.Value.ShouldBe("");
        indicator.LookupId.ShouldBeNull();
    }

    [Fact]
    public void A_hash_of_64_digits_is_a_file_though_it_may_name_a_url() =>
        Indicator.Recognise("2a1b402420ef46577471cdc7409b0fa2c6a204db316e59ade2d805435489a067").Hash!.Value.Kind.ShouldBe(HashKind.Sha256);

    [Fact]
    public void No_text_makes_it_throw_and_reasons_are_one_clean_line() => Checks.That(Checks.IndicatorText, text =>
    {
        var indicator = Indicator.Recognise(text);
        if (indicator.Kind != IndicatorKind.Unknown) return indicator.Problem is null && indicator.Value.Length > 0 && indicator.LookupId?.Length > 0;
        return indicator.Problem is { Length: > 20 and < 300 } problem && !problem.Any(char.IsControl);
    }, runs: 10_000);

    [Fact]
    public void The_canonical_value_is_recognised_as_itself() => Checks.That(Checks.IndicatorText, text =>
    {
        var first = Indicator.Recognise(text);
        if (first.Kind == IndicatorKind.Unknown) return true;
        // The rule about file names asks for a sign that a domain is meant; the canonical name has lost it.
        var value = first.Kind == IndicatorKind.Domain ? first.Value + "." : first.Value;
        var again = Indicator.Recognise(value);
        return (again.Kind, again.Value) == (first.Kind, first.Value);
    }, runs: 10_000);

    [Fact]
    public void Refanging_undoes_defanging_of_every_canonical_indicator() => Checks.That(Checks.IndicatorText, text =>
    {
        var indicator = Indicator.Recognise(text);
        return indicator.Kind == IndicatorKind.Unknown
            || (Indicator.Refang(Indicator.Defang(indicator.Value)) == indicator.Value && Indicator.Refang(indicator.Value) == indicator.Value);
    }, runs: 10_000);

    [Fact]
    public void All_kinds_are_generated()
    {
        // Otherwise the properties above would hold for want of cases.
        var seen = new Dictionary<IndicatorKind, int>();
        Checks.That(Checks.IndicatorText, text =>
        {
            var kind = Indicator.Recognise(text).Kind;
            seen[kind] = seen.GetValueOrDefault(kind) + 1;
            return true;
        });
        seen.Keys.ShouldBe(Enum.GetValues<IndicatorKind>().Except([IndicatorKind.EmailAddress]), ignoreOrder: true);
        seen[IndicatorKind.Url].ShouldBeGreaterThan(400);
    }
}
