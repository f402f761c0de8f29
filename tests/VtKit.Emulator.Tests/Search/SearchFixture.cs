using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using VtKit.StaticAnalysis.Tests;

namespace VtKit.Emulator.Tests;

/// <summary>An emulator with a few files, URLs, domains, addresses and collections, each of them different from the others.</summary>
public sealed class SearchFixture : IAsyncLifetime
{
    public const string Login = "http://user:pw@login.shop.example:8080/wp-admin/setup.exe?token=abc&next=home";
    public const string Plain = "http://www.plain.example/news";
    public const string ByAddress = "https://198.51.100.7/login";

    internal EmulatorFixture Emulator { get; private set; } = null!;

    /// <summary>What stands for a hit in the tests, by its id.</summary>
    internal Dictionary<string, string> Names { get; } = new() { [EmulatorFixture.EicarSha256] = "eicar" };

    internal string IdOf(string name) => Names.Single(pair => pair.Value == name).Key;

    public async Task InitializeAsync()
    {
        Emulator = await EmulatorFixture.StartAsync();
        var pe = new PeBuilder { Imports = [("KERNEL32.dll", ["LoadLibraryA"])], Exports = ["RunMe"], Timestamp = 1_700_000_000, EntryPoint = 0x1000 }
            .Section(".text", [1, 2, 3]).Section("UPX0", [4]).Build();
        var elf = new ElfBuilder { Needed = ["libcrypto.so.3"], Imports = ["getrandom"], Exports = ["elf_export"] }.Build();
        await AddAsync("pe", pe, "Invoice 2026.exe");
        await AddAsync("elf", elf, "tool.so");
        await AddAsync("zip", Zip(("inner/Invoice.exe", pe)), "delivery.zip");
        await AddAsync("text", "Some notes about nothing at all, \xC3\xA4 and ** stars".Utf8(), "notes [1].txt");
        Emulator.Clock.Advance(TimeSpan.FromDays(10));
        await Emulator.UploadAsync(pe, "Invoice 2026.exe");
        using (var other = Emulator.Client(VtEmulatorKeys.OtherGroup))
        {
            await other.ReadAsync(HttpMethod.Post, $"/files/{IdOf("pe")}/comments", new StringContent(Bodies.Comment("Part of the #winter campaign")));
            await other.ReadAsync(HttpMethod.Post, $"/files/{IdOf("elf")}/votes", new StringContent(Bodies.Vote("malicious")));
        }
        await SubmitAsync("login", Login);
        await SubmitAsync("plain", Plain);
        await SubmitAsync("address", ByAddress);
        await PlantAsync("file", IdOf("pe"), ("Microsoft", "malicious", "Trojan:Win32/Zbot.A"), ("ESET-NOD32", "malicious", "Win32/Spy.Zbot"), ("Symantec", "malicious", "Infostealer"),
            ("Kaspersky", "suspicious", "HEUR:Trojan.Banker"), ("Avast", "timeout", null), ("AVG", "type-unsupported", null));
        await PlantAsync("url", Login, ("Google Safebrowsing", "malicious", "phishing"), ("BitDefender", "malicious", "phishing"));
        await PlantAsync("domain", "shop.example", ("BitDefender", "malicious", "malware"));
        await PlantAsync("ip_address", "198.51.100.7", ("BitDefender", "malicious", "malware"));
        await Emulator.PostAsync("/ip_addresses/10.0.0.1/comments", Bodies.Comment("our own"));
        await Emulator.PostAsync("/ip_addresses/2001:db8::5/comments", Bodies.Comment("six"));
        foreach (var host in new[] { "shop.example", "login.shop.example", "www.plain.example", "plain.example", "198.51.100.7", "10.0.0.1", "2001:db8::5" }) Names[host] = host;
        await Emulator.AdminAsync(HttpMethod.Post, "/seed", """
            {"objects": [
                {"type": "collection", "id": "c-open", "attributes": {"name": "Emotet drop", "description": "A botnet of old", "tags": ["banker"], "creation_date": 1700000000, "origin": "Partner"},
                    "relationships": {"files": {"data": [{"type": "file", "id": "THE-PE"}]}}},
                {"type": "collection", "id": "c-campaign", "attributes": {"name": "Winter", "collection_type": "campaign", "source_region": "RU", "targeted_industries": ["Energy"], "files_count": 12}}]}
            """.Replace("THE-PE", IdOf("pe"), StringComparison.Ordinal));
        Names["c-open"] = "c-open";
        Names["c-campaign"] = "c-campaign";
    }

    public async Task DisposeAsync() => await Emulator.DisposeAsync();

    /// <summary>The hits of a query, by name, in their order.</summary>
    internal async Task<string[]> FindAsync(string query, string more = "") =>
        [.. (await SearchAsync(query, more))["data"]!.AsArray().Select(hit => (string)hit!["id"]!).Select(id => Names.GetValueOrDefault(id, id))];

    internal Task<JsonObject> SearchAsync(string query, string more = "") => Emulator.GetAsync($"/intelligence/search?query={Uri.EscapeDataString(query)}{more}");

    internal Task<string> FailAsync(string query, string more = "") =>
        Emulator.Premium.FailAsync(HttpMethod.Get, $"/intelligence/search?query={Uri.EscapeDataString(query)}{more}");

    internal async Task PlantAsync(string type, string id, params (string Engine, string Category, string? Label)[] verdicts)
    {
        var results = new JsonObject();
        foreach (var (engine, category, label) in verdicts)
            results[engine] = new JsonObject { ["category"] = category, ["engine_name"] = engine, ["method"] = "blacklist", ["result"] = label };
        await Emulator.AdminAsync(HttpMethod.Post, "/seed",
            new JsonObject { ["verdicts"] = new JsonArray(new JsonObject { ["type"] = type, ["id"] = id, ["results"] = results }) }.ToJsonString());
    }

    internal async Task AddAsync(string called, byte[] content, string name)
    {
        await Emulator.UploadAsync(content, name);
        Names[Convert.ToHexStringLower(SHA256.HashData(content))] = called;
    }

    private async Task SubmitAsync(string called, string url)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("url", url)]);
        var analysis = (string)(await Emulator.Premium.ReadAsync(HttpMethod.Post, "/urls", form))["data"]!["id"]!;
        Names[analysis.Split('-')[1]] = called;
    }

    private static byte[] Zip((string Name, byte[] Content) entry)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var content = archive.CreateEntry(entry.Name).Open();
            content.Write(entry.Content);
        }
        return stream.ToArray();
    }
}
