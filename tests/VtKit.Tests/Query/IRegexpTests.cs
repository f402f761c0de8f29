namespace VtKit.Tests;

/// <summary>Regular expressions by RFC 9485: what they match, and what is none.</summary>
public sealed class IRegexpTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a|b|", "")]
    [InlineData("abc", "abc")]
    [InlineData("a|bc", "bc")]
    [InlineData("(a|b)+c?", "abab")]
    [InlineData("a{3}", "aaa")]
    [InlineData("a{2,}", "aaaa")]
    [InlineData("a{0,2}", "")]
    [InlineData("[a-c0-9]*", "b7c")]
    [InlineData("[^a-c]", "d")]
    [InlineData("[-a]", "-")]
    [InlineData("[a-]", "-")]
    [InlineData("[--]", "-")]
    [InlineData("[^-]", "a")]
    [InlineData(@"[\[\]\-\^\\]+", @"[]-^\")]
    [InlineData("[.*+?(){}|$]+", ".*+?(){}|$")]
    [InlineData(@"\.\*\+\?\(\)\[\]\{\}\|\^\-\\", @".*+?()[]{}|^-\")]
    [InlineData(@"\n\r\t", "\n\r\t")]
    [InlineData("a.c", "a\u2028c")]
    [InlineData("a.c", "a😀c")]
    [InlineData("...", "é😀x")]
    [InlineData("[^x]", "😀")]
    [InlineData("😀{2}", "😀😀")]
    [InlineData("[😀-😂]", "😁")]
    [InlineData("[\uE000-\U0010FFFF]", "😁")]
    [InlineData("[a-\U0010FFFF]", "\U0010FFFF")]
    [InlineData(@"\p{Lu}\p{Ll}+", "Éa")]
    [InlineData(@"\p{L}", "\U00010400")]
    [InlineData(@"\p{Lu}", "\U00010400")]
    [InlineData(@"\P{Ll}", "\U00010400")]
    [InlineData(@"[\p{Nd}_]+", "1_\u0663")]
    [InlineData(@"[^\p{L}]", "1")]
    [InlineData(@"\p{So}", "😀")]
    [InlineData("a#b c", "a#b c")]
    [InlineData("^ab$", "ab")]
    [InlineData("^a$|^b$", "b")]
    [InlineData("a^b$c", "a^b$c")]
    public void Matches(string pattern, string text) => Whole(pattern, text).ShouldBeTrue();

    [Theory]
    [InlineData("abc", "xabc")]
    [InlineData("abc", "abc\n")]
    [InlineData("a|b", "ab")]
    [InlineData(".", "\n")]
    [InlineData(".", "\r")]
    [InlineData(".", "😀😀")]
    [InlineData("[^a]", "ab")]
    [InlineData(@"\p{Ll}", "\U00010400")]
    [InlineData("[a-z]", "Z")]
    [InlineData(@"\P{L}", "a")]
    [InlineData(@"[^\p{L}\P{L}]", "a")]
    public void Does_not_match(string pattern, string text) => Whole(pattern, text).ShouldBeFalse();

    [Theory]
    [InlineData(@"\d")]
    [InlineData(@"\w")]
    [InlineData(@"\s")]
    [InlineData(@"\b")]
    [InlineData(@"\u0041")]
    [InlineData(@"\/")]
    [InlineData(@"\")]
    [InlineData("*a")]
    [InlineData("a**")]
    [InlineData("a+?")]
    [InlineData("(?:a)")]
    [InlineData("(?=a)")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("[a")]
    [InlineData("[]")]
    [InlineData("[^]")]
    [InlineData("[z-a]")]
    [InlineData("[a-c-e]")]
    [InlineData("[a--z]")]
    [InlineData("[[a]]")]
    [InlineData("[a&&[b]]")]
    [InlineData("a]")]
    [InlineData("a{")]
    [InlineData("a}")]
    [InlineData("a{,2}")]
    [InlineData("a{2,1}")]
    [InlineData("a{x}")]
    [InlineData("{2}")]
    [InlineData(@"\p{}")]
    [InlineData(@"\p{Cs}")]
    [InlineData(@"\p{Lx}")]
    [InlineData(@"\p{IsBasicLatin}")]
    [InlineData(@"\pL")]
    [InlineData(@"[a-\p{L}]")]
    public void Is_none(string pattern)
    {
        IRegexp.TryParse(pattern, whole: false, out var isTooLarge).ShouldBeNull();
        isTooLarge.ShouldBeFalse();
        // In a path it matches nothing, by RFC 9535.
        Paths.Holds($"search(@, {PathText.Quote(pattern)})", "\"a1 \"").ShouldBe(false);
    }

    [Fact]
    public void Half_of_a_pair_is_none() => IRegexp.TryParse("\ud83d", whole: false, out _).ShouldBeNull();

    [Fact]
    public void A_search_may_begin_and_end_anywhere_but_inside_a_character()
    {
        Part("b", "abc").ShouldBeTrue();
        Part("^b", "abc").ShouldBeFalse();
        Part("^a|^c", "bc").ShouldBeFalse();
        Part("c$", "abc").ShouldBeTrue();
        Part("b$", "abc").ShouldBeFalse();
        Part("[^😀]", "😀😀").ShouldBeFalse();
        Part("", "").ShouldBeTrue();
    }

    [Fact]
    public void What_makes_other_engines_run_for_ever_takes_no_time()
    {
        var text = new string('a', 50_000) + "!";

        Whole("(a*)*b", text).ShouldBeFalse();
        Whole("(a|aa)+b", text).ShouldBeFalse();
        Part("(x+x+)+y", new string('x', 50_000)).ShouldBeFalse();
    }

    private static bool Whole(string pattern, string text) => IRegexp.TryParse(pattern, whole: true, out _).ShouldNotBeNull().IsMatch(text, _ => { });

    private static bool Part(string pattern, string text) => IRegexp.TryParse(pattern, whole: false, out _).ShouldNotBeNull().IsMatch(text, _ => { });
}
