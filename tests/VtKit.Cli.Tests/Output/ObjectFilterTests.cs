using System.Text;

namespace VtKit.Cli.Tests;

public sealed class ObjectFilterTests
{
    // Containers, lists of objects, null and empty values, a name with a dot.
    private static readonly VtObject Item = Samples.Parse("""
        {"type":"file","id":"1","links":{"self":"x"},"attributes":{"foo":{"bar":"1","qux":{"quux":{"key1":2,"key2":1.0}}},"baz":null,"bag":[],"list":[{"key1":1,"key5":5},{"key5":6},7],"K.7":{"result":null},"names":["a","b"]},"context_attributes":{"note":"n"}}
        """);

    [Theory]
    [InlineData("foo", "", """{"foo":{"bar":"1","qux":{"quux":{"key1":2,"key2":1.0}}}}""")]
    [InlineData("foo.**", "", """{"foo":{"bar":"1","qux":{"quux":{"key1":2,"key2":1.0}}}}""")]
    [InlineData("foo.*.quux.key2", "", """{"foo":{"qux":{"quux":{"key2":1.0}}}}""")]
    [InlineData("foo.bar,names", "", """{"foo":{"bar":"1"},"names":["a","b"]}""")]
    [InlineData("**.key1", "", """{"foo":{"qux":{"quux":{"key1":2}}},"list":[{"key1":1}]}""")]
    [InlineData("list.key5", "", """{"list":[{"key5":5},{"key5":6}]}""")]
    [InlineData("ba*", "", """{"baz":null,"bag":[]}""")]
    [InlineData("ba*", "baz", """{"bag":[]}""")]
    [InlineData("foo", "**.quux", """{"foo":{"bar":"1"}}""")]
    [InlineData("foo.qux", "**.quux", "")]
    [InlineData("", "foo,list,ba?,K.7", """{"names":["a","b"]}""")]
    [InlineData("K.7", "", """{"K.7":{"result":null}}""")]
    [InlineData("attributes.names", "", """{"names":["a","b"]}""")]
    [InlineData("{names,foo.bar}", "", """{"foo":{"bar":"1"},"names":["a","b"]}""")]
    [InlineData("nothing", "", "")]
    public void Attributes_are_chosen_by_their_paths(string include, string exclude, string attributes)
    {
        var json = Filter(include, exclude);
        // What stands beside the attributes is not asked for here.
        var beside = include.Length == 0 ? ""","links":{"self":"x"}""" : "";
        var context = include.Length == 0 ? ""","context_attributes":{"note":"n"}""" : "";
        json.ShouldBe("{\"type\":\"file\",\"id\":\"1\"" + beside + (attributes.Length > 0 ? ",\"attributes\":" + attributes : "") + context + "}");
    }

    [Theory]
    [InlineData("_context_attributes.note", "", """{"type":"file","id":"1","context_attributes":{"note":"n"}}""")]
    [InlineData("links", "type", """{"id":"1","links":{"self":"x"}}""")]
    [InlineData("names", "_id,type", """{"attributes":{"names":["a","b"]}}""")]
    [InlineData("**", "**", "{}")]
    public void What_stands_beside_the_attributes_has_its_name(string include, string exclude, string expected) => Filter(include, exclude).ShouldBe(expected);

    [Fact]
    public void Nothing_chosen_is_no_filter() => ObjectFilter.Of([], null).ShouldBeNull();

    private static string Filter(string include, string exclude) =>
        Encoding.UTF8.GetString(ObjectFilter.Of(include.Length == 0 ? [] : [include], exclude.Length == 0 ? [] : [exclude])!.Apply(Item).Utf8Json);
}
