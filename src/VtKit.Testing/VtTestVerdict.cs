using System.Text.Json;

namespace VtKit.Testing;

/// <summary>What engines say of something: <c>VtTestVerdict.Malicious(3, of: 70)</c>. It never changes; <see cref="With"/> makes another one.</summary>
public sealed class VtTestVerdict
{
    private const int UsualEngines = 70;
    private const int MostEngines = 1000;
    private readonly int _malicious;
    private readonly int _suspicious;
    private readonly int _of;
    private readonly IReadOnlyList<(string Name, EngineCategory Category, string? Result)> _named;

    private VtTestVerdict(int malicious, int suspicious, int of, IReadOnlyList<(string, EngineCategory, string?)> named)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(malicious);
        ArgumentOutOfRangeException.ThrowIfNegative(suspicious);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(of, MostEngines);
        ArgumentOutOfRangeException.ThrowIfLessThan(of, malicious + suspicious);
        (_malicious, _suspicious, _of, _named) = (malicious, suspicious, of, named);
    }

    /// <summary>Some engines say malicious. The others say undetected of a file, and harmless of anything else.</summary>
    /// <param name="engines">How many.</param>
    /// <param name="of">How many engines there are, at most 1000.</param>
    /// <param name="suspicious">How many of the others say suspicious.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are more verdicts than engines.</exception>
    public static VtTestVerdict Malicious(int engines, int of = UsualEngines, int suspicious = 0) => new(engines, suspicious, of, []);

    /// <summary>Some engines say suspicious, and none malicious.</summary>
    /// <param name="engines">How many.</param>
    /// <param name="of">How many engines there are, at most 1000.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are more verdicts than engines.</exception>
    public static VtTestVerdict Suspicious(int engines, int of = UsualEngines) => new(0, engines, of, []);

    /// <summary>No engine has anything against it: undetected for a file, harmless for anything else.</summary>
    /// <param name="of">How many engines there are, at most 1000.</param>
    public static VtTestVerdict Clean(int of = UsualEngines) => new(0, 0, of, []);

    /// <summary>This verdict, and an engine by its name besides.</summary>
    /// <param name="engine">The engine's name.</param>
    /// <param name="category">What it says.</param>
    /// <param name="result">The name that it gives, such as <c>Trojan.Generic</c>.</param>
    public VtTestVerdict With(string engine, EngineCategory category, string? result = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(engine);
        return new(_malicious, _suspicious, _of, [.. _named, (engine, category, result)]);
    }

    /// <summary>Writes the admin routes' form of it.</summary>
    internal void Write(Utf8JsonWriter json, string type, string id)
    {
        json.WriteStartArray("verdicts"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteString("id"u8, id);
        json.WriteNumber("malicious"u8, _malicious);
        json.WriteNumber("suspicious"u8, _suspicious);
        json.WriteNumber("of"u8, _of);
        json.WriteStartArray("engines"u8);
        foreach (var (name, category, result) in _named)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, name);
            json.WriteString("category"u8, category.ToString());
            json.WriteString("result"u8, result);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
