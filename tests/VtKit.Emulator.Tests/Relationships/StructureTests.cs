using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace VtKit.Emulator.Tests;

/// <summary>Relationships that follow from what is in the files.</summary>
public sealed class StructureTests
{
    [Fact]
    public async Task What_stands_in_a_file_is_known_and_leads_back()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.UploadAsync("go to http://c2.example.com/a then http://8.8.4.4/b or www.example.net".Utf8(), "a.txt");
        var file = (await emulator.GetAsync("/domains/c2.example.com/referrer_files"))["data"]!.AsArray().ShouldHaveSingleItem()!;
        var path = "/files/" + (string)file["id"]!;
        ((string)file["attributes"]!["meaningful_name"]!).ShouldBe("a.txt");
        Hunts.Ids(await emulator.GetAsync($"{path}/embedded_domains")).ShouldBe(["c2.example.com", "www.example.net"]);
        Hunts.Ids(await emulator.GetAsync($"{path}/embedded_ips")).ShouldBe(["8.8.4.4"]);
        var urls = (await emulator.GetAsync($"{path}/embedded_urls"))["data"]!.AsArray();
        urls.Select(url => (string)url!["attributes"]!["url"]!).ShouldBe(["http://c2.example.com/a", "http://8.8.4.4/b"]);
        urls.ShouldAllBe(url => url!["attributes"]!["times_submitted"]!.GetValue<int>() == 0);
        foreach (var back in new[] { $"/urls/{urls[0]!["id"]}/referrer_files", "/ip_addresses/8.8.4.4/referrer_files", "/domains/www.example.net/relationships/referrer_files" })
            Hunts.Ids(await emulator.GetAsync(back)).ShouldBe([(string)file["id"]!]);
        Hunts.Ids(await emulator.GetAsync("/domains/example.com/subdomains")).ShouldBe(["c2.example.com"]);
        // Once more tells nothing twice.
        await emulator.PostAsync(path + "/analyse");
        Hunts.Ids(await emulator.GetAsync($"{path}/embedded_domains")).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Similar_files_share_an_import_hash()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        // Programs of .NET import one function, all the same.
        async Task<string> UploadAsync(string name)
        {
            var content = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, name));
            await emulator.UploadAsync(content, name);
            return Convert.ToHexStringLower(SHA256.HashData(content));
        }
        var first = await UploadAsync("VtKit.Indicators.dll");
        var second = await UploadAsync("VtKit.StaticAnalysis.dll");
        Hunts.Ids(await emulator.GetAsync($"/files/{first}/similar_files")).ShouldBe([second]);
        Hunts.Ids(await emulator.GetAsync($"/files/{second}/similar_files")).ShouldBe([first]);
        (await emulator.GetAsync($"/files/{EmulatorFixture.EicarSha256}/similar_files"))["data"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Similar_files_have_hashes_that_are_near()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var random = new Random(8);
        var content = new byte[60_000];
        random.NextBytes(content);
        var (changed, tail, other) = (content.ToArray(), new byte[50_000], new byte[60_000]);
        for (var at = 100; at < 1_000; at += 200) changed[at] ^= 0x20;
        random.NextBytes(tail);
        random.NextBytes(other);
        // Nearly twice the size, half of it new: too far away for a TLSH, which counts lengths, and near enough for ssdeep.
        byte[] longer = [.. content, .. tail];
        var ids = new List<string>();
        foreach (var one in new[] { content, changed, longer, other })
        {
            await emulator.UploadAsync(one, "a.bin");
            ids.Add(Convert.ToHexStringLower(SHA256.HashData(one)));
        }
        Hunts.Ids(await emulator.GetAsync($"/files/{ids[0]}/similar_files")).ShouldBe([ids[1], ids[2]], ignoreOrder: true);
        Hunts.Ids(await emulator.GetAsync($"/files/{ids[3]}/similar_files")).ShouldBeEmpty();

        var file = (await emulator.GetAsync("/files/" + ids[0]))["data"]!["attributes"]!;
        await FindAsync($"tlsh:{file["tlsh"]}", ids[0], ids[1]);
        await FindAsync($"ssdeep:\"{file["ssdeep"]}\"", ids[0], ids[1], ids[2]);
        await FindAsync($"similar-to:{ids[0]}", ids[1], ids[2]);
        await FindAsync("tlsh:T1");
        await FindAsync("ssdeep:nothing");
        await FindAsync($"have:tlsh tlsh:{file["tlsh"]}", ids[0], ids[1]);

        async Task FindAsync(string query, params string[] expected) =>
            Hunts.Ids(await emulator.GetAsync("/intelligence/search?query=" + Uri.EscapeDataString(query))).ShouldBe(expected, ignoreOrder: true, query);
    }

    [Fact]
    public async Task What_was_brought_in_tells_where_a_file_was_seen()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.AdminAsync(HttpMethod.Post, "/seed", new JsonObject
        {
            ["domains"] = new JsonArray("example.org"),
            ["objects"] = new JsonArray(new JsonObject
            {
                ["type"] = "file", ["id"] = EmulatorFixture.EicarSha256,
                ["relationships"] = new JsonObject { ["itw_domains"] = new JsonObject { ["data"] = new JsonArray(new JsonObject { ["type"] = "domain", ["id"] = "example.org" }) } },
            }),
        }.ToJsonString());
        Hunts.Ids(await emulator.GetAsync($"/files/{EmulatorFixture.EicarSha256}/itw_domains")).ShouldBe(["example.org"]);
        (await emulator.GetAsync($"/files/{EmulatorFixture.EicarSha256}/itw_ips"))["data"]!.AsArray().ShouldBeEmpty();
    }
}
