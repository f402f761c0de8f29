using System.Text.Json;
using FsCheck.Fluent;

namespace VtKit.Graph.Tests;

/// <summary>Laws of reading and writing, over graphs made by chance.</summary>
public sealed class CodecPropertyTests
{
    [Fact]
    public void Loading_and_saving_an_untouched_graph_changes_nothing() =>
        Generated.That(Generated.Json, json => Generated.SameJson(json, GraphJson.Write(GraphJson.Read(json).Graph)), runs: 1500);

    [Fact]
    public void Changes_to_any_graph_can_be_saved_and_loaded() =>
        Generated.That(from json in Generated.Json from seed in FsCheck.Fluent.Gen.Choose(0, 1000) select (json, seed), input =>
        {
            var (graph, warnings) = GraphJson.Read(input.json);
            var isClear = !warnings.Any(warning => warning.Kind == GraphWarningKind.AmbiguousId);
            Mutate(graph, new Random(input.seed));
            var again = GraphJson.Read(GraphJson.Write(graph)).Graph;
            Facts(again, isClear).ShouldBe(Facts(graph, isClear));
            return true;
        }, runs: 1000);

    [Fact]
    public void A_model_means_the_same_when_it_is_loaded_again() =>
        Generated.That(Gen.Choose(0, int.MaxValue), seed =>
        {
            var graph = Generated.Model(seed);
            var read = GraphJson.Read(GraphJson.Write(graph));
            CodecTests.ShouldMeanTheSame(graph, read);
            Mutate(read.Graph, new Random(seed));
            CodecTests.ShouldMeanTheSame(read.Graph, GraphJson.Read(GraphJson.Write(read.Graph)));
            return true;
        }, runs: 200);

    [Fact]
    public void Any_text_is_read_or_refused_in_words() =>
        Generated.That(from json in Generated.Json from at in Gen.Choose(0, 400) from c in Gen.Elements('"', '{', '}', '0', '\\', ',', '\uD800', 'u', '\0') select (json, at, c), input =>
        {
            var text = input.json.Insert(Math.Min(input.at, input.json.Length), input.c.ToString());
            try
            {
                GraphJson.Write(GraphJson.Read(text).Graph);
            }
            catch (GraphException exception)
            {
                return exception.Error == GraphError.Unreadable;
            }
            return true;
        }, runs: 1000);

    [Fact]
    public void What_a_save_allocates_grows_with_the_graph_and_no_faster()
    {
        // A count, which no load of the machine changes; a step that copied what is there for each node would be 100 times the work.
        var small = Allocated(5_000);
        Allocated(50_000).ShouldBeLessThan(15 * small);
    }

    private static long Allocated(int count)
    {
        var graph = new ThreatGraph("large");
        var hub = graph.Add(NodeType.Domain, "evil.example");
        for (var i = 0; i < count; i++)
        {
            var node = graph.Add(new NodeKey(NodeType.File, i.ToString("x64", System.Globalization.CultureInfo.InvariantCulture)));
            node.SetDetections(i % 70);
            graph.Link(i % 2 == 0 ? hub : node, i % 2 == 0 ? node : hub, i % 2 == 0 ? "communicating_files" : "contacted_domains");
        }
        GraphJson.Write(graph, new System.Buffers.ArrayBufferWriter<byte>());
        var before = GC.GetAllocatedBytesForCurrentThread();
        GraphJson.Write(graph, new System.Buffers.ArrayBufferWriter<byte>());
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Mutate(ThreatGraph graph, Random random)
    {
        for (var step = random.Next(6); step >= 0; step--)
        {
            var nodes = graph.Nodes.ToArray();
            var node = nodes.Length == 0 ? null : nodes[random.Next(nodes.Length)];
            switch (random.Next(8))
            {
                case 0 when node is not null: graph.Remove(node); break;
                case 1 when graph.Links.Count > 0: graph.Unlink(graph.Links.ElementAt(random.Next(graph.Links.Count))); break;
                case 2 when node is not null: node.Position = new GraphPoint(random.Next(9), 1.5); break;
                case 3 when node is not null: node.Label = "changed"; break;
                case 4 when node is not null: node.SetDetections(3); break;
                case 5 when graph.Groups.Count > 0: graph.Ungroup(graph.Groups[0]); break;
                case 6 when node is { Group: null }: graph.Group("new", [node]); break;
                default:
                    var other = graph.Add(NodeType.Domain, $"new{random.Next(5)}.example");
                    if (node is not null && graph.Owns(node) && node != other) graph.Link(node, other, "resolutions");
                    break;
            }
        }
    }

    /// <summary>What survives even where several nodes have one id: the nodes with their facts, and how many links there are where ids are clear.</summary>
    private static IEnumerable<string> Facts(ThreatGraph graph, bool isClear)
    {
        return graph.Nodes.Select(node => $"{node} {node.Label} {node.Position}").Order(StringComparer.Ordinal)
            .Concat(isClear ? graph.Links.Select(link => link.ToString()).Order(StringComparer.Ordinal) : []);
    }
}
