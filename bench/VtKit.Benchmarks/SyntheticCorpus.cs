using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using VtKit.Emulator;
using VtKit.StaticAnalysis;

namespace VtKit.Benchmarks;

/// <summary>Files as a service might hold them, each made from its number alone, and brought into a store past the analysis.</summary>
internal static class SyntheticCorpus
{
    private const int Engines = 60;

    private static readonly string[] Types = [.. Repeat("peexe", 50), .. Repeat("pedll", 12), .. Repeat("pdf", 8), .. Repeat("docx", 6), .. Repeat("xlsx", 4), .. Repeat("zip", 6), .. Repeat("elf", 6), .. Repeat("html", 5), .. Repeat("text", 3)];

    private static readonly string[] EngineNames = [.. new[] { "Microsoft", "Kaspersky", "Symantec", "ESET-NOD32", "Avast", "AVG", "BitDefender", "ClamAV", "Sophos", "Ikarus" }, .. Enumerable.Range(10, Engines - 10).Select(i => $"Engine {i}")];

    private static readonly string[] Families = [.. new[] { "Emotet", "Qbot", "Lokibot", "Zbot", "Agent", "Generic", "Ransom", "Banker", "Miner", "Dropper" }, .. Enumerable.Range(10, 490).Select(i => $"Family{i}")];

    private static readonly string[] NameWords = [.. new[] { "invoice", "setup", "payment order", "update", "document", "report", "scan", "photo", "installer", "readme" }, .. Enumerable.Range(10, 1990).Select(i => $"word{i}")];

    private static readonly string[] Functions = [.. new[] { "VirtualAllocEx", "CryptEncrypt", "LoadLibraryA", "GetProcAddress", "CreateFileW", "WriteProcessMemory" }, .. Enumerable.Range(6, 594).Select(i => $"Function{i}")];

    private static readonly string[] Libraries = ["KERNEL32.dll", "USER32.dll", "ADVAPI32.dll", "WS2_32.dll", "SHELL32.dll", "ole32.dll"];

    /// <summary>Adds files with these numbers, as if submitted over the year before a moment.</summary>
    public static void Add(Session store, int first, int count, DateTimeOffset end, VtEmulatorOptions options)
    {
        for (var number = first; number < first + count; number++) Add(store, number, end, options);
    }

    private static void Add(Session store, int number, DateTimeOffset end, VtEmulatorOptions options)
    {
        var random = new Random(number);
        var type = Types[random.Next(Types.Length)];
        var bytes = Encoding.UTF8.GetBytes($"synthetic {number}");
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var size = (long)Math.Exp(random.NextDouble() * 12 + 5);
        var facts = new FileFacts
        {
            Md5 = Convert.ToHexStringLower(MD5.HashData(bytes)), Sha1 = Convert.ToHexStringLower(SHA1.HashData(bytes)), Sha256 = sha256, Size = size, Entropy = 0,
            Type = new FileType(type, [], type, null, ""), Tags = [],
        };
        var name = $"{Pick(random, NameWords)}_{random.Next(10_000)}.{(type == "peexe" ? "exe" : type)}";
        var account = Account.All[random.Next(2)];
        var when = end.AddSeconds(-random.Next(365 * 86_400));
        Files.Save(store, new AnalyzedSample(null, name, facts, Facts(random, facts, type), Results(random), []), account, when, options);
        for (var again = random.Next(8) - 4; again > 0; again--) Items.Submit(store, "file", sha256, Account.All[random.Next(5)].Name, Math.Min(end.ToUnixTimeMilliseconds(), when.AddDays(again).ToUnixTimeMilliseconds()), name);
        if (random.Next(50) == 0) Comments.Add(store, "file", sha256, account, random.Next(4) == 0 ? "Part of a ransomware campaign" : "Seen in the wild", when.ToUnixTimeMilliseconds());
        if (random.Next(30) == 0) Votes.Add(store, "file", sha256, account, random.Next(3) == 0 ? "harmless" : "malicious", when.ToUnixTimeMilliseconds());
        // Nothing lies in the folder of samples.
        store.Execute("UPDATE file SET stored = 0 WHERE sha256 = $1", sha256);
    }

    private static string Facts(Random random, FileFacts facts, string type)
    {
        var json = new JsonObject
        {
            ["md5"] = facts.Md5, ["sha1"] = facts.Sha1, ["sha256"] = facts.Sha256, ["size"] = facts.Size, ["type_tag"] = type, ["type_description"] = type, ["magic"] = $"{type} data",
            ["type_tags"] = new JsonArray(type, type is "peexe" or "pedll" or "elf" ? "executable" : "document"),
        };
        var tags = new JsonArray(type);
        if (random.Next(5) == 0) tags.Add(type == "pdf" ? "js-embedded" : type is "docx" or "xlsx" ? "macros" : "overlay");
        if (random.Next(3) == 0) tags.Add("signed");
        json["tags"] = tags;
        if (type is "peexe" or "pedll")
        {
            var sections = new JsonArray();
            foreach (var section in random.Next(6) == 0 ? new[] { ".upx0", ".upx1", ".rsrc" } : [".text", ".rdata", ".data", ".rsrc"])
                sections.Add(new JsonObject { ["name"] = section, ["md5"] = random.Next(200_000).ToString("x32", CultureInfo.InvariantCulture), ["raw_size"] = 512 });
            var imports = new JsonArray();
            foreach (var library in Libraries[..random.Next(1, Libraries.Length)])
                imports.Add(new JsonObject { ["library_name"] = library, ["imported_functions"] = new JsonArray([.. Enumerable.Range(0, random.Next(5, 25)).Select(_ => JsonValue.Create(Pick(random, Functions)))]) });
            json["pe_info"] = new JsonObject
            {
                ["imphash"] = ((int)(random.NextDouble() * random.NextDouble() * 5000)).ToString("x32", CultureInfo.InvariantCulture), ["entry_point"] = 4096 * random.Next(1, 50),
                ["timestamp"] = 1_600_000_000 + random.Next(150_000_000), ["sections"] = sections, ["import_list"] = imports,
            };
            json["creation_date"] = 1_600_000_000 + random.Next(150_000_000);
        }
        return json.ToJsonString();
    }

    private static string Results(Random random)
    {
        var family = Pick(random, Families);
        var share = random.Next(2) == 0 ? 0 : random.NextDouble();
        var json = new JsonObject();
        foreach (var engine in EngineNames)
        {
            var found = random.NextDouble() < share;
            json[engine] = new JsonObject
            {
                ["category"] = found ? "malicious" : "undetected", ["engine_name"] = engine, ["engine_update"] = "20260114", ["engine_version"] = "1.0", ["method"] = "blacklist",
                ["result"] = found ? $"{(random.Next(2) == 0 ? "Trojan" : "Malware")}.Win32.{family}.{(char)('A' + random.Next(26))}" : null,
            };
        }
        return json.ToJsonString();
    }

    /// <summary>Few words are frequent and many are rare.</summary>
    private static string Pick(Random random, string[] words) => words[(int)(words.Length * Math.Pow(random.NextDouble(), 3))];

    private static IEnumerable<string> Repeat(string text, int count) => Enumerable.Repeat(text, count);
}
