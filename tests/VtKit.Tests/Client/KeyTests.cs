using System.Net;
using System.Text;

namespace VtKit.Tests;

/// <summary>The key goes to its origin, and stands in no text that anybody reads.</summary>
public sealed class KeyTests
{
    private static readonly string Echo = StubHandler.Error("WrongCredentialsError", "Wrong API key: " + Make.Key);

    [Fact]
    public async Task The_key_that_the_service_repeats_is_redacted()
    {
        using var client = Make.Client(new StubHandler().Always(HttpStatusCode.Unauthorized, Echo));

        var error = await Should.ThrowAsync<VtAuthenticationException>(client.GetAsync("/files/aa"));
        var response = await client.SendAsync(new VtRequest(HttpMethod.Get, "/files/aa"));

        error.ToString().ShouldNotContain(Make.Key);
        error.ServiceMessage.ShouldBe("Wrong API key: ***");
        Encoding.UTF8.GetString(error.RawBody.Span).ShouldNotContain(Make.Key);
        Encoding.UTF8.GetString(response.Body.Span).ShouldNotContain(Make.Key);
        response.ToString().ShouldNotContain(Make.Key);
    }

    [Fact]
    public async Task The_key_is_redacted_from_paths_and_faults_of_the_transport()
    {
        var stub = new StubHandler().Always(_ => throw new HttpRequestException("cannot send " + Make.Key.ToUpperInvariant(), new IOException(Make.Key)));
        using var client = Make.Client(stub);

        var error = await Should.ThrowAsync<VtTransportException>(client.GetAsync($"/users/{Make.Key}/overall_quotas"));

        error.ToString().ShouldNotContain(Make.Key, Case.Insensitive);
        error.Path.ShouldBe("/users/***/overall_quotas");
    }

    [Fact]
    public async Task A_short_key_is_redacted_where_it_stands_alone()
    {
        var stub = new StubHandler().Always(HttpStatusCode.Unauthorized, StubHandler.Error("WrongCredentialsError", "Wrong key: k. Look it up."));
        using var client = Make.Client(stub, o => o.ApiKey = "k");

        (await Should.ThrowAsync<VtAuthenticationException>(client.GetAsync("/files/aa"))).ServiceMessage.ShouldBe("Wrong key: ***. Look it up.");
    }

    [Theory]
    [InlineData("https://evil.example/api/v3/files/aa")]
    [InlineData("http://www.virustotal.com/api/v3/files/aa")]
    [InlineData("https://www.virustotal.com:8443/api/v3/files/aa")]
    [InlineData("https://virustotal.com/api/v3/files/aa")]
    [InlineData("https://www.virustotal.com.evil.example/api/v3/files/aa")]
    [InlineData("https://www.virustotal.com@evil.example/api/v3/files/aa")]
    public async Task Another_origin_gets_no_key_and_none_of_our_headers(string url)
    {
        var stub = new StubHandler().Then(HttpStatusCode.OK);
        using var client = Make.Client(stub, o =>
        {
            o.ToolName = "tool";
            o.Headers["X-Gateway-Token"] = "t";
        });

        await client.GetAsync(url);

        var asked = stub.Requests.Single();
        asked.Key.ShouldBeNull();
        asked.Headers.ContainsKey("x-tool").ShouldBeFalse();
        asked.Headers.ContainsKey("X-Gateway-Token").ShouldBeFalse();
        asked.Headers.Values.ShouldNotContain(v => v.Contains(Make.Key));
    }

    [Theory]
    [InlineData("https://WWW.VirusTotal.com/api/v3/files/aa")]
    [InlineData("https://www.virustotal.com:443/api/v3/files/aa")]
    public async Task An_absolute_URL_of_the_service_gets_the_key(string url)
    {
        var stub = new StubHandler().Then(HttpStatusCode.OK);
        using var client = Make.Client(stub);

        await client.GetAsync(url);

        stub.Requests.Single().Key.ShouldBe(Make.Key);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_to_another_origin_is_followed_without_the_key(int status)
    {
        var stub = new StubHandler()
            .Then((HttpStatusCode)status, "", ("Location", "https://storage.example/bucket/x?signature=s"))
            .Then(HttpStatusCode.OK, """{"data":1}""");
        using var client = Make.Client(stub);

        await client.GetAsync("/files/aa/download");

        stub.Requests.Select(r => r.Key).ShouldBe([Make.Key, null]);
        stub.Requests[1].Url.Host.ShouldBe("storage.example");
    }

    [Fact]
    public async Task A_redirect_within_the_origin_keeps_the_key()
    {
        var stub = new StubHandler().Then(HttpStatusCode.Found, "", ("Location", "/api/v3/files/bb")).Then(HttpStatusCode.OK);
        using var client = Make.Client(stub);

        await client.GetAsync("/files/aa");

        stub.Requests.Select(r => (r.PathAndQuery, r.Key)).ShouldBe([("/api/v3/files/aa", Make.Key), ("/api/v3/files/bb", Make.Key)]);
    }

    [Theory]
    [InlineData("http://www.virustotal.com/api/v3/files/aa")]
    [InlineData("ftp://www.virustotal.com/x")]
    [InlineData("file:///etc/passwd")]
    public async Task A_redirect_out_of_HTTPS_is_not_followed(string location)
    {
        var stub = new StubHandler().Then(HttpStatusCode.Found, "", ("Location", location));
        using var client = Make.Client(stub);

        await Should.ThrowAsync<VtProtocolException>(client.GetAsync("/files/aa"));

        stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Redirects_without_end_are_an_error()
    {
        var stub = new StubHandler().Always(HttpStatusCode.Found, "", ("Location", "/api/v3/files/aa"));
        using var client = Make.Client(stub);

        await Should.ThrowAsync<VtProtocolException>(client.GetAsync("/files/aa"));

        stub.Requests.Count.ShouldBe(6);
    }

    [Fact]
    public async Task A_write_follows_no_redirect()
    {
        var stub = new StubHandler().Then(HttpStatusCode.TemporaryRedirect, "", ("Location", "https://evil.example/"));
        using var client = Make.Client(stub);

        await Should.ThrowAsync<VtProtocolException>(client.PostAsync("/files/aa/analyse"));

        stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_next_link_of_a_page_leads_nowhere_else()
    {
        var stub = new StubHandler()
            .Then(HttpStatusCode.OK, """{"data":[{"type":"file","id":"a"}],"links":{"next":"https://evil.example/api/v3/x?cursor=c1&limit=1"},"meta":{"cursor":"c1"}}""")
            .Then(HttpStatusCode.OK, """{"data":[{"type":"file","id":"b"}],"links":{"next":"https://evil.example/api/v3/x?limit=1&cursor=c%0A2"}}""")
            .Then(HttpStatusCode.OK, """{"data":[]}""");
        using var client = Make.Client(stub);

        (await client.IterateAsync<VtObject>("/x").ToListAsync()).Count.ShouldBe(2);

        stub.Requests.Select(r => r.Url.AbsoluteUri).ShouldBe(
        [
            "https://www.virustotal.com/api/v3/x",
            "https://www.virustotal.com/api/v3/x?cursor=c1",
            "https://www.virustotal.com/api/v3/x?cursor=c%0A2",
        ]);
    }

    [Theory]
    [InlineData("https://www.virustotal.com", "https://upload.virustotal.com/u/1", true)]
    [InlineData("https://www.virustotal.com", "https://storage.example/u/1", false)]
    [InlineData("https://www.virustotal.com", "https://evilvirustotal.com/u/1", false)]
    [InlineData("https://gateway.example", "https://upload.virustotal.com/u/1", false)]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/u/1", true)]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:9090/u/1", false)]
    public async Task An_upload_address_gets_the_key_only_at_home(string baseAddress, string uploadUrl, bool key)
    {
        var stub = new StubHandler()
            .Then(HttpStatusCode.OK, "{\"data\":\"" + uploadUrl + "\"}")
            .Then(HttpStatusCode.OK, """{"data":{"type":"analysis","id":"n"}}""");
        using var client = Make.Client(stub, o => o.BaseAddress = new Uri(baseAddress));

        await client.Files.UploadAsync(new SparseStream(40_000_000));

        stub.Requests[1].Url.AbsoluteUri.ShouldBe(uploadUrl);
        stub.Requests[1].Key.ShouldBe(key ? Make.Key : null);
    }

    [Fact]
    public async Task An_upload_address_without_encryption_is_refused()
    {
        var stub = new StubHandler().Then(HttpStatusCode.OK, """{"data":"http://www.virustotal.com/u/1"}""");
        using var client = Make.Client(stub);

        await Should.ThrowAsync<VtProtocolException>(client.Files.GetUploadUrlAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("abc\r\nx-evil: 1")]
    [InlineData("schlüssel")]
    [InlineData("two words")]
    public void A_key_that_is_none_is_refused_and_not_repeated(string? key)
    {
        var error = Should.Throw<ArgumentException>(() => new VtClient(key!));

        if (!string.IsNullOrWhiteSpace(key)) error.Message.ShouldNotContain(key);
    }

    [Fact]
    public void The_key_is_no_user_and_no_header()
    {
        Should.Throw<ArgumentException>(() => Make.Client(new StubHandler(), o => o.UserId = Make.Key));
        Should.Throw<ArgumentException>(() => Make.Client(new StubHandler(), o => o.Headers["X-ApiKey"] = "x"));
    }
}
