using System.Text;

namespace VtKit.Tests;

/// <summary>What is no path is refused at its place, and what is one, but hostile, ends.</summary>
public sealed class PathErrorTests
{
    [Theory]
    [InlineData("", 0, "begins with $")]
    [InlineData(" $", 0, "begins with $")]
    [InlineData("a", 0, "begins with $")]
    [InlineData("@.a", 0, "begins with $")]
    [InlineData("$ ", 1, "not even a blank")]
    [InlineData("$.a ", 3, "not even a blank")]
    [InlineData("$a", 1, "., .. or [")]
    [InlineData("$.", 2, "After a dot")]
    [InlineData("$.a.", 4, "After a dot")]
    [InlineData("$. a", 2, "After a dot")]
    [InlineData("$.1a", 2, "After a dot")]
    [InlineData("$.a-b", 3, "., .. or [")]
    [InlineData("$['a-b'].c-d", 10, "., .. or [")]
    [InlineData("$..", 3, "After ..")]
    [InlineData("$.. a", 3, "After ..")]
    [InlineData("$...a", 3, "After ..")]
    [InlineData("$.['a']", 2, "After a dot")]
    [InlineData("$[", 1, "not closed")]
    [InlineData("$[0", 3, "comma or the closing")]
    [InlineData("$[]", 2, "In brackets")]
    [InlineData("$[a]", 2, "In brackets")]
    [InlineData("$[0,]", 4, "In brackets")]
    [InlineData("$[01]", 2, "leading zero")]
    [InlineData("$[-0]", 2, "minus before 0")]
    [InlineData("$[-]", 3, "A digit")]
    [InlineData("$[1.0]", 3, "comma")]
    [InlineData("$[9007199254740992]", 2, "9007199254740991")]
    [InlineData("$[0:99999999999999999999]", 4, "9007199254740991")]
    [InlineData("$[1:2:3:4]", 7, "comma")]
    [InlineData("$['a]", 2, "closing quote")]
    [InlineData("$['a\\x']", 4, "After a backslash")]
    [InlineData("$['\\\"']", 3, "After a backslash")]
    [InlineData("$['\\u12g4']", 3, "Four hex digits")]
    [InlineData("$['\\ud83d']", 3, "as a pair")]
    [InlineData("$['\\ude00\\ud83d']", 3, "as a pair")]
    [InlineData("$['\n']", 3, "control character")]
    [InlineData("$[?]", 3, "Here comes a query")]
    [InlineData("$[?@.a", 6, "comma or the closing")]
    [InlineData("$[?(@.a]", 7, "closing parenthesis")]
    [InlineData("$[?(@.a", 3, "not closed")]
    [InlineData("$[?@.a = 1]", 7, "with ==")]
    [InlineData("$[?@.a == ]", 10, "Here comes a query")]
    [InlineData("$[?@.a == 1 &&]", 14, "Here comes a query")]
    [InlineData("$[?@.a == 1 & 2]", 12, "comma or the closing")]
    [InlineData("$[?@.a == abc]", 10, "'abc' is nothing")]
    [InlineData("$[?@.a == True]", 10, "'True' is nothing")]
    [InlineData("$[?1]", 3, "by itself is no condition")]
    [InlineData("$[?'a']", 3, "by itself is no condition")]
    [InlineData("$[?true]", 3, "by itself is no condition")]
    [InlineData("$[?!@.a == 1]", 8, "parentheses")]
    [InlineData("$[?(@.a) == 1]", 9, "Only values are compared")]
    [InlineData("$[?@.* == 1]", 3, "leads to one value")]
    [InlineData("$[?@..a == 1]", 3, "leads to one value")]
    [InlineData("$[?1 == @[0,1]]", 8, "leads to one value")]
    [InlineData("$[?1 == @[0:1]]", 8, "leads to one value")]
    [InlineData("$[?@[ 'a' ] == 1]", 3, "leads to one value")]
    [InlineData("$[?@.a == 01]", 10, "leading zero")]
    [InlineData("$[?@.a == 1.]", 12, "decimal point")]
    [InlineData("$[?@.a == 1e]", 12, "exponent")]
    [InlineData("$[?@.a == .5]", 10, "Here comes a query")]
    [InlineData("$[?@.a == +1]", 10, "Here comes a query")]
    [InlineData("$[?size(@.a) == 1]", 3, "no function size()")]
    [InlineData("$[?length (@.a) == 1]", 3, "'length' is nothing")]
    [InlineData("$[?length(@.a)]", 3, "has to be compared")]
    [InlineData("$[?count(@.a)]", 3, "has to be compared")]
    [InlineData("$[?match(@.a, 'a') == true]", 3, "is not compared")]
    [InlineData("$[?length(@.*) == 1]", 10, "takes values")]
    [InlineData("$[?length(match(@.a, 'b')) == 1]", 10, "takes values")]
    [InlineData("$[?count(1) == 1]", 9, "takes a query")]
    [InlineData("$[?count(length(@.a)) == 1]", 9, "takes a query")]
    [InlineData("$[?count((@.a)) == 1]", 9, "takes a query")]
    [InlineData("$[?value(!@.a) == 1]", 9, "takes a query")]
    [InlineData("$[?count(@.a, @.b) == 1]", 3, "one argument, not 2")]
    [InlineData("$[?count() == 1]", 3, "one argument, not 0")]
    [InlineData("$[?match(@.a)]", 3, "two arguments, not 1")]
    [InlineData("$[?count(@.a == 1) == 1]", 13, "comma or the closing")]
    [InlineData("$[?count(@.a,) == 1]", 13, "Here comes a query")]
    public void What_is_no_path_is_refused_at_its_place(string path, int position, string words)
    {
        var error = Should.Throw<VtJsonPathException>(() => VtJsonPath.Parse(path));

        error.Position.ShouldBe(position);
        error.Message.ShouldContain(words);
        error.Message.ShouldStartWith($"No JSONPath, at character {position + 1}: ");
        error.Message.ShouldNotContain("\n");
        VtJsonPath.TryParse(path, out var none).ShouldBeFalse();
        none.ShouldBeNull();
    }

    [Fact]
    public void Half_of_a_pair_is_no_character() => Should.Throw<VtJsonPathException>(() => VtJsonPath.Parse("$['\ud83d']")).Position.ShouldBe(3);

    [Fact]
    public void Text_is_needed()
    {
        Should.Throw<ArgumentNullException>(() => VtJsonPath.Parse(null!));
        VtJsonPath.TryParse(null, out _).ShouldBeFalse();
    }

    [Fact]
    public void Paths_that_no_person_writes_are_refused_before_they_do_harm()
    {
        Message("$" + new string('.', 30_000)).ShouldContain("at most 20000 characters");
        Message("$" + string.Concat(Enumerable.Repeat(".a", 501))).ShouldContain("at most 500 segments");
        Message("$[?" + new string('(', 5_000)).ShouldContain("nest at most 40");
        Message("$" + string.Concat(Enumerable.Repeat("[?@", 1_000))).ShouldContain("nest at most 40");
        Message("$[?" + string.Concat(Enumerable.Repeat("length(", 1_000))).ShouldContain("nest at most 40");
        Message("$[?match(@.a, '((a{1000}){1000}){1000}')]").ShouldContain("too large");
        Message("$[?match(@.a, 'a{99999999999}')]").ShouldContain("too large");
        Message("$[?match(@.a, '" + new string('(', 5_000) + "')]").ShouldContain("too large");

        static string Message(string path) => Should.Throw<VtJsonPathException>(() => VtJsonPath.Parse(path)).Message;
    }

    [Fact]
    public void A_long_path_and_a_deep_document_do_not_use_up_the_stack()
    {
        var deep = new System.Text.Json.JsonDocumentOptions { MaxDepth = 200_000 };
        const int depth = 20_000;
        var json = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("[", depth)) + "{\"a\":1}" + string.Concat(Enumerable.Repeat("]", depth)));
        using var document = System.Text.Json.JsonDocument.Parse(json, deep);
        var root = new VtNode(document.RootElement);

        root.Select("$..a").Count().ShouldBe(1);
        VtJsonPath.Parse("$..a").Locate(root).Single().Path.Length.ShouldBe("$['a']".Length + (3 * depth));
        root.Select("$[?@ == $[0]]").Count().ShouldBe(1);
        root.Select("$[?value($..a) == 1]").Count().ShouldBe(1);
        root.Select("$" + string.Concat(Enumerable.Repeat("[*]", 500))).Count().ShouldBe(1);
        root.Select("$" + string.Concat(Enumerable.Repeat("[?@[0]]", 250))).Count().ShouldBe(1);
        root.Select("$" + string.Concat(Enumerable.Repeat("[?@", 40)) + new string(']', 40)).Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("$..*..*..*..*..*..*..*..*")]
    [InlineData("$..[?count(@..*..*..*..*) > 0]")]
    [InlineData("$..[?count($..*..*..*) == 0]")]
    public void A_path_that_would_not_end_is_given_up(string path)
    {
        var root = Paths.Node(string.Concat(Enumerable.Repeat("[[],", 150)) + "0" + new string(']', 150));

        var error = Should.Throw<InvalidOperationException>(() => root.Select(path).Count());

        error.Message.ShouldContain("over and over");
    }

    [Fact]
    public void A_large_document_can_be_walked_whole()
    {
        var root = Paths.Node("[" + string.Join(',', Enumerable.Repeat("[1,{\"a\":[2]}]", 200_000)) + "]");

        root.Select("$..*").Count().ShouldBe(1_000_000);
        root.Select("$[?@[1].a[0] == 2 && length(@) == 2]").Count().ShouldBe(200_000);
    }
}
