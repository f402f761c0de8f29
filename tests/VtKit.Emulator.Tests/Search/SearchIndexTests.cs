using Microsoft.Data.Sqlite;

namespace VtKit.Emulator.Tests;

/// <summary>Searches see every change at once.</summary>
public sealed class SearchIndexTests
{
    private const string Eicar = EmulatorFixture.EicarSha256;

    [Fact]
    public async Task Verdicts_votes_comments_and_names_are_found_as_they_come_and_go()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        (await FindAsync(emulator, "p:1")).ShouldBe([Eicar]);
        (await FindAsync(emulator, "fs:2000-01-01+")).ShouldBeEmpty();

        await emulator.AdminAsync(HttpMethod.Post, "/seed", $$"""{"verdicts": [{"type": "file", "id": "{{Eicar}}", "malicious": 7, "of": 9}]}""");
        (await FindAsync(emulator, "p:7 engine_01:malware")).ShouldBe([Eicar]);
        await emulator.AdminAsync(HttpMethod.Post, "/seed", $$"""{"verdicts": [{"type": "file", "id": "{{Eicar}}", "engines": [{"name": "New One", "category": "malicious", "result": "Fresh.Label"}]}]}""");
        (await FindAsync(emulator, "p:7")).ShouldBeEmpty();
        (await FindAsync(emulator, "engines:fresh new_one:label")).ShouldBe([Eicar]);
        (await FindAsync(emulator, "engines:malware")).ShouldBeEmpty();

        var comment = (string)(await emulator.PostAsync($"/files/{Eicar}/comments", Bodies.Comment("a rare word")))["data"]!["id"]!;
        (await FindAsync(emulator, "comment:rare")).ShouldBe([Eicar]);
        await emulator.Premium.ReadAsync(HttpMethod.Delete, "/comments/" + comment);
        (await FindAsync(emulator, "comment:rare")).ShouldBeEmpty();
        (await FindAsync(emulator, "have:comments")).ShouldBeEmpty();

        await emulator.PostAsync($"/files/{Eicar}/votes", Bodies.Vote("malicious"));
        (await FindAsync(emulator, "reputation:0-")).ShouldBe([Eicar]);
        await emulator.UploadAsync("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*".Utf8(), "another-name.bin");
        (await FindAsync(emulator, "name:another s:1")).ShouldBe([Eicar]);
    }

    [Fact]
    public async Task An_analysis_counts_from_its_end_on_and_a_clock_that_goes_back_takes_it_away()
    {
        await using var emulator = await EmulatorFixture.StartAsync(options => options.AnalysisRunTime = TimeSpan.FromMinutes(5));
        (await FindAsync(emulator, "p:0+")).ShouldBeEmpty();
        emulator.Clock.Advance(TimeSpan.FromMinutes(5));
        (await FindAsync(emulator, "p:0+")).ShouldBe([Eicar]);
        await emulator.AdminAsync(HttpMethod.Post, "/clock", """{"advance_seconds": -60}""");
        (await FindAsync(emulator, "p:0+")).ShouldBeEmpty();
        await emulator.AdminAsync(HttpMethod.Post, "/clock", """{"advance_seconds": 60}""");
        (await FindAsync(emulator, "p:0+")).ShouldBe([Eicar]);
    }

    [Fact]
    public async Task A_reset_leaves_nothing_to_be_found_and_the_index_whole()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.UploadAsync("to be forgotten".Utf8(), "forgotten.txt");
        await emulator.PostAsync("/ip_addresses/9.9.9.9/comments", Bodies.Comment("forgotten too"));
        await emulator.AdminAsync(HttpMethod.Post, "/reset");
        (await FindAsync(emulator, "name:forgotten")).ShouldBeEmpty();
        (await FindAsync(emulator, "entity:ip")).ShouldBeEmpty();
        (await FindAsync(emulator, "name:eicar")).ShouldBe([Eicar]);
        await emulator.UploadAsync("to be found".Utf8(), "found.txt");
        (await FindAsync(emulator, "name:found")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_store_from_before_there_was_an_index_is_searched_like_any_other()
    {
        using var folder = new TemporaryFolder();
        SQLitePCL.Batteries_V2.Init();
        await using (var connection = await OpenAsync(folder))
        {
            Schema.Upgrade(connection, "test", [.. Schema.Released.TakeWhile(step => step != SearchSchema.Step)]);
            Schema.Run(connection, $$"""
                INSERT INTO item(type, id, first_seen) VALUES ('file', '{{Eicar}}', 1), ('domain', 'old.example', 1);
                INSERT INTO file(sha256, md5, sha1, size, facts, stored) VALUES ('{{Eicar}}', '', '', 5, '{}', 0);
                INSERT INTO file_name(sha256, name) VALUES ('{{Eicar}}', 'old.txt');
                """);
        }

        await using var emulator = await EmulatorFixture.StartAsync(options => options.DataDirectory = folder.Path);
        (await FindAsync(emulator, "name:old size:5")).ShouldBe([Eicar]);
        (await FindAsync(emulator, "entity:domain domain:old*")).ShouldBe(["old.example"]);
    }

    [Fact]
    public async Task Private_collections_show_to_those_who_may_see_them_only()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await EmulatorFixture.StartAsync(options => options.DataDirectory = folder.Path))
            await first.AdminAsync(HttpMethod.Post, "/seed", $$$"""
                {"objects": [{"type": "collection", "id": "secret", "attributes": {"name": "Hidden drop"}, "relationships": {"files": {"data": [{"type": "file", "id": "{{{Eicar}}}"}]} } }]}
                """);
        await ChangeAsync(folder, "UPDATE record SET owner = 'other', private = 1 WHERE id = 'secret'");

        await using var emulator = await EmulatorFixture.StartAsync(options => options.DataDirectory = folder.Path);
        using var owner = emulator.Client(VtEmulatorKeys.OtherGroup);
        foreach (var query in new[] { "entity:collection name:hidden", "entity:collection", "collection:hidden", "entity:collection NOT name:x", "entity:collection files:1 OR name:hidden" })
        {
            (await FindAsync(emulator, query)).ShouldBeEmpty(query);
            (await FindAsync(owner, query)).Length.ShouldBe(1, query);
        }
    }

    private static Task<string[]> FindAsync(EmulatorFixture emulator, string query) => FindAsync(emulator.Premium, query);

    private static async Task<string[]> FindAsync(HttpClient client, string query)
    {
        var page = await client.ReadAsync(HttpMethod.Get, "/intelligence/search?query=" + Uri.EscapeDataString(query));
        return [.. page["data"]!.AsArray().Select(hit => (string)hit!["id"]!)];
    }

    private static async Task ChangeAsync(TemporaryFolder folder, string sql)
    {
        await using var connection = await OpenAsync(folder);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<SqliteConnection> OpenAsync(TemporaryFolder folder)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = folder["emulator.db"], Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
