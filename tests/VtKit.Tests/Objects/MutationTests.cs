using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using VtKit.Testing.Shared;

namespace VtKit.Tests;

/// <summary>Whatever an answer holds in place of what is expected, no getter throws.</summary>
public sealed class MutationTests
{
    // JSON that System.Text.Json parses, and then throws over when it is read without care.
    private static readonly string[] Oddities =
    [
        "null", "true", "false", "\"\"", "\"text\"", "[]", "{}", "0", "-1", "1.5", "1e400", "-1e400", "1e-400", "3.3356434083164046e21", "9223372036854775808",
        "-9223372036854775809", "253402300800", "-62135596801", "4246907690", "1234567890.5", "\"1719806159\"", "\"2023-03-16 23:59:59\"", "\"0000-00-00\"",
        "\"\\ud800\"", "\"a\\udc00b\"", "\"\\u0000\"", "\"\\ufffd\"", "[null]", "[[[]]]", "[\"\\ud800\",1,null,{}]", "{\"\\ud800\":1,\"x\":2}", "{\"\":\"\"}", "{\"a\":1,\"a\":\"2\"}",
        "{\"malicious\":\"3\",\"\\ud800\":null}", Deep('[', ']', 300), "{\"value\":{\"value\":{\"value\":[]}}}",
    ];

    [Fact]
    public void No_getter_throws_over_a_synthetic_report()
    {
        // Every attribute of every type, each in turn as every oddity.
        foreach (var oddity in Oddities)
            foreach (var type in VtObjectTypes.All)
            {
                var names = NamesOf(type);
                var attributes = string.Join(',', names.Select(n => $"{JsonSerializer.Serialize(n)}:{oddity}"));
                ReadThrough($"{{\"type\":\"{type}\",\"id\":{oddity},\"attributes\":{{{attributes}}},\"context_attributes\":{oddity},\"links\":{oddity},\"relationships\":{oddity},\"error\":{oddity}}}", type);
                ReadThrough($"{{\"type\":\"{type}\",\"id\":\"x\",\"attributes\":{oddity},\"relationships\":{{\"r\":{oddity}}}}}", type);
            }
    }

    [SharedFact]
    public void No_getter_throws_over_a_damaged_real_answer()
    {
        var files = Directory.EnumerateFiles(SharedMaterial.Fixtures!, "*.json", SearchOption.AllDirectories).Where(f => new FileInfo(f).Length < 100_000).Order(StringComparer.Ordinal).ToArray();
        var cases = from file in Gen.Choose(0, files.Length - 1) from seed in Gen.Choose(0, int.MaxValue) from count in Gen.Choose(1, 20) select (file, seed, count);
        Prop.ForAll(cases.ToArbitrary(), sample =>
        {
            var (file, seed, count) = sample;
            using var document = JsonDocument.Parse(File.ReadAllBytes(files[file]), JsonText.Options);
            var random = new Random(seed);
            foreach (var json in FixtureTests.Objects(document.RootElement).Take(5))
                ReadThrough(Damage(json.GetRawText(), random, count), files[file]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    private static void ReadThrough(string json, string what)
    {
        var item = VtObject.Parse<VtObject>(Encoding.UTF8.GetBytes(json));
        try
        {
            Getters.ReadAll(VtObjectTypes.Narrow(item));
            Getters.ReadAll(item);
            item.ToJson().ShouldBe(json);
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOperationException($"{what}: {e.Message}\n{(json.Length > 2000 ? json[..2000] : json)}", e);
        }
    }

    private static string[] NamesOf(string type)
    {
        // The names that the views look for stand in spec/, not in the assembly.
        var file = Path.Combine(SharedMaterial.RepositoryRoot, "spec", "objects", type + ".tsv");
        return File.Exists(file) ? [.. File.ReadLines(file).Skip(1).Select(l => l.Split('\t')[0])] : ["date"];
    }

    private static string Damage(string json, Random random, int count)
    {
        var root = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = 1000 })!;
        var marks = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var (parent, key) = Pick(root, random);
            if (parent is null) break;
            // A mark stands for the oddity, which a node could not hold.
            var mark = $"@@{i.ToString(CultureInfo.InvariantCulture)}@@";
            marks[$"\"{mark}\""] = Oddities[random.Next(Oddities.Length)];
            if (parent is JsonObject members) members[(string)key!] = mark;
            else ((JsonArray)parent)[(int)key!] = mark;
        }
        var text = root.ToJsonString(new JsonSerializerOptions { MaxDepth = 1000 });
        foreach (var (mark, oddity) in marks) text = text.Replace(mark, oddity, StringComparison.Ordinal);
        return text;
    }

    private static (JsonNode? Parent, object? Key) Pick(JsonNode root, Random random)
    {
        (JsonNode? Parent, object? Key) at = (null, null);
        var node = root;
        while (node is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
        {
            if (node is JsonObject members)
            {
                var name = members.ElementAt(random.Next(members.Count)).Key;
                at = (node, name);
                node = members[name];
            }
            else
            {
                var index = random.Next(((JsonArray)node).Count);
                at = (node, index);
                node = node[index];
            }
            if (random.Next(4) == 0) break;
        }
        return at;
    }

    private static string Deep(char open, char close, int depth) => new string(open, depth) + new string(close, depth);
}
