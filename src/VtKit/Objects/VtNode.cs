using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace VtKit;

/// <summary>
/// A value inside an answer, read on demand. Reading is total: what is absent, or has another shape than asked for,
/// reads as null or as an empty container, and never throws. Everything typed in VtKit reads through this one accessor.
/// </summary>
/// <param name="json">The value; <see langword="default"/> stands for an absent one.</param>
public readonly partial struct VtNode(JsonElement json) : IVtView<VtNode>
{
    /// <summary>The JSON as it came. Its kind is <see cref="JsonValueKind.Undefined"/> where the value is absent.</summary>
    public JsonElement Json { get; } = json;

    /// <summary>What kind of JSON value this is; <see cref="JsonValueKind.Undefined"/> where it is absent.</summary>
    public JsonValueKind Kind => Json.ValueKind;

    /// <summary>Whether there is a value that is not null.</summary>
    public bool Exists => Kind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>How many items an array or members an object has; 0 for anything else.</summary>
    public int Count => Kind switch
    {
        JsonValueKind.Array => Json.GetArrayLength(),
        JsonValueKind.Object => Json.GetPropertyCount(),
        _ => 0,
    };

    /// <summary>The member of that name; an absent node where this is no object or has no such member.</summary>
    /// <param name="name">The name as the service spells it.</param>
    public VtNode this[string name]
    {
        get
        {
            if (Kind != JsonValueKind.Object) return default;
            try
            {
                return Json.TryGetProperty(name, out var value) ? new VtNode(value) : default;
            }
            catch (InvalidOperationException)
            {
                return FindPastUnreadableNames(System.Text.Encoding.UTF8.GetBytes(name));
            }
        }
    }

    /// <summary>The member of that name, given as UTF-8; an absent node where this is no object or has no such member.</summary>
    /// <param name="utf8Name">The name as the service spells it.</param>
    public VtNode this[ReadOnlySpan<byte> utf8Name]
    {
        get
        {
            if (Kind != JsonValueKind.Object) return default;
            try
            {
                return Json.TryGetProperty(utf8Name, out var value) ? new VtNode(value) : default;
            }
            catch (InvalidOperationException)
            {
                return FindPastUnreadableNames(utf8Name);
            }
        }
    }

    /// <summary>The item at that place; an absent node where this is no array or is shorter.</summary>
    /// <param name="index">The place, from 0.</param>
    public VtNode this[int index] =>
        Kind == JsonValueKind.Array && (uint)index < (uint)Json.GetArrayLength() ? new VtNode(Json[index]) : default;

    /// <summary>The text of a string, or null. Half of a surrogate pair, which is not text, reads as U+FFFD.</summary>
    public string? AsString()
    {
        if (Kind != JsonValueKind.String) return null;
        try
        {
            return Json.GetString();
        }
        catch (InvalidOperationException)
        {
            return JsonText.UnescapeLossy(JsonMarshal.GetRawUtf8Value(Json)[1..^1]);
        }
    }

    /// <summary>A string, number or boolean as text, or null for anything else.</summary>
    public string? AsText() => Kind switch
    {
        JsonValueKind.String => AsString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => Json.GetRawText(),
        _ => null,
    };

    /// <summary>A whole number that fits 64 bits, or null. <c>3.0</c> and <c>1e3</c> are whole numbers.</summary>
    public long? AsInt64()
    {
        if (Kind != JsonValueKind.Number) return null;
        if (Json.TryGetInt64(out var value)) return value;
        return Json.TryGetDouble(out var real) && real == Math.Floor(real) && Math.Abs(real) < 1L << 53 ? (long)real : null;
    }

    /// <summary>A number, or null. Numbers beyond the range of a double read as null.</summary>
    public double? AsDouble() =>
        Kind == JsonValueKind.Number && Json.TryGetDouble(out var value) && double.IsFinite(value) ? value : null;

    /// <summary>A boolean, or null.</summary>
    public bool? AsBoolean() => Kind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>
    /// A moment given in seconds since 1970 (UTC), or null. Seconds written as a string of digits count too: the service
    /// does so for <c>threat_severity.last_analysis_date</c>.
    /// </summary>
    public DateTimeOffset? AsDate()
    {
        double? seconds = Kind == JsonValueKind.String
            ? long.TryParse(AsString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) ? parsed : null
            : AsDouble();
        // The range of DateTimeOffset, in seconds.
        return seconds is >= -62_135_596_800 and <= 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : null;
    }

    /// <summary>The strings of an array, in order; items that are not strings are left out. Empty where this is no array.</summary>
    public IReadOnlyList<string> AsStrings()
    {
        if (Kind != JsonValueKind.Array) return [];
        var strings = new List<string>(Json.GetArrayLength());
        foreach (var item in Json.EnumerateArray())
            if (new VtNode(item).AsString() is { } text)
                strings.Add(text);
        return strings;
    }

    /// <summary>The items of an array as a list of views; empty where this is no array.</summary>
    /// <typeparam name="T">The view of an item.</typeparam>
    public VtList<T> AsList<T>() where T : struct, IVtView<T> => new(this);

    /// <summary>The members of an object as a dictionary of views; empty where this is no object.</summary>
    /// <typeparam name="T">The view of a value.</typeparam>
    public VtMap<T> AsMap<T>() where T : struct, IVtView<T> => new(this);

    /// <summary>The scalar members of an object as text (<c>exiftool</c> mixes strings and numbers); empty where this is no object.</summary>
    public IReadOnlyDictionary<string, string> AsStringMap()
    {
        var map = new Dictionary<string, string>(Count);
        foreach (var (name, value) in AsMap<VtNode>())
            if (value.AsText() is { } text)
                map[name] = text;
        return map;
    }

    /// <summary>The whole-number members of an object; empty where this is no object.</summary>
    public IReadOnlyDictionary<string, long> AsInt64Map()
    {
        var map = new Dictionary<string, long>(Count);
        foreach (var (name, value) in AsMap<VtNode>())
            if (value.AsInt64() is { } number)
                map[name] = number;
        return map;
    }

    /// <summary>The value as JSON text, as it came; empty where it is absent.</summary>
    public override string ToString() => Kind == JsonValueKind.Undefined ? "" : Json.GetRawText();

    static VtNode IVtView<VtNode>.Create(VtNode node) => node;

    // A member name that holds half of a surrogate pair makes every search that passes it throw.
    private VtNode FindPastUnreadableNames(ReadOnlySpan<byte> utf8Name)
    {
        var found = default(VtNode);
        foreach (var member in Json.EnumerateObject())
        {
            try
            {
                if (member.NameEquals(utf8Name)) found = new VtNode(member.Value);
            }
            catch (InvalidOperationException)
            {
                // Not the name that is looked for: that one is valid text.
            }
        }
        return found;
    }
}
