using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VtKit.Contract.Tests;

/// <summary>Objects read from the emulator's own answers: of a real program with sections and imports, which is VtKit itself.</summary>
public sealed class ObjectsTests(AreaFixture fixture) : IClassFixture<AreaFixture>
{
    private readonly VtClient _vt = fixture.Vt;

    [Fact]
    [Trait("seed", "80")]
    [Trait("seed", "81")]
    public async Task An_object_has_type_id_links_attributes_context_and_relationships()
    {
        var archive = await _vt.Files.GetAsync(fixture.ArchiveSha256, new VtReadOptions { Relationships = ["bundled_files"] });

        (archive.Type, archive.Id).ShouldBe(("file", fixture.ArchiveSha256));
        archive.Links.Self.ShouldBe($"{fixture.Service.Emulator.BaseAddress}api/v3/files/{fixture.ArchiveSha256}");
        archive.Attributes.Count.ShouldBeGreaterThan(10);
        archive.ContextAttributes.Exists.ShouldBeFalse();
        archive.Relationships.Count.ShouldBe(1);
        // What belongs to the list that an object came in stands apart from the object's own.
        var member = await _vt.Files.RelatedAsync<VtFile>(fixture.ArchiveSha256, "bundled_files").FirstAsync();
        member.ContextAttributes["filename"].AsString().ShouldBe("notes/first.txt");
        member["filename"].Exists.ShouldBeFalse();
    }

    [Fact]
    [Trait("seed", "84")]
    public async Task A_date_is_a_date_by_its_getter_and_a_number_as_it_came()
    {
        var file = await _vt.Files.GetAsync(fixture.LetterSha256);

        var sent = fixture.Service.Clock.GetUtcNow();
        (file.FirstSubmissionDate, file.LastAnalysisDate).ShouldBe((sent, sent));
        file["first_submission_date"].Kind.ShouldBe(JsonValueKind.Number);
        file["first_submission_date"].AsInt64().ShouldBe(sent.ToUnixTimeSeconds());
        // One that is not known is null, and is not the year 1970.
        (await _vt.IpAddresses.GetAsync("192.0.2.200")).LastAnalysisDate.ShouldBeNull();
    }

    [Fact]
    [Trait("seed", "85")]
    public async Task What_lies_deep_is_read_by_getters_and_by_names_and_what_is_absent_does_not_throw()
    {
        var program = await UploadProgramAsync();

        program.PeInfo.Sections.Select(section => section.Name).ShouldContain(".text");
        foreach (var section in program.PeInfo.Sections) section.Md5.ShouldNotBeNull().Length.ShouldBe(32);
        program["pe_info"]["sections"].AsList<VtNode>().Select(section => section["md5"].AsString())
            .ShouldBe(program.PeInfo.Sections.Select(section => section.Md5));
        program["pe_info"]["sections"][0]["name"].AsString().ShouldBe(program.PeInfo.Sections[0].Name);
        program.LastAnalysisResults["EICAR"].Category.ShouldBe(EngineCategory.Undetected);

        // No sandbox has seen it.
        program.SandboxVerdicts.ShouldBeEmpty();
        program["no_such_attribute"]["nor"][7]["this"].AsString().ShouldBeNull();
        (await _vt.Files.GetAsync(fixture.LetterSha256)).PeInfo.Imphash.ShouldBeNull();
    }

    [Fact]
    [Trait("seed", "86")]
    public async Task An_object_as_JSON_is_what_came_and_reads_again()
    {
        var program = await UploadProgramAsync();
        var response = await _vt.GetAsync($"/files/{program.Id}");

        var came = JsonNode.Parse(response.Body.Span)!["data"];

        JsonNode.DeepEquals(JsonNode.Parse(program.ToJson()), came).ShouldBeTrue();
        JsonNode.DeepEquals(JsonNode.Parse(program.ToJson(indented: true)), came).ShouldBeTrue();
        var again = VtObject.Parse<VtFile>(response.Body);
        (again.Id, again.PeInfo.Sections.Count).ShouldBe((program.Id, program.PeInfo.Sections.Count));
    }

    [Fact]
    public async Task The_facts_of_a_program_are_those_of_its_file()
    {
        var path = typeof(VtClient).Assembly.Location;
        var content = await File.ReadAllBytesAsync(path);

        var program = await UploadProgramAsync();

        program.Size.ShouldBe(content.Length);
        program.Md5.ShouldBe(Convert.ToHexStringLower(MD5.HashData(content)));
        program.TypeTag.ShouldBe("pedll");
        program.PeInfo.Timestamp.ShouldNotBeNull();
        (program.LastAnalysisStats.Malicious + program.LastAnalysisStats.Undetected).ShouldBe(1);
        program.MeaningfulName.ShouldBe(Path.GetFileName(path));
        program.LastAnalysisDate!.Value.ToString("u", CultureInfo.InvariantCulture).ShouldBe("2026-01-15 12:00:00Z");
    }

    private async Task<VtFile> UploadProgramAsync()
    {
        var analysis = await _vt.Files.ScanAndWaitAsync(typeof(VtClient).Assembly.Location);
        return await _vt.Files.GetAsync(analysis.Subject.FileInfo.Sha256!);
    }
}
