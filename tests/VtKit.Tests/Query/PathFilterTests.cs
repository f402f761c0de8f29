namespace VtKit.Tests;

/// <summary>What conditions hold, by the rules of RFC 9535 for comparing, testing and the five functions.</summary>
public sealed class PathFilterTests
{
    [Theory]
    [InlineData("1 == 1.0")]
    [InlineData("1e2 == 100")]
    [InlineData("-0 == 0")]
    [InlineData("'a' == \"a\"")]
    [InlineData("null == null")]
    [InlineData("true != false")]
    [InlineData("1 != '1'")]
    [InlineData("0 != false")]
    [InlineData("0 != null")]
    [InlineData("'' != null")]
    [InlineData("1 < 2")]
    [InlineData("2 >= 2")]
    [InlineData("-1 < 0.5")]
    [InlineData("'a' < 'b'")]
    [InlineData("'' < 'a'")]
    [InlineData("'Z' < 'a'")]
    [InlineData("'ab' > 'a'")]
    [InlineData("true <= true")]
    [InlineData("null >= null")]
    [InlineData("9007199254740993 != 9007199254740992")]
    [InlineData("9007199254740993 > 9007199254740992")]
    [InlineData("18446744073709551616 == 1.8446744073709551616e19")]
    // Beyond U+FFFF comes after U+E000, though its units in UTF-16 are smaller.
    [InlineData("'\\ud83d\\ude00' > '\\ue000'")]
    [InlineData("'\\ud83d\\ude00' < '\\ud83d\\ude01'")]
    public void These_hold(string condition) => Paths.Holds(condition).ShouldBeTrue();

    [Theory]
    [InlineData("1 == 2")]
    [InlineData("1 < '2'")]
    [InlineData("'1' < 2")]
    [InlineData("true < false")]
    [InlineData("false <= true")]
    [InlineData("null < 1")]
    [InlineData("1 > 1")]
    [InlineData("'a' < 'a'")]
    public void These_do_not(string condition) => Paths.Holds(condition).ShouldBeFalse();

    [Theory]
    [InlineData("@.a == @.b", true)]
    [InlineData("@.a <= @.b", true)]
    [InlineData("@.a < @.b", false)]
    [InlineData("@.a == 1", false)]
    [InlineData("@.a != 1", true)]
    [InlineData("@.a == null", false)]
    [InlineData("@.n == null", true)]
    [InlineData("@.n", true)]
    [InlineData("@.f", true)]
    [InlineData("@.a", false)]
    [InlineData("!@.a", true)]
    [InlineData("@.*", true)]
    [InlineData("@.l[5:]", false)]
    [InlineData("@", true)]
    [InlineData("$[0].n == null", true)]
    [InlineData("$", true)]
    public void What_is_not_there_equals_only_itself(string condition, bool holds) => Paths.Holds(condition, """{"n":null,"f":false,"l":[1]}""").ShouldBe(holds);

    [Theory]
    [InlineData("@.x == @.same", true)]
    [InlineData("@.x == @.order", false)]
    [InlineData("@.x == @.longer", false)]
    [InlineData("@.o == @.turned", true)]
    [InlineData("@.o == @.more", false)]
    [InlineData("@.o == @.other", false)]
    [InlineData("@.o != @.x", true)]
    [InlineData("@.x < @.longer", false)]
    [InlineData("@.x <= @.same", true)]
    public void Arrays_and_objects_are_compared_by_what_they_hold(string condition, bool holds) => Paths.Holds(condition, """
        {"x":[1,[2,{"a":null}]],"same":[1.0,[2,{"a":null}]],"order":[[2,{"a":null}],1],"longer":[1,[2,{"a":null}],3],
        "o":{"a":1,"b":[{}]},"turned":{"b":[{}],"a":1},"more":{"a":1,"b":[{}],"c":0},"other":{"a":1,"B":[{}]}}
        """).ShouldBe(holds);

    [Theory]
    [InlineData("1 == 1 || 1 == 2 && 1 == 3", true)]
    [InlineData("(1 == 1 || 1 == 2) && 1 == 3", false)]
    [InlineData("!(1 == 2) && !(1 == 3)", true)]
    [InlineData("!(!(1 == 1))", true)]
    [InlineData("((1 == 1))", true)]
    [InlineData("! @.a", true)]
    [InlineData("!(@.a && @.b)", true)]
    [InlineData("@.a || @.b || @.c || 1 == 1", true)]
    public void And_binds_before_or(string condition, bool holds) => Paths.Holds(condition).ShouldBe(holds);

    [Theory]
    [InlineData("length(@.s) == 5", true)]
    [InlineData("length(@.emoji) == 2", true)]
    [InlineData("length(@.l) == 3", true)]
    [InlineData("length(@) == 5", true)]
    [InlineData("length(@.n) == 5", false)]
    [InlineData("length(@.n) == length(@.no)", true)]
    [InlineData("length('abc') > 2", true)]
    [InlineData("count(@.*) == 5", true)]
    [InlineData("count(@.no) == 0", true)]
    [InlineData("count(@..*) == 10", true)]
    [InlineData("count(@.l[?@ > 1]) == 2", true)]
    [InlineData("value(@..x) == 1", true)]
    [InlineData("value(@.l[*]) == 1", false)]
    [InlineData("value(@.l[*]) == @.no", true)]
    [InlineData("length(value(@.l[0:1])) == @.no", true)]
    [InlineData("match(@.s, 'h.*o')", true)]
    [InlineData("match(@.s, 'ell')", false)]
    [InlineData("search(@.s, 'ell')", true)]
    [InlineData("!search(@.s, 'xyz')", true)]
    [InlineData("match(@.n, '.*')", false)]
    [InlineData("match(@.no, '.*')", false)]
    [InlineData("match(@.s, @.n)", false)]
    [InlineData("match(@.s, value(@..pattern))", true)]
    [InlineData("search( @.s , @.p.pattern )", true)]
    public void Functions(string condition, bool holds) =>
        Paths.Holds(condition, """{"s":"hello","emoji":"é😀","l":[1,2,3],"n":7,"p":{"pattern":"hel+o","x":1}}""").ShouldBe(holds);

    [Fact]
    public void A_filter_tests_the_members_of_objects_too()
    {
        const string json = """{"engines":{"A":{"category":"malicious","result":"x"},"B":{"category":"undetected","result":null},"C":{"category":"malicious","result":"y"}}}""";

        Paths.Places(json, "$.engines[?@.category == 'malicious']").ShouldBe(["$['engines']['A']", "$['engines']['C']"]);
        Paths.Values(json, "$.engines[?@.category == 'malicious' && search(@.result, '[yz]')].result").ShouldBe(["\"y\""]);
        Paths.Values(json, "$..[?@.result == null].category").ShouldBe(["\"undetected\""]);
    }

    [Fact]
    public void Filters_nest_and_see_the_root()
    {
        const string json = """{"wanted":"md5","sections":[{"hashes":[{"kind":"md5","v":1}]},{"hashes":[{"kind":"sha1","v":2}]},{"hashes":[]}]}""";

        Paths.Places(json, "$.sections[?@.hashes[?@.kind == $.wanted]]").ShouldBe(["$['sections'][0]"]);
        Paths.Values(json, "$.sections[?count(@.hashes[*]) == 0].hashes").ShouldBe(["[]"]);
    }
}
