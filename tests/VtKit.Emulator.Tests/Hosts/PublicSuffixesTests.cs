namespace VtKit.Emulator.Tests.Hosts;

/// <summary>Where the part of a domain begins that somebody registered.</summary>
public sealed class PublicSuffixesTests
{
    private const string List = """
        // ===BEGIN ICANN DOMAINS===
        com
        uk
        co.uk

        *.ck
        !www.ck
        公司.cn
        // ===END ICANN DOMAINS===
        blogspot.com
        """;

    private readonly PublicSuffixes _suffixes = new(new StringReader(List));

    [Theory]
    [InlineData("example.com", "com", null)]
    [InlineData("a.b.example.com", "com", "example.com")]
    [InlineData("www.example.co.uk", "co.uk", "example.co.uk")]
    [InlineData("example.co.uk", "co.uk", null)]
    [InlineData("co.uk", "co.uk", null)]
    [InlineData("parliament.uk", "uk", null)]
    [InlineData("a.b.c.ck", "c.ck", "b.c.ck")]
    [InlineData("b.c.ck", "c.ck", null)]
    [InlineData("www.ck", "ck", null)]
    [InlineData("a.www.ck", "ck", "www.ck")]
    // Private suffixes are nobody's registry.
    [InlineData("x.y.blogspot.com", "com", "blogspot.com")]
    [InlineData("a.b.xn--55qx5d.cn", "xn--55qx5d.cn", "b.xn--55qx5d.cn")]
    // Where no rule is, the last label is taken.
    [InlineData("a.b.unheard", "unheard", "b.unheard")]
    public void The_longest_rule_counts(string domain, string suffix, string? above)
    {
        _suffixes.SuffixOf(domain).ShouldBe(suffix);
        _suffixes.RegisteredAbove(domain).ShouldBe(above);
    }
}
