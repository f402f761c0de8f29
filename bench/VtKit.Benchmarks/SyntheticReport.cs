using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace VtKit.Benchmarks;

/// <summary>A file report of the size and shape that the service sends: made up, seeded, and about 30 KB.</summary>
internal static class SyntheticReport
{
    public const string Sha256 = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private const int Seed = 20_260_115;

    /// <summary>An answer with the report under <c>data</c>, as look-ups get it.</summary>
    public static byte[] Make(int atLeastBytes = 30_000) => Make(new Random(Seed), Sha256, atLeastBytes, inEnvelope: true);

    /// <summary>One of many reports that differ in their hashes, numbers and verdicts, bare as a line of a feed has it.</summary>
    public static byte[] MakeLine(int number)
    {
        var random = new Random(Seed + number);
        return Make(random, Hex(random, 32), random.Next(20_000, 40_000), inEnvelope: false);
    }

    private static byte[] Make(Random random, string sha256, int atLeastBytes, bool inEnvelope)
    {
        var buffer = new ArrayBufferWriter<byte>(atLeastBytes * 2);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        if (inEnvelope) json.WriteStartObject("data");
        json.WriteString("type", "file");
        json.WriteString("id", sha256);
        json.WriteStartObject("links");
        json.WriteString("self", "http://localhost/api/v3/files/" + sha256);
        json.WriteEndObject();
        json.WriteStartObject("attributes");
        json.WriteString("sha256", sha256);
        json.WriteString("md5", Hex(random, 16));
        json.WriteString("sha1", Hex(random, 20));
        json.WriteNumber("size", random.Next(1_000_000));
        json.WriteString("type_tag", "peexe");
        json.WriteString("type_description", "Win32 EXE");
        json.WriteString("meaningful_name", "setup.exe");
        json.WriteNumber("first_submission_date", 1_700_000_000);
        json.WriteNumber("last_analysis_date", 1_760_000_000);
        json.WriteNumber("reputation", -12);
        WriteEngines(json, random, 75);
        WritePe(json, random);
        json.WriteStartArray("names");
        // Names fill the report up to the size that is asked for.
        for (var i = 0; buffer.WrittenCount + json.BytesPending < atLeastBytes - 20; i++) json.WriteStringValue($"name-{i}-{Hex(random, 6)}.exe");
        json.WriteEndArray();
        json.WriteEndObject();
        if (inEnvelope) json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteEngines(Utf8JsonWriter json, Random random, int count)
    {
        var malicious = 0;
        json.WriteStartObject("last_analysis_results");
        for (var i = 0; i < count; i++)
        {
            var found = random.Next(3) == 0;
            if (found) malicious++;
            json.WriteStartObject($"Engine{i}");
            json.WriteString("category", found ? "malicious" : "undetected");
            json.WriteString("engine_name", $"Engine{i}");
            json.WriteString("engine_version", $"{random.Next(20)}.{random.Next(100)}.{random.Next(1000)}");
            json.WriteString("engine_update", "20260114");
            json.WriteString("method", "blacklist");
            if (found) json.WriteString("result", $"Trojan.Generic.{random.Next(100_000)}");
            else json.WriteNull("result");
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteStartObject("last_analysis_stats");
        json.WriteNumber("malicious", malicious);
        json.WriteNumber("undetected", count - malicious);
        foreach (var other in new[] { "suspicious", "harmless", "timeout", "confirmed-timeout", "failure", "type-unsupported" }) json.WriteNumber(other, 0);
        json.WriteEndObject();
    }

    private static void WritePe(Utf8JsonWriter json, Random random)
    {
        json.WriteStartObject("pe_info");
        json.WriteNumber("entry_point", random.Next(65536));
        json.WriteString("imphash", Hex(random, 16));
        json.WriteStartArray("sections");
        for (var i = 0; i < 6; i++)
        {
            json.WriteStartObject();
            json.WriteString("name", $".sec{i}");
            json.WriteNumber("entropy", Math.Round(random.NextDouble() * 8, 2));
            json.WriteNumber("raw_size", random.Next(100_000));
            json.WriteString("md5", Hex(random, 16));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("import_list");
        for (var i = 0; i < 8; i++)
        {
            json.WriteStartObject();
            json.WriteString("library_name", $"LIB{i}.dll");
            json.WriteStartArray("imported_functions");
            for (var f = 0; f < 25; f++) json.WriteStringValue($"Function{random.Next(10_000)}");
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Hex(Random random, int bytes)
    {
        var text = new StringBuilder(bytes * 2);
        for (var i = 0; i < bytes; i++) text.Append(random.Next(256).ToString("x2", CultureInfo.InvariantCulture));
        return text.ToString();
    }
}
