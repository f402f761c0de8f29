using System.Text;
using static VtKit.Tests.Clients.WireDifference;

namespace VtKit.Tests.Clients;

/// <summary>The comparison itself finds what differs.</summary>
public sealed class WireDifferenceTests
{
    private static readonly Asked Theirs = new("POST", new Uri("https://x.example/a?b=1"), Head("application/json"), """{"data":{"a":1}}"""u8.ToArray());

    [Fact]
    public void What_is_the_same_but_for_its_spelling_is_the_same() =>
        Between(Theirs, Theirs with { Body = """{ "data": { "a": 1 } }"""u8.ToArray() }).ShouldBe([AcceptEncoding, UserAgent], ignoreOrder: true);

    [Theory]
    [InlineData("PUT", "/a?b=1", """{"data":{"a":1}}""", "application/json")]
    [InlineData("POST", "/A?b=1", """{"data":{"a":1}}""", "application/json")]
    [InlineData("POST", "/a?b=2", """{"data":{"a":1}}""", "application/json")]
    [InlineData("POST", "/a", """{"data":{"a":1}}""", "application/json")]
    [InlineData("POST", "/a?b=1&c=1", """{"data":{"a":1}}""", "application/json")]
    [InlineData("POST", "/a?b=1", """{"data":{"a":2}}""", "application/json")]
    [InlineData("POST", "/a?b=1", """{"data":{"a":1}}""", "text/plain")]
    public void What_has_no_name_fails(string method, string target, string body, string type) =>
        Should.Throw<ShouldAssertException>(() => Between(Theirs, new Asked(method, new Uri("https://x.example" + target), Head(type), Encoding.UTF8.GetBytes(body))));

    private static Dictionary<string, string> Head(string type) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["User-Agent"] = "a gzip",
        ["Accept"] = "*/*",
        ["Accept-Encoding"] = "gzip",
        ["x-apikey"] = Recording.Key,
        ["Content-Type"] = type,
    };
}
