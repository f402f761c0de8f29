using FsCheck;
using FsCheck.Fluent;

namespace VtKit.Emulator.Tests;

public sealed class SearchParserTests
{
    private static readonly string[] Pieces =
    [
        "(", ")", " ", "\t", "AND", "or", "Not", "\"", "\\", "\\\"", "{", "}", ":", "+", "-", "*", "p:5+", "name:\"a b\"", "size:90KB-", "content:{CA FE ?? BE}", "entity:url", "'", ";", "--",
        "x", "0", "\0", "\uD800", "\uE000", "%", "_", "[", "fs:2026-01-01", "ip:1.2.3.0/24", "%s", "$1", "NEAR", "^", ",", "ä",
    ];

    [Theory]
    [InlineData("a b", "(a & b)")]
    [InlineData("a AND b", "(a & b)")]
    [InlineData("a and b OR c", "((a & b) | c)")]
    [InlineData("a or b c", "(a | (b & c))")]
    [InlineData("(a or b) c", "((a | b) & c)")]
    [InlineData("not a b", "(!a & b)")]
    [InlineData("NOT NOT a", "a")]
    [InlineData("not(a)", "!a")]
    [InlineData("a or(b)and not c", "(a | (b & !c))")]
    [InlineData("android order nothing", "(android & order & nothing)")]
    [InlineData("p:5+ p:9-", "(p=5+ & p=9-)")]
    [InlineData("reputation:-20-", "reputation=-20-")]
    [InlineData("Name:\"a \\\"b\\\" \\\\ c:d (e)\"", "name=a \"b\" \\ c:d (e)")]
    [InlineData("name:\"C:\\dir\"", "name=C:\\dir")]
    [InlineData("content: \"hello world\"", "content=hello world")]
    [InlineData("ls:\"2022-05-18T11:00:00\"+", "ls=2022-05-18T11:00:00+")]
    [InlineData("content:{CA FE ?? BE} size:1+", "(content={CA FE ?? BE} & size=1+)")]
    [InlineData("min_engines_x:3 similar-to:ab", "(min_engines_x=3 & similar-to=ab)")]
    [InlineData("\"not\" \"a or b\"", "(not & a or b)")]
    public void What_is_written_is_what_is_meant(string text, string meaning) => Show(SearchParser.Parse(text)).ShouldBe(meaning);

    [Theory]
    [InlineData("", 1)]
    [InlineData("  ", 3)]
    [InlineData("a (b", 5)]
    [InlineData("a)", 2)]
    [InlineData("()", 2)]
    [InlineData("a AND", 6)]
    [InlineData("a OR OR b", 6)]
    [InlineData("AND a", 1)]
    [InlineData("NOT", 4)]
    [InlineData("p:", 3)]
    [InlineData("p: )", 4)]
    [InlineData("name:\"abc", 6)]
    [InlineData("content:{CA", 9)]
    public void A_mistake_is_told_with_its_place(string text, int at) =>
        Should.Throw<ApiException>(() => SearchParser.Parse(text)).Message.ShouldStartWith($"Invalid query at position {at}: ");

    [Fact]
    public void Deep_long_and_wide_queries_are_refused()
    {
        Should.Throw<ApiException>(() => SearchParser.Parse(new string('(', 4000) + "a" + new string(')', 4000))).Message.ShouldContain("nested deeper");
        Should.Throw<ApiException>(() => SearchParser.Parse(new string('a', SearchParser.MaxLength + 1))).Message.ShouldContain("longer than");
        Should.Throw<ApiException>(() => SearchParser.Parse(string.Join(' ', Enumerable.Repeat("a", SearchParser.MaxTerms + 1)))).Message.ShouldContain("terms");
        SearchParser.Parse(string.Concat(Enumerable.Repeat("(a or ", SearchParser.MaxDepth)) + "b" + new string(')', SearchParser.MaxDepth));
    }

    [Fact]
    public void Any_text_is_read_or_refused_as_a_bad_argument()
    {
        var texts = Gen.Elements(Pieces).ListOf().Select(string.Concat);
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            try
            {
                SearchQuery.Parse(text);
            }
            catch (ApiException e)
            {
                e.Error.Status.ShouldBe(400);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000).WithReplay(20260115, 1));
    }

    [Fact]
    public void What_is_read_and_written_again_means_the_same()
    {
        var term = Gen.Elements("a", "p:5+", "name:\"x y\"", "size:1KB-");
        Gen<string> Node(int depth) => depth == 0 ? term : Gen.OneOf(
            term,
            from left in Node(depth - 1) from right in Node(depth - 1) select $"({left} or {right})",
            from left in Node(depth - 1) from right in Node(depth - 1) select $"({left} {right})",
            from inner in Node(depth - 1) select $"not ({inner})");
        Prop.ForAll(Node(4).ToArbitrary(), text =>
        {
            var meaning = Show(SearchParser.Parse(text));
            Show(SearchParser.Parse($"(({text}))")).ShouldBe(meaning);
            Show(SearchParser.Parse(text.Replace("or", "OR", StringComparison.Ordinal).Replace(" ", "  ", StringComparison.Ordinal))).Replace("  ", " ", StringComparison.Ordinal).ShouldBe(meaning);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20260115, 1));
    }

    private static string Show(SearchNode node) => node switch
    {
        SearchAll all => $"({string.Join(" & ", all.Parts.Select(Show))})",
        SearchAny any => $"({string.Join(" | ", any.Parts.Select(Show))})",
        SearchNot not => "!" + Show(not.Part),
        SearchTerm { Modifier: null } word => word.Value,
        SearchTerm term => term.Modifier + "=" + (term.Hex ? $"{{{term.Value}}}" : term.Value),
        _ => throw new InvalidOperationException(),
    };
}
