using System.Buffers;
using System.Globalization;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace VtKit.Emulator;

/// <summary>
/// A file in YAML that says what an emulator knows from the start: the members of <c>/_emulator/seed</c>. It is read part by part, so that what is
/// wrong with an entry is told with its line.
/// </summary>
internal sealed class Scenario
{
    private const int MaxDepth = 64;
    private const int MaxNumberLength = 18;

    private readonly string _path;
    private readonly List<(string Section, long Line, byte[] Json)> _entries = [];

    private Scenario(string path) => _path = path;

    /// <summary>Reads a file.</summary>
    /// <exception cref="VtEmulatorException">It cannot be read, is no YAML, or has other members.</exception>
    public static Scenario Read(string path)
    {
        var scenario = new Scenario(path);
        Parser? parser = null;
        try
        {
            using var text = new StreamReader(path);
            parser = new Parser(text);
            scenario.ReadSections(parser);
            return scenario;
        }
        catch (InvalidOperationException e)
        {
            // How the parser meets some lists that are not closed.
            throw scenario.Failure(parser?.Current?.End.Line ?? 1, "It is no YAML from here on", e);
        }
        catch (YamlException e)
        {
            throw scenario.Failure(e.Start.Line, e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VtEmulatorException(VtEmulatorFailure.ScenarioUnusable, $"The scenario {path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Lays down what the file says, in the order in which a seed does.</summary>
    /// <exception cref="VtEmulatorException">An entry cannot be understood.</exception>
    public async Task PlantAsync(Backend backend, CancellationToken cancellationToken)
    {
        foreach (var (section, line, json) in _entries.OrderBy(entry => Array.IndexOf(Seed.Sections, entry.Section)))
        {
            using var document = JsonDocument.Parse(json);
            try
            {
                await Seed.PlantAsync(document.RootElement, backend, cancellationToken).ConfigureAwait(false);
            }
            catch (ApiException e)
            {
                throw Failure(line, e.Message, e);
            }
        }
    }

    private void ReadSections(Parser parser)
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _)) return;
        if (parser.TryConsume<Scalar>(out var nothing) && nothing.Value.Length == 0) return;
        if (nothing is not null || !parser.TryConsume<MappingStart>(out _)) throw Failure(nothing?.Start.Line ?? parser.Current!.Start.Line, $"A scenario has the members {string.Join(", ", Seed.Sections)}", null);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var section = parser.Consume<Scalar>();
            if (!Seed.Sections.Contains(section.Value, StringComparer.Ordinal))
                throw Failure(section.Start.Line, $"\"{section.Value}\" is no member of a scenario: it has {string.Join(", ", Seed.Sections)}", null);
            if (!seen.Add(section.Value)) throw Failure(section.Start.Line, $"\"{section.Value}\" stands here twice", null);
            if (!parser.TryConsume<SequenceStart>(out _)) throw Failure(section.Start.Line, $"\"{section.Value}\" is not a list", null);
            while (!parser.TryConsume<SequenceEnd>(out _)) ReadEntry(parser, section.Value);
        }
        parser.Consume<DocumentEnd>();
        if (!parser.Accept<StreamEnd>(out _)) throw Failure(parser.Current!.Start.Line, "A scenario is one document", null);
    }

    private void ReadEntry(Parser parser, string section)
    {
        var line = parser.Current!.Start.Line;
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteStartArray(section);
            Write(parser, writer, 1);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        _entries.Add((section, line, json.WrittenSpan.ToArray()));
    }

    /// <summary>Writes what follows as JSON.</summary>
    private void Write(Parser parser, Utf8JsonWriter json, int depth)
    {
        var line = parser.Current!.Start.Line;
        if (depth > MaxDepth) throw Failure(line, "The scenario is nested too deep", null);
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            Write(scalar, json);
        }
        else if (parser.TryConsume<SequenceStart>(out _))
        {
            json.WriteStartArray();
            while (!parser.TryConsume<SequenceEnd>(out _)) Write(parser, json, depth + 1);
            json.WriteEndArray();
        }
        else if (parser.TryConsume<MappingStart>(out _))
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            json.WriteStartObject();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var name = parser.Consume<Scalar>();
                if (!names.Add(name.Value)) throw Failure(name.Start.Line, $"\"{name.Value}\" stands here twice", null);
                json.WritePropertyName(name.Value);
                Write(parser, json, depth + 1);
            }
            json.WriteEndObject();
        }
        else
        {
            throw Failure(line, "A scenario has no aliases: write it out", null);
        }
    }

    /// <summary>What is quoted is a text; what is not may be a number, true, false or null.</summary>
    private static void Write(Scalar scalar, Utf8JsonWriter json)
    {
        var text = scalar.Value;
        if (scalar.Style is not ScalarStyle.Plain) json.WriteStringValue(text);
        else if (text is "" or "~" or "null") json.WriteNullValue();
        else if (text is "true" or "false") json.WriteBooleanValue(text == "true");
        // A hash may look like a very long number.
        else if (text.Length <= MaxNumberLength && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) json.WriteNumberValue(whole);
        else if (text.Length <= MaxNumberLength && text.Contains('.', StringComparison.Ordinal) && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) json.WriteNumberValue(number);
        else json.WriteStringValue(text);
    }

    private VtEmulatorException Failure(long line, string message, Exception? inner) =>
        new(VtEmulatorFailure.ScenarioUnusable, string.Create(CultureInfo.InvariantCulture, $"The scenario {_path} is wrong in line {line}: {message}"), inner);
}
