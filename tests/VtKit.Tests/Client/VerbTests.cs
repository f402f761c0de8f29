using System.Net;
using System.Text;

namespace VtKit.Tests;

public sealed class VerbTests
{
    private const string File = """{"data":{"type":"file","id":"aa","attributes":{"size":68}}}""";

    [Fact]
    [Trait("seed", "34")]
    [Trait("seed", "68")]
    public async Task A_path_is_read_below_the_root_of_the_service()
    {
        var stub = new StubHandler().Then(HttpStatusCode.OK, File);
        using var client = Make.Client(stub);

        var file = await client.GetObjectAsync<VtObject>("/files/aa");

        file.Id.ShouldBe("aa");
        file["size"].AsInt64().ShouldBe(68);
        stub.Requests.Single().Url.AbsoluteUri.ShouldBe("https://www.virustotal.com/api/v3/files/aa");
    }

    [Fact]
    [Trait("seed", "68")]
    public async Task What_stands_in_the_braces_of_a_path_is_encoded()
    {
        var stub = new StubHandler().Always(HttpStatusCode.OK, File);
        using var client = Make.Client(stub);
        const string id = "0a/b|c d?e#f%2e_Dr.Web vxCube";

        await client.GetAsync($"/file_behaviours/{id}");

        stub.Requests.Single().Url.AbsoluteUri.ShouldBe("https://www.virustotal.com/api/v3/file_behaviours/0a%2Fb%7Cc%20d%3Fe%23f%252e_Dr.Web%20vxCube");
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public void An_argument_that_would_change_the_path_is_refused(string id) =>
        Should.Throw<ArgumentException>(() => VtPath.Of($"/files/{id}"));

    [Theory]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/api/v3/files/aa")]
    [InlineData("http://127.0.0.1:8080/", "http://127.0.0.1:8080/api/v3/files/aa")]
    [InlineData("https://gateway.example/vt/", "https://gateway.example/vt/files/aa")]
    [Trait("seed", "34")]
    public async Task The_base_address_can_be_set(string address, string expected)
    {
        var stub = new StubHandler().Then(HttpStatusCode.OK, File);
        using var client = Make.Client(stub, o => o.BaseAddress = new Uri(address));

        await client.GetAsync("files/aa");

        stub.Requests.Single().Url.AbsoluteUri.ShouldBe(expected);
    }

    [Fact]
    [Trait("seed", "35")]
    public async Task Headers_name_the_application_VtKit_and_gzip_and_carry_the_key()
    {
        var stub = new StubHandler().Then(HttpStatusCode.OK, File);
        using var client = Make.Client(stub, o =>
        {
            o.ApplicationName = "triage/2.1";
            o.ToolName = "acme.triage.2.1";
            o.Headers["X-Team"] = "blue";
        });

        await client.GetAsync("/files/aa");

        var headers = stub.Requests.Single().Headers;
        headers["User-Agent"].ShouldMatch(@"^triage/2\.1 VtKit/\d+\.\d+\.\d+\S* gzip$");
        headers["x-apikey"].ShouldBe(Make.Key);
        headers["x-tool"].ShouldBe("acme.triage.2.1");
        headers["X-Team"].ShouldBe("blue");
    }

    [Fact]
    public async Task Query_parameters_are_encoded_and_join_those_of_the_path()
    {
        var stub = new StubHandler().Then(HttpStatusCode.OK, """{"data":[]}""");
        using var client = Make.Client(stub);

        await client.GetAsync("/search?a=b", [KeyValuePair.Create("query", "x y&z=1"), KeyValuePair.Create("cursor", "ab\n")]);

        stub.Requests.Single().PathAndQuery.ShouldBe("/api/v3/search?a=b&query=x%20y%26z%3D1&cursor=ab%0A");
    }

    [Fact]
    [Trait("seed", "40")]
    public async Task The_answer_gives_status_headers_and_the_raw_body()
    {
        var stub = new StubHandler().Then(HttpStatusCode.OK, File, ("X-Cloud-Trace", "t1"));
        using var client = Make.Client(stub);

        var response = await client.GetAsync("/files/aa");

        response.Status.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("X-Cloud-Trace").ShouldBe(["t1"]);
        response.ContentHeaders.ContentType!.MediaType.ShouldBe("application/json");
        Encoding.UTF8.GetString(response.Body.Span).ShouldBe(File);
        response.ToString().ShouldBe("200 GET /files/aa");
    }

    [Fact]
    [Trait("seed", "39")]
    [Trait("seed", "40")]
    public async Task Send_hands_out_an_error_like_any_other_answer()
    {
        var stub = new StubHandler().Then(HttpStatusCode.NotFound, StubHandler.Error("NotFoundError"));
        using var client = Make.Client(stub);

        var response = await client.SendAsync(new VtRequest(HttpMethod.Get, "/files/aa"));

        response.Status.ShouldBe(HttpStatusCode.NotFound);
        Encoding.UTF8.GetString(response.Body.Span).ShouldBe(StubHandler.Error("NotFoundError"));
        Should.Throw<VtNotFoundException>(response.EnsureSuccess);
    }

    [Fact]
    [Trait("seed", "69")]
    public async Task Bodies_go_out_as_written()
    {
        var stub = new StubHandler().Always(HttpStatusCode.OK, File);
        using var client = Make.Client(stub);
        var body = VtRequest.Json(w => { w.WriteStartObject(); w.WriteString("text", "a"); w.WriteEndObject(); });

        await client.PostAsync("/comments", body);
        await client.PatchAsync("/comments/c", body);
        await client.DeleteAsync("/comments/c");
        await client.PostAsync("/files/aa/analyse");

        stub.Requests.Select(r => $"{r.Method} {r.PathAndQuery} {r.Text}").ShouldBe(
        [
            "POST /api/v3/comments {\"text\":\"a\"}",
            "PATCH /api/v3/comments/c {\"text\":\"a\"}",
            "DELETE /api/v3/comments/c ",
            "POST /api/v3/files/aa/analyse ",
        ]);
        stub.Requests[0].Headers["Content-Type"].ShouldBe("application/json");
    }

    [Fact]
    [Trait("seed", "67")]
    public async Task Use_after_dispose_is_a_clear_error()
    {
        var client = Make.Client(new StubHandler());
        client.Dispose();
        client.Dispose();

        (await Should.ThrowAsync<ObjectDisposedException>(client.GetAsync("/files/aa"))).Message.ShouldContain("disposed");
    }
}
