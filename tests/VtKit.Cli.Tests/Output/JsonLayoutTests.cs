using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using VtKit.Testing.Shared;

namespace VtKit.Cli.Tests;

public sealed class JsonLayoutTests
{
    [Theory]
    [InlineData("{\"a\":1,\"b\":[1,2,{}],\"c\":{ \n } , \"d\":[ ]}", "{\n  \"a\": 1,\n  \"b\": [\n    1,\n    2,\n    {}\n  ],\n  \"c\": {},\n  \"d\": []\n}")]
    [InlineData(" [ 1.0 , 3.3356434083164046e21 , true ] ", "[\n  1.0,\n  3.3356434083164046e21,\n  true\n]")]
    [InlineData("\"a\\\"b\\\\\"", "\"a\\\"b\\\\\"")]
    [InlineData("{\"x\\u003c\":\"\\ud83d\"}", "{\n  \"x\\u003c\": \"\\ud83d\"\n}")]
    [InlineData("\"ü漢😀\"", "\"ü漢😀\"")]
    [InlineData("\"\u202e \u009b \u007f \U000e0041\"", "\"\\u202e \\u009b \\u007f \\udb40\\udc41\"")]
    public void Indents_and_copies_what_it_finds(string json, string indented) => Indent(Encoding.UTF8.GetBytes(json)).ShouldBe(indented);

    [Fact]
    public void Bytes_that_are_no_text_do_not_get_through() => Indent([(byte)'"', 0x9b, (byte)'3', 0xff, (byte)'"']).ShouldBe("\"\uFFFD3\uFFFD\"");

    [SharedFact]
    public void Every_body_keeps_its_meaning()
    {
        foreach (var path in Directory.EnumerateFiles(SharedMaterial.Fixtures!, "*.json", SearchOption.AllDirectories))
        {
            var body = File.ReadAllBytes(path);
            if (!IsJson(body)) continue;
            var original = JsonNode.Parse(body, documentOptions: new JsonDocumentOptions { MaxDepth = 1000 });
            foreach (var text in new[] { Indent(body), Compact(body) })
                JsonNode.DeepEquals(original, JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 1000 })).ShouldBeTrue(path);
            Compact(body).ShouldNotContain("\n");
        }
    }

    private static string Indent(byte[] json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        JsonLayout.Indent(json, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string Compact(byte[] json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        JsonLayout.Compact(json, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static bool IsJson(byte[] body)
    {
        try
        {
            JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 1000 }).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
