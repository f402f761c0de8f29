using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VtKit.Contract.Tests;

/// <summary>The generic verbs: any path, with status, headers and raw body.</summary>
public sealed class VerbsTests(AreaFixture fixture) : IClassFixture<AreaFixture>
{
    private readonly VtClient _vt = fixture.Vt;

    [Fact]
    [Trait("seed", "40")]
    [Trait("seed", "69")]
    [Covers("Client.GetAsync")]
    public async Task Get_gives_status_headers_and_the_body_as_it_came()
    {
        var response = await _vt.GetAsync($"/files/{Samples.EicarMd5}");

        response.Status.ShouldBe(HttpStatusCode.OK);
        response.ContentHeaders.ContentType!.ToString().ShouldBe("application/json; charset=utf-8");
        response.Headers.Contains("x-vtkit-emulator").ShouldBeTrue();
        JsonDocument.Parse(response.Body).RootElement.GetProperty("data").GetProperty("id").GetString().ShouldBe(Samples.EicarSha256);
        response.Data["attributes"]["md5"].AsString().ShouldBe(Samples.EicarMd5);
    }

    [Fact]
    [Covers("Client.WithBeforeAttempt")]
    public async Task Each_attempt_is_asked_about()
    {
        var attempts = 0;
        using var counted = _vt.WithBeforeAttempt(() => attempts++);

        await counted.GetAsync($"/files/{Samples.EicarMd5}");
        (await counted.Files.GetAsync(Samples.EicarMd5)).Id.ShouldBe(Samples.EicarSha256);

        attempts.ShouldBe(2);
    }

    [Fact]
    [Trait("seed", "39")]
    [Trait("seed", "40")]
    [Covers("Client.SendAsync")]
    public async Task Send_gives_an_error_answer_like_any_other()
    {
        var response = await _vt.SendAsync(new VtRequest(HttpMethod.Get, $"/files/{Samples.UnknownSha256}"));

        response.Status.ShouldBe(HttpStatusCode.NotFound);
        response.IsSuccess.ShouldBeFalse();
        JsonNode.Parse(response.Body.Span)!.ToJsonString().ShouldBe(
            new JsonObject { ["error"] = new JsonObject { ["code"] = "NotFoundError", ["message"] = $"File \"{Samples.UnknownSha256}\" not found" } }.ToJsonString());
    }

    [Fact]
    [Trait("seed", "68")]
    [Covers("Client.GetObjectAsync")]
    public async Task An_object_is_read_by_its_path_whose_arguments_are_encoded()
    {
        var (collection, id) = ("ip_addresses", "2001:db8::1");

        (await _vt.GetObjectAsync<VtIpAddress>($"/{collection}/{id}")).Id.ShouldBe(id);
        (await _vt.GetObjectAsync<VtObject>($"files/{Samples.EicarSha1}", [KeyValuePair.Create("attributes", "md5,size")]))
            .Attributes.AsMap<VtNode>().Keys.ShouldBe(["md5", "size"], ignoreOrder: true);
        var error = await Should.ThrowAsync<VtApiException>(() => _vt.GetObjectAsync<VtFile>($"/files/{"a/b?c#d"}"));
        error.Status.ShouldBe(HttpStatusCode.NotFound);
        error.Path.ShouldBe("/files/a%2Fb%3Fc%23d");
    }

    [Fact]
    [Trait("seed", "69")]
    [Covers("Client.PostAsync")]
    [Covers("Client.IterateAsync")]
    [Covers("Client.DeleteAsync")]
    public async Task What_is_posted_is_listed_and_deleted()
    {
        var posted = (await _vt.PostAsync($"/domains/{"verbs.example"}/comments", Json.Create("comment", "text", "By a verb"))).ToObject<VtComment>();

        (await _vt.IterateAsync<VtComment>("/domains/verbs.example/comments").ToListAsync()).Single().Text.ShouldBe("By a verb");
        (await _vt.DeleteAsync($"/comments/{posted.Id}")).Status.ShouldBe(HttpStatusCode.OK);
        (await _vt.IterateAsync<VtComment>("/domains/verbs.example/comments").ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    [Covers("Client.PatchAsync")]
    public async Task Patch_sends_what_it_is_given()
    {
        // Nothing that the emulator has is changed by PATCH so far.
        var error = await Should.ThrowAsync<VtApiException>(() => _vt.PatchAsync("/comments/f-1-2", Json.Create("comment", "text", "Changed")));

        error.ServiceMessage.ShouldContain("PATCH /comments/{id}.");
    }

    [Fact]
    [Trait("seed", "69")]
    [Covers("Client.OpenReadAsync")]
    [Covers("Client.DownloadAsync(VtPath, Stream)")]
    [Covers("Client.DownloadAsync(VtPath, String)")]
    public async Task A_body_is_read_as_it_arrives_copied_or_saved()
    {
        using var folder = new TempFolder();
        VtPath path = $"/files/{fixture.LetterSha256}/download";
        using var copy = new MemoryStream();

        await using (var stream = await _vt.OpenReadAsync(path)) await stream.CopyToAsync(copy);
        copy.ToArray().ShouldBe(fixture.Letter);
        copy.SetLength(0);
        (await _vt.DownloadAsync(path, copy)).ShouldBe(fixture.Letter.Length);
        copy.ToArray().ShouldBe(fixture.Letter);
        (await _vt.DownloadAsync(path, folder.At("saved"))).ShouldBe(fixture.Letter.Length);
        (await File.ReadAllBytesAsync(folder.At("saved"))).ShouldBe(fixture.Letter);
    }

    [Fact]
    [Trait("seed", "67")]
    [Covers("Client.CreateHandler")]
    [Covers("Client.Dispose")]
    [Covers("Client.DisposeAsync")]
    public async Task A_callers_HttpClient_works_and_outlives_the_client()
    {
        var options = new VtClientOptions { ApiKey = Emulator.VtEmulatorKeys.Premium, BaseAddress = fixture.Service.Emulator.BaseAddress };
        using var http = new HttpClient(VtClient.CreateHandler(options));
        var (first, second) = (new VtClient(options, http), new VtClient(options, http));

        first.Dispose();
        await second.Files.GetAsync(Samples.EicarMd5);
        await second.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(() => first.Files.GetAsync(Samples.EicarMd5));
        await Should.ThrowAsync<ObjectDisposedException>(() => second.Files.GetAsync(Samples.EicarMd5));
        using var third = new VtClient(options, http);
        (await third.Files.GetAsync(Samples.EicarMd5)).Id.ShouldBe(Samples.EicarSha256);
    }
}
