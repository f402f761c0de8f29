using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;
using System.Text.Json;

namespace VtKit.Graph.Explorer;

/// <summary>
/// Where a run was stopped, as text: what is followed, what is still to be read and from which page on, what was read and is not in the graph. It holds no key and
/// nothing that is not about the graph.
/// </summary>
internal static class ResumeText
{
    public const string Unreadable = "This is no place to resume from: give the text of a report's Resume, whole and unchanged.";

    private const string Prefix = "vtx1.";
    private const int MaxBytes = 256 * 1024 * 1024;

    public static string Write(Run run, ExpandRun expand) => Text("expand", state =>
    {
        state.Write(expand.Plan);
        state.Write("denied", run.Denied.Order(StringComparer.Ordinal), state.Json.WriteStringValue);
        state.Json.WriteNumber("level", expand.Level);
        state.Json.WriteNumber("levels", expand.Levels);
        state.Write(expand.Wave);
        state.Write("visited", expand.Visited, state.Write);
        state.Write("next", expand.Next, next =>
        {
            state.Json.WriteStartArray();
            state.Json.WriteNumberValue(next.Job);
            state.Json.WriteNumberValue(next.Item);
            state.Write(next.Key);
            state.Json.WriteEndArray();
        });
    });

    public static string Write(Run run, PathRun paths) => Text("paths", state =>
    {
        state.Write(paths.Plan);
        state.Write("denied", run.Denied.Order(StringComparer.Ordinal), state.Json.WriteStringValue);
        state.Json.WriteNumber("hops", paths.MaxHops);
        state.Write("covered", [paths.Covered.Start, paths.Covered.Targets], state.Json.WriteNumberValue);
        state.Json.WriteBoolean("fromStart", paths.IsFromStart);
        state.Write("ends", [paths.From, .. paths.Left], state.Write);
        if (paths.Wave is not null) state.Write(paths.Wave);
        state.Write("expanded", paths.Expanded, state.Write);
        state.Write("steps", paths.World.Told, step =>
        {
            state.Json.WriteStartArray();
            state.Write(step.Source);
            state.Write(step.Target);
            state.Json.WriteStringValue(step.Type);
            state.Json.WriteEndArray();
        });
        state.Write("facts", paths.World.Facts.Values, state.Write);
    });

    public static string Write(FetchRun fetch) => Text("fetch", state => state.Write("left", fetch.Left, state.Write));

    /// <summary>Reads the state of a run: an <see cref="ExpandRun"/>, a <see cref="PathRun"/> or a <see cref="FetchRun"/>.</summary>
    /// <exception cref="FormatException">The text is no such state.</exception>
    public static object Read(string text, Run run)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            using var document = JsonDocument.Parse(Unpack(text));
            var state = new StateReader(document.RootElement);
            foreach (var denied in state.List("denied")) run.Deny(denied.GetString()!);
            return document.RootElement.GetProperty("kind").GetString() switch
            {
                "expand" => Expand(state),
                "paths" => Paths(state, run),
                "fetch" => new FetchRun(state.Keys("left")),
                _ => throw new FormatException(Unreadable),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or InvalidOperationException or KeyNotFoundException or ArgumentException or IndexOutOfRangeException)
        {
            throw new FormatException(Unreadable, e);
        }
    }

    private static ExpandRun Expand(StateReader state)
    {
        var expand = new ExpandRun(state.Plan(), state.Wave()!, state.Number("level"), state.Number("levels"));
        expand.Visited.UnionWith(state.Keys("visited"));
        expand.Next.AddRange(state.List("next").Select(next => (next[0].GetInt32(), next[1].GetInt32(), state.Key(next[2]))));
        return expand;
    }

    private static PathRun Paths(StateReader state, Run run)
    {
        World world;
        var told = state.List("steps").Select(step => new Step(state.Key(step[0]), state.Key(step[1]), step[2].GetString()!)).ToArray();
        lock (run.Gate) world = new World(run.Graph, told);
        foreach (var fact in state.List("facts")) world.Tell(state.Found(fact)!);
        var ends = state.Keys("ends");
        var covered = state.List("covered").Select(number => number.GetInt32()).ToArray();
        return new PathRun(state.Plan(), world, ends[0], ends[1..], state.Number("hops"))
        {
            Covered = (covered[0], covered[1]),
            IsFromStart = state.Flag("fromStart"),
            Wave = state.Wave(),
            Expanded = [.. state.Keys("expanded")],
        };
    }

    private static string Text(string kind, Action<StateWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            var state = new StateWriter(json);
            json.WriteStartObject();
            json.WriteString("kind", kind);
            write(state);
            state.WriteKeys();
            json.WriteEndObject();
        }
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(buffer.WrittenSpan);
        return Prefix + Base64Url.EncodeToString(packed.GetBuffer().AsSpan(0, (int)packed.Length));
    }

    private static ReadOnlyMemory<byte> Unpack(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)) throw new FormatException(Unreadable);
        using var deflate = new DeflateStream(new MemoryStream(Base64Url.DecodeFromChars(text.AsSpan(Prefix.Length))), CompressionMode.Decompress);
        var buffer = new ArrayBufferWriter<byte>();
        for (int read; (read = deflate.Read(buffer.GetSpan(64 * 1024))) > 0;)
        {
            buffer.Advance(read);
            // A few crafted letters must not fill the memory.
            if (buffer.WrittenCount > MaxBytes) throw new FormatException(Unreadable);
        }
        return buffer.WrittenMemory;
    }
}
