using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using VtKit.Testing.Shared;

namespace VtKit.Tests;

/// <summary>What is found without a parser is what a parser finds, and nothing is accepted that a parser refuses.</summary>
public sealed class JsonEnvelopeTests
{
    private static readonly byte[][] Seeds =
    [
        """{"data":{"type":"file","id":"aa","attributes":{"size":-12.5e+3,"names":["a","\u00e9\ud83d\ude00","\\\"/"],"x":[[],{},[{}]],"t":true,"f":false,"n":null,"zero":0,"e":1E-7}},"meta":{"count":1}}"""u8.ToArray(),
        "{ \"links\" : { \"self\" : \"https://x/\" } ,\r\n\t\"data\" : { \"type\" : \"url\" , \"id\" : \"\\u0041\" } }\n"u8.ToArray(),
        """{"data":{},"data":{"type":"a long string, longer than one block of a vector, with \" in it and é as well"},"meta":null}"""u8.ToArray(),
    ];

    [Theory]
    [InlineData("""{"data":{"type":"file"}}""", """{"type":"file"}""", "")]
    [InlineData("""{"data":{"type":"file"},"meta":{"a":[1]}}""", """{"type":"file"}""", """{"a":[1]}""")]
    [InlineData(" {\"meta\" : 1 , \"data\" : { } } ", "{ }", "1")]
    [InlineData("""{"data":[],"data":{"id":"last"}}""", """{"id":"last"}""", "")]
    public void The_object_and_what_stands_beside_it(string json, string data, string meta)
    {
        JsonEnvelope.TryFind(Encoding.UTF8.GetBytes(json), out var dataAt, out var metaAt).ShouldBeTrue();

        json[dataAt].ShouldBe(data);
        json[metaAt].ShouldBe(meta);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":{}""")]
    [InlineData("""{"data":{}}x""")]
    [InlineData("""{"data":{},}""")]
    [InlineData("""{"data":{"a":1,}}""")]
    [InlineData("""{"data":{"a":01}}""")]
    [InlineData("""{"data":{"a":1.}}""")]
    [InlineData("""{"data":{"a":.5}}""")]
    [InlineData("""{"data":{"a":-}}""")]
    [InlineData("""{"data":{"a":1e}}""")]
    [InlineData("""{"data":{"a":tru}}""")]
    [InlineData("""{"data":{"a":"\x"}}""")]
    [InlineData("""{"data":{"a":"\u12g4"}}""")]
    [InlineData("{\"data\":{\"a\":\"\n\"}}")]
    [InlineData("""{"data":{"a":"}}""")]
    [InlineData("""{"data":{"a":[}}}""")]
    [InlineData("""{"data":{"a" 1}}""")]
    [InlineData("""{"data":{1:1}}""")]
    [InlineData("""{"\u0064ata":{}}""")]
    public void What_is_left_to_the_parser(string json) => JsonEnvelope.TryFind(Encoding.UTF8.GetBytes(json), out _, out _).ShouldBeFalse();

    [Fact]
    public void Nesting_has_an_end()
    {
        static string Nested(int depth) => """{"data":{"a":""" + new string('[', depth) + new string(']', depth) + "}}";

        JsonEnvelope.TryFind(Encoding.UTF8.GetBytes(Nested(63)), out _, out _).ShouldBeTrue();
        JsonEnvelope.TryFind(Encoding.UTF8.GetBytes(Nested(64)), out _, out _).ShouldBeFalse();
        VtObjectBody.OfAnswer(Encoding.UTF8.GetBytes(Nested(64))).ShouldNotBeNull("what the short way leaves alone the parser reads");
    }

    [Fact]
    public void Nothing_is_accepted_that_a_parser_refuses_and_the_same_is_found()
    {
        var cases = from seed in Gen.Choose(0, Seeds.Length - 1) from random in Gen.Choose(0, int.MaxValue) from count in Gen.Choose(0, 3) select (seed, random, count);
        Prop.ForAll(cases.ToArbitrary(), sample => Compare(Damaged(Seeds[sample.seed], new Random(sample.random), sample.count)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }

    [SharedFact]
    public void Every_real_answer_with_an_object_is_found_without_a_parser()
    {
        var found = 0;
        foreach (var file in Directory.EnumerateFiles(SharedMaterial.Fixtures!, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var json = File.ReadAllBytes(file);
            if (json.AsSpan().StartsWith("\uFEFF"u8)) json = json[3..];
            using var document = JsonDocument.Parse(json, JsonText.Options);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object) continue;
            JsonEnvelope.TryFind(json, out _, out _).ShouldBeTrue(file);
            Compare(json);
            found++;
        }
        found.ShouldBeGreaterThan(50);
    }

    private static void Compare(byte[] json)
    {
        if (!JsonEnvelope.TryFind(json, out var data, out var meta)) return;
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, JsonText.Options);
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"Accepted, and no JSON: {Encoding.UTF8.GetString(json)}", e);
        }
        using (document)
        {
            Raw(document.RootElement, "data").SequenceEqual(json[data]).ShouldBeTrue(Encoding.UTF8.GetString(json));
            Raw(document.RootElement, "meta").SequenceEqual(json[meta]).ShouldBeTrue(Encoding.UTF8.GetString(json));
        }
    }

    private static byte[] Raw(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? JsonMarshal.GetRawUtf8Value(value).ToArray() : [];

    private static byte[] Damaged(byte[] seed, Random random, int count)
    {
        var bytes = seed.ToList();
        for (var i = 0; i < count; i++)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0: bytes.RemoveAt(at); break;
                case 1: bytes.Insert(at, bytes[random.Next(bytes.Count)]); break;
                case 2: bytes[at] = (byte)random.Next(256); break;
                default: bytes[at] = (byte)"{}[]\",:\\ 0-+.eu"[random.Next(15)]; break;
            }
        }
        return [.. bytes];
    }
}
