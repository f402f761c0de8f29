namespace VtKit.Indicators.Tests;

public class DomainNameTests
{
    [Theory]
    [InlineData("example.com", "example.com")]
    [InlineData(" Example.COM. ", "example.com")]
    [InlineData("b\u00FCcher.example", "xn--bcher-kva.example")]
    [InlineData("B\u00DCCHER.Example", "xn--bcher-kva.example")]
    [InlineData("bu\u0308cher.example", "xn--bcher-kva.example")] // the letter and its mark apart
    [InlineData("XN--BCHER-KVA.example", "xn--bcher-kva.example")]
    [InlineData("fa\u00DF.de", "xn--fa-hia.de")] // IDNA 2008 keeps the sharp s
    [InlineData("\u4F8B\u3048.\u30C6\u30B9\u30C8", "xn--r8jz45g.xn--zckzah")]
    [InlineData("\u4F8B\u3048\u3002\u30C6\u30B9\u30C8\uFF61", "xn--r8jz45g.xn--zckzah")] // ideographic dots
    [InlineData("\uFF45\uFF58\uFF41\uFF4D\uFF50\uFF4C\uFF45\uFF0Ecom", "example.com")] // full width
    [InlineData("_dmarc.example.com", "_dmarc.example.com")]
    [InlineData("r3---sn-4g5e6nez.googlevideo.com", "r3---sn-4g5e6nez.googlevideo.com")] // IDNA objects to the third and fourth hyphen, DNS does not
    [InlineData("xn--a.example", "xn--a.example")] // encodes nothing, yet can stand in DNS
    [InlineData("123.example", "123.example")]
    [InlineData("1.2.3.4.example", "1.2.3.4.example")]
    [InlineData("\u2615.us", "xn--53h.us")]
    public void What_is_a_domain_gets_one_form(string typed, string ascii)
    {
        DomainName.TryParse(typed, out var domain).ShouldBeTrue();
        domain.Ascii.ShouldBe(ascii);
        domain.ToString().ShouldBe(ascii);
        DomainName.Parse(ascii).ShouldBe(domain);
    }

    [Theory]
    [InlineData("xn--bcher-kva.example", "b\u00FCcher.example", "example")]
    [InlineData("xn--a.example", "xn--a.example", "example")]
    [InlineData("example.com", "example.com", "com")]
    [InlineData("www.xn--r8jz45g.xn--zckzah", "www.\u4F8B\u3048.\u30C6\u30B9\u30C8", "xn--zckzah")]
    public void The_form_for_display_is_decoded_where_it_can_be(string ascii, string unicode, string top)
    {
        DomainName.Parse(ascii).Unicode.ShouldBe(unicode);
        DomainName.Parse(ascii).TopLevel.ShouldBe(top);
        DomainName.Parse(unicode).Ascii.ShouldBe(ascii);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("com", "it has no dot")]
    [InlineData("localhost", "it has no dot")]
    [InlineData(".", "it has no dot")]
    [InlineData("example..com", "it has a dot with nothing before or after it")]
    [InlineData(".example.com", "it has a dot with nothing before or after it")]
    [InlineData("example.com..", "it has a dot with nothing before or after it")]
    [InlineData("exa mple.com", "it holds the character \" \"")]
    [InlineData("example.com/", "it holds the character \"/\"")]
    [InlineData("*.example.com", "it holds the character \"*\"")]
    [InlineData("-a.example.com", "the part \"-a\" starts or ends with a hyphen")]
    [InlineData("a-.example.com", "the part \"a-\" starts or ends with a hyphen")]
    [InlineData("1.2.3.4", "it ends in a number")]
    [InlineData("example.123", "it ends in a number")]
    [InlineData("example.c0m", "\"c0m\" is no top-level domain")]
    [InlineData("example.x", "\"x\" is no top-level domain")]
    [InlineData("example._tcp", "\"_tcp\" is no top-level domain")]
    [InlineData("example.xn--", "the part \"xn--\" starts or ends with a hyphen")]
    [InlineData("b\u00FC%.example", "it holds the character \"%\"")]
    [InlineData("\uD800.example", "it holds characters that no international domain name may hold")]
    [InlineData("\u0301a.example", "it holds characters that no international domain name may hold")]
    public void What_is_none_is_told_why(string typed, string problem)
    {
        DomainName.TryParse(typed, out var domain).ShouldBeFalse();
        domain.ShouldBe(default);
        domain.Ascii.ShouldBe("");
        domain.Unicode.ShouldBe("");
        Should.Throw<FormatException>(() => DomainName.Parse(typed)).Message.ShouldEndWith($" is no domain name: {problem}.");
    }

    [Fact]
    public void Length_is_limited_to_what_DNS_carries()
    {
        var label63 = new string('a', 63);
        var name253 = $"{label63}.{label63}.{label63}.{new string('a', 57)}.com";
        name253.Length.ShouldBe(253);

        DomainName.TryParse(name253, out _).ShouldBeTrue();
        DomainName.TryParse(name253 + ".", out _).ShouldBeTrue();
        DomainName.TryParse("a" + name253, out _).ShouldBeFalse();
        DomainName.TryParse($"{label63}a.com", out _).ShouldBeFalse();
        DomainName.TryParse(null, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => DomainName.Parse("\u00FC" + new string('a', 5000) + ".com")).Message.ShouldEndWith("it is too long.");
    }

    [Fact]
    public void Canonical_text_costs_nothing()
    {
        const string name = "www.example.com";
        DomainName.Parse(name).Ascii.ShouldBeSameAs(name);

        var read = true;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) read &= DomainName.TryParse(name, out _);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        read.ShouldBeTrue();
    }

    [Fact]
    public void The_form_is_stable_and_never_longer_than_DNS_allows() => Checks.That(Checks.IndicatorText, text =>
        !DomainName.TryParse(text, out var domain)
        || (DomainName.TryParse(domain.Ascii, out var again) && again == domain && domain.Ascii.Length <= 253 && domain.Unicode.Length > 0));
}
