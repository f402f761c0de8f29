using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VtKit.Cli;

/// <summary>
/// Leaves out of objects what is not wanted. Patterns speak of attributes by their dotted paths, and of what stands beside the
/// attributes by its name. The values decide, not the containers: a container that is left empty goes, too. Type and id stay
/// unless they are excluded, so that an object stays one.
/// </summary>
internal sealed class ObjectFilter
{
    private const string AttributesName = "attributes";

    private static readonly string[] Kept = ["type", "id", "error"];

    // The names that vt-cli gives to what stands beside the attributes.
    private static readonly string[] Underscored = ["_type", "_id", "_context_attributes"];

    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Pattern[] _include;
    private readonly Pattern[] _exclude;

    private ObjectFilter(Pattern[] include, Pattern[] exclude) => (_include, _exclude) = (include, exclude);

    // A pattern that names "attributes" speaks of the whole path, and any other one of the path below it.
    private readonly record struct Pattern(Glob Glob, bool IsWhole);

    /// <summary>The filter that a command line asks for; null where it asks for none.</summary>
    /// <exception cref="CliException">A pattern is none.</exception>
    public static ObjectFilter? Of(string[]? include, string[]? exclude) => include is null or [] && exclude is null or []
        ? null
        : new ObjectFilter(Read("--include", include), Read("--exclude", exclude));

    /// <summary>The object without what is not wanted.</summary>
    public VtObject Apply(VtObject item)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonOptions))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in new VtNode(item.Json).AsMap<VtNode>())
            {
                if (Kept.Contains(name, StringComparer.Ordinal))
                {
                    if (!Array.Exists(_exclude, pattern => pattern.Glob.Matches(name))) WriteRaw(writer, name, value);
                }
                else
                {
                    Write(writer, name, name == AttributesName ? "" : name, name, value);
                }
            }
            writer.WriteEndObject();
        }
        return VtObject.Parse<VtObject>(buffer.WrittenMemory);
    }

    private static Pattern[] Read(string option, string[]? values) => [.. Glob.Split(values ?? []).Select(text =>
    {
        if (Array.Exists(Underscored, name => text == name || text.StartsWith(name + ".", StringComparison.Ordinal))) text = text[1..];
        var whole = text == AttributesName || text.StartsWith(AttributesName + ".", StringComparison.Ordinal);
        return new Pattern(Glob.Parse(option, text), whole);
    })];

    private bool Wants(string path, string wholePath) =>
        (_include.Length == 0 || Array.Exists(_include, pattern => pattern.Glob.Matches(pattern.IsWhole ? wholePath : path)))
        && !Array.Exists(_exclude, pattern => pattern.Glob.Matches(pattern.IsWhole ? wholePath : path));

    /// <summary>Writes what is wanted of a value, under its name unless it is an item of a list; false where that is nothing.</summary>
    private bool Write(Utf8JsonWriter writer, string? name, string path, string wholePath, VtNode value)
    {
        if (value.Count == 0)
        {
            if (!Wants(path, wholePath)) return false;
            WriteRaw(writer, name, value);
            return true;
        }
        // What is wanted is known when all below has been looked at: it is written apart, and taken over if there is any.
        var buffer = new ArrayBufferWriter<byte>();
        var any = false;
        using (var inner = new Utf8JsonWriter(buffer, JsonOptions))
        {
            if (value.Kind == JsonValueKind.Array)
            {
                inner.WriteStartArray();
                foreach (var item in value.AsList<VtNode>()) any |= Write(inner, null, path, wholePath, item);
                inner.WriteEndArray();
            }
            else
            {
                inner.WriteStartObject();
                foreach (var (member, below) in value.AsMap<VtNode>())
                    any |= Write(inner, member, path.Length == 0 ? member : path + Glob.Separator + member, wholePath + Glob.Separator + member, below);
                inner.WriteEndObject();
            }
        }
        if (!any) return false;
        if (name is not null) writer.WritePropertyName(name);
        writer.WriteRawValue(buffer.WrittenSpan, skipInputValidation: true);
        return true;
    }

    private static void WriteRaw(Utf8JsonWriter writer, string? name, VtNode value)
    {
        if (name is not null) writer.WritePropertyName(name);
        writer.WriteRawValue(value.ToString(), skipInputValidation: true);
    }
}

/// <summary>Writes what a filter leaves of objects.</summary>
internal sealed class FilteringObjectWriter(CliConsole console, ObjectFilter filter, ObjectWriter inner) : ObjectWriter(console)
{
    protected override void WriteItem(VtObject item) => inner.Write(filter.Apply(item));

    protected override void WriteFailedItem(FailedItem item) => inner.WriteFailed(item);

    protected override void Complete()
    {
        inner.End();
        inner.Dispose();
    }
}
