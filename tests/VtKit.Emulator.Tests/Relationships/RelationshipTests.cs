using System.IO.Compression;
using System.Security.Cryptography;

namespace VtKit.Emulator.Tests;

public sealed class RelationshipTests
{
    [Fact]
    public async Task Every_relationship_of_the_table_answers_or_says_that_it_is_not_there()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var form = new FormUrlEncodedContent([new("url", "http://example.com/")]);
        var analysis = (await emulator.Premium.ReadAsync(HttpMethod.Post, "/urls", form))["data"]!["id"]!.GetValue<string>();
        var comment = (await emulator.PostAsync("/domains/example.com/comments", Bodies.Comment("x")))["data"]!["id"]!.GetValue<string>();
        var owners = new Dictionary<string, string>
        {
            ["file"] = "/files/" + EmulatorFixture.EicarMd5,
            ["url"] = "/urls/aHR0cDovL2V4YW1wbGUuY29tLw",
            ["domain"] = "/domains/example.com",
            ["ip_address"] = "/ip_addresses/8.8.8.8",
            ["analysis"] = "/analyses/" + analysis,
            ["comment"] = "/comments/" + comment,
            ["user"] = "/users/premium",
        };
        foreach (var (type, path) in owners)
            foreach (var relationship in Relationships.For(type))
                foreach (var form2 in new[] { $"{path}/{relationship.Name}", $"{path}/relationships/{relationship.Name}" })
                {
                    using var response = await emulator.Premium.GetAsync(EmulatorFixture.Api(form2));
                    var body = System.Text.Json.Nodes.JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
                    if ((int)response.StatusCode == 501)
                    {
                        body["error"]!["code"]!.GetValue<string>().ShouldBe("NotSupportedByEmulator");
                        continue;
                    }
                    ((int)response.StatusCode).ShouldBe(200, $"{form2}: {body}");
                    body.AsObject().ContainsKey("data").ShouldBeTrue(form2);
                    if (relationship.ToMany) body["data"].ShouldBeOfType<System.Text.Json.Nodes.JsonArray>(form2);
                }
    }

    [Fact]
    public async Task A_relationship_that_the_type_does_not_have_and_one_that_is_for_others()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        const string Path = "/files/" + EmulatorFixture.EicarMd5;
        (await emulator.Premium.FailAsync(HttpMethod.Get, Path + "/nonsense")).ShouldBe("400 InvalidArgumentError \"nonsense\" is not a relationship of file objects");
        (await emulator.Premium.FailAsync(HttpMethod.Get, Path + "/subdomains")).ShouldStartWith("400 InvalidArgumentError");
        (await emulator.Premium.FailAsync(HttpMethod.Get, Path + "?relationships=comments,nonsense")).ShouldStartWith("400 InvalidArgumentError");
        (await emulator.Public.FailAsync(HttpMethod.Get, Path + "/similar_files")).ShouldStartWith("403 ForbiddenError");
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/users/public/hunting_rulesets")).ShouldStartWith("403 ForbiddenError");
        // vtapi3's own slip: no slash between id and relationship.
        (await emulator.Premium.FailAsync(HttpMethod.Get, Path + "bundled_files")).ShouldStartWith("404 NotFoundError");
    }

    [Fact]
    public async Task Relationships_inside_the_object_are_descriptors_with_links()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        for (var i = 0; i < 21; i++) await emulator.PostAsync("/domains/example.com/comments", Bodies.Comment($"{i}"));
        var domain = (await emulator.GetAsync("/domains/example.com?relationships=comments,votes,immediate_parent"))["data"]!;
        var comments = domain["relationships"]!["comments"]!;
        comments["data"]!.AsArray().Count.ShouldBe(20);
        comments["data"]![0]!.AsObject().Select(member => member.Key).ShouldBe(["type", "id"]);
        comments["links"]!["self"]!.GetValue<string>().ShouldEndWith("/api/v3/domains/example.com/relationships/comments?limit=20");
        comments["links"]!["related"]!.GetValue<string>().ShouldEndWith("/api/v3/domains/example.com/comments");
        var next = new Uri(comments["links"]!["next"]!.GetValue<string>());
        var rest = await emulator.Premium.ReadAbsoluteAsync(HttpMethod.Get, next.PathAndQuery);
        rest["data"]!.AsArray().Count.ShouldBe(1);
        var votes = domain["relationships"]!["votes"]!.AsObject();
        votes["data"]!.AsArray().ShouldBeEmpty();
        votes.ContainsKey("meta").ShouldBeFalse();
        domain["relationships"]!["immediate_parent"]!["data"].ShouldBeNull();
        // In lists too.
        var item = (await emulator.GetAsync("/users/premium/comments?limit=1&relationships=author"))["data"]![0]!;
        item["relationships"]!["author"]!["data"]!["id"]!.GetValue<string>().ShouldBe("premium");
        item["relationships"]!["author"]!["meta"]!["count"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Members_of_an_archive_are_files_of_their_own_and_know_their_archive()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var inner = Zip(("deep.txt", "deep inside"u8.ToArray()));
        var archive = Zip(("folder/a.txt", "text a"u8.ToArray()), ("b.bin", [1, 2, 3]), ("copy of a.txt", "text a"u8.ToArray()), ("inner.zip", inner));
        await emulator.UploadAsync(archive, "archive.zip");
        var sha256 = Hash(archive);
        var members = (await emulator.GetAsync($"/files/{sha256}/bundled_files"))["data"]!.AsArray();
        members.Select(member => member!["id"]!.GetValue<string>()).ShouldBe([Hash("text a"u8), Hash([1, 2, 3]), Hash(inner)]);
        members[0]!["context_attributes"]!["filename"]!.GetValue<string>().ShouldBe("folder/a.txt");
        members[0]!["attributes"]!["size"]!.GetValue<int>().ShouldBe(6);
        members[0]!["attributes"]!["last_analysis_stats"]!["undetected"]!.GetValue<int>().ShouldBe(1);

        var member = (await emulator.GetAsync("/files/" + Hash("text a"u8)))["data"]!["attributes"]!;
        member["meaningful_name"]!.GetValue<string>().ShouldBe("a.txt");
        // Nobody submitted it.
        member["times_submitted"].ShouldBeNull();
        (await emulator.GetAsync($"/files/{Hash("text a"u8)}/compressed_parents"))["data"]![0]!["id"]!.GetValue<string>().ShouldBe(sha256);
        (await emulator.GetAsync($"/files/{Hash(inner)}/relationships/bundled_files"))["data"]![0]!["id"]!.GetValue<string>().ShouldBe(Hash("deep inside"u8));
        (await emulator.GetAsync($"/files/{Hash("deep inside"u8)}/compressed_parents"))["data"]![0]!["id"]!.GetValue<string>().ShouldBe(Hash(inner));
    }

    [Fact]
    public async Task More_members_than_are_kept_are_still_told_by_their_hashes()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var archive = Zip([.. Enumerable.Range(0, 120).Select(i => ($"{i:000}.txt", $"member {i}".Utf8()))]);
        await emulator.UploadAsync(archive, "many.zip");
        var kept = 0;
        var seen = 0;
        string? cursor = null;
        do
        {
            var page = await emulator.GetAsync($"/files/{Hash(archive)}/bundled_files?limit=40" + (cursor is null ? "" : "&cursor=" + cursor));
            foreach (var member in page["data"]!.AsArray())
            {
                member!["id"]!.GetValue<string>().ShouldBe(Hash($"member {seen++}".Utf8()));
                if (member["attributes"] is not null) kept++;
                else member["error"]!["code"]!.GetValue<string>().ShouldBe("NotFoundError");
            }
            cursor = page["meta"]!["cursor"]?.GetValue<string>();
        }
        while (cursor is not null);
        seen.ShouldBe(120);
        kept.ShouldBe(100);
    }

    [Fact]
    public async Task Submissions_tell_who_by_a_stand_in_only()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.UploadAsync("hello"u8.ToArray(), "hello.txt");
        await emulator.UploadAsync("hello"u8.ToArray(), "again.txt");
        var submissions = await emulator.GetAsync($"/files/{Hash("hello"u8)}/submissions");
        var first = submissions["data"]![0]!;
        first["type"]!.GetValue<string>().ShouldBe("submission");
        first["attributes"]!["name"]!.GetValue<string>().ShouldBe("again.txt");
        first["attributes"]!["interface"]!.GetValue<string>().ShouldBe("api");
        first["attributes"]!["source_key"]!.GetValue<string>().ShouldBe(submissions["data"]![1]!["attributes"]!["source_key"]!.GetValue<string>());
        submissions.ToJsonString().ShouldNotContain("premium");
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        return stream.ToArray();
    }

    private static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
