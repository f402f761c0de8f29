using System.Text;

namespace VtKit.Emulator.Tests;

/// <summary>Whatever comes in, the answer is one of the service's and never a defect of the emulator.</summary>
public sealed class GarbageTests
{
    private static readonly (string Method, string Path, string Type, string Body)[] Good =
    [
        ("POST", "/api/v3/files", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nhello\r\n--b--\r\n"),
        ("POST", "/api/v3/urls", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"url\"\r\n\r\nhttp://example.com/\r\n--b--\r\n"),
        ("POST", "/api/v3/urls", "application/x-www-form-urlencoded", "url=http%3A%2F%2Fexample.com%2F%3Fa%3Db"),
        ("POST", "/api/v3/domains/example.com/comments", "application/json", Bodies.Comment("hello #tag \ud83d\ude00")),
        ("POST", "/api/v3/ip_addresses/8.8.8.8/votes", "application/json", Bodies.Vote("harmless")),
        ("GET", "/api/v3/files/44d88612fea8a8f36de82e1278abb02f/comments?limit=10&cursor=abc", "", ""),
        ("GET", "/api/v3/urls/aHR0cDovL2V4YW1wbGUuY29tLw/relationships/votes?limit=1", "", ""),
        ("GET", "/api/v3/users/premium/api_usage?start_date=20260101&end_date=20260115", "", ""),
        ("GET", "/api/v3/domains/example.com?relationships=comments&attributes=tags", "", ""),
        ("POST", "/_emulator/faults", "application/json", """{"delay_ms": 0, "kind": "delay", "path": "/nowhere"}"""),
        ("POST", "/_emulator/seed", "application/json", """{"domains": ["a.b"], "verdicts": [{"type": "url", "id": "http://a.b/", "results": {"E": {"category": "malicious"}}}]}"""),
        ("POST", "/_emulator/clock", "application/json", """{"advance_seconds": 0.001}"""),
    ];

    [Fact]
    public async Task Mutated_requests_are_answered()
    {
        var said = new List<string>();
        await using var emulator = await EmulatorFixture.StartAsync(options => options.Log = line =>
        {
            lock (said) said.Add(line);
        });
        var random = new Random(20260115);
        var statuses = new HashSet<int>();
        for (var i = 0; i < 600; i++)
        {
            var (method, path, type, body) = Good[i % Good.Length];
            var bytes = Mutate(random, Encoding.UTF8.GetBytes(body), anyByte: true);
            var target = Encoding.Latin1.GetString(Mutate(random, Encoding.Latin1.GetBytes(path), anyByte: false));
            if (!target.StartsWith('/')) target = "/" + target;
            var head = $"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nx-apikey: {VtEmulatorKeys.Premium}\r\nContent-Type: {type}\r\nContent-Length: {bytes.Length}\r\n\r\n";
            var reply = await RawClient.SendAsync(emulator.Emulator.BaseAddress, [.. Encoding.Latin1.GetBytes(head), .. bytes]);
            statuses.Add(reply.Status);
            reply.Status.ShouldNotBe(500, $"{head}{Encoding.UTF8.GetString(bytes)}\n{reply.Text}");
            reply.Status.ShouldNotBe(503, reply.Text);
        }
        said.ShouldBeEmpty();
        // Neither did all of it break, nor all of it pass.
        new[] { 200, 400, 404 }.ShouldBeSubsetOf(statuses);
        await emulator.AdminAsync(HttpMethod.Post, "/reset");
        await emulator.GetAsync("/files/" + EmulatorFixture.EicarMd5);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_no_text()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var body = new StringContent("""{"data": {"type": "comment", "attributes": {"text": "\ud800"}}}""");
        (await emulator.Premium.FailAsync(HttpMethod.Post, "/domains/example.com/comments", body)).ShouldStartWith("400 BadRequestError");
    }

    private static byte[] Mutate(Random random, byte[] bytes, bool anyByte)
    {
        var mutated = bytes.ToList();
        for (var changes = random.Next(4); changes > 0 && mutated.Count > 0; changes--)
        {
            var at = random.Next(mutated.Count);
            var value = anyByte ? (byte)random.Next(256) : (byte)random.Next('!', '~');
            switch (random.Next(3))
            {
                case 0: mutated[at] = value; break;
                case 1: mutated.Insert(at, value); break;
                default: mutated.RemoveRange(at, Math.Min(random.Next(1, 6), mutated.Count - at)); break;
            }
        }
        return [.. mutated];
    }
}
