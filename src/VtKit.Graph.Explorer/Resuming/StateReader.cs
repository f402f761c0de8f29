using System.Text.Json;

namespace VtKit.Graph.Explorer;

/// <summary>Reads what <see cref="StateWriter"/> wrote. What has another shape throws.</summary>
internal sealed class StateReader
{
    private readonly JsonElement _root;
    private readonly List<NodeKey> _keys = [];

    public StateReader(JsonElement root)
    {
        _root = root;
        var texts = root.GetProperty("keys").EnumerateArray().Select(text => text.GetString()!).ToArray();
        for (var i = 0; i + 1 < texts.Length; i += 2) _keys.Add(NodeKey.Create(NodeType.Parse(texts[i]), texts[i + 1]));
    }

    public int Number(string name) => _root.GetProperty(name).GetInt32();

    public bool Flag(string name) => _root.GetProperty(name).GetBoolean();

    public IEnumerable<JsonElement> List(string name) => _root.TryGetProperty(name, out var list) ? list.EnumerateArray() : [];

    public NodeKey Key(JsonElement number) => _keys[number.GetInt32()];

    public List<NodeKey> Keys(string name) => [.. List(name).Select(Key)];

    public Found? Found(JsonElement found) => found.ValueKind == JsonValueKind.Null
        ? null
        : new Found(Key(found[0]), found[1].GetString(), found[2].ValueKind == JsonValueKind.Null ? null : found[2].GetInt64(), found[3].GetString(), found[4].GetString());

    public Plan Plan()
    {
        var follow = _root.GetProperty("follow").EnumerateObject().ToDictionary(
            type => type.Name,
            type => type.Value.EnumerateArray().Select(name => Relationship(type.Name, name.GetString()!)).ToArray(),
            StringComparer.Ordinal);
        return new Plan(Number("results"), follow);
    }

    /// <summary>The wave, or null where there is none.</summary>
    public Wave? Wave()
    {
        if (!_root.TryGetProperty("frontier", out _)) return null;
        var wave = new Wave(Keys("frontier")) { Begun = Number("begun") };
        wave.Open.AddRange(List("open").Select(Job));
        return wave;
    }

    private RelationJob Job(JsonElement job)
    {
        var node = Key(job.GetProperty("node"));
        var open = new RelationJob(job.GetProperty("index").GetInt32(), node, Relationship(node.Type.Name, job.GetProperty("relationship").GetString()!))
        {
            Place = VtResumeToken.Parse(job.GetProperty("place").GetString()!),
            Taken = job.GetProperty("taken").GetInt32(),
            EmptyPages = job.GetProperty("empty").GetInt32(),
            Placed = job.GetProperty("placed").GetInt32(),
            IsRead = job.GetProperty("read").GetBoolean(),
        };
        open.Waiting.AddRange(job.GetProperty("waiting").EnumerateArray().Select(Found));
        return open;
    }

    private static VtRelationship Relationship(string type, string name) =>
        VtRelationships.Find(type, name) ?? throw new FormatException(ResumeText.Unreadable);
}
