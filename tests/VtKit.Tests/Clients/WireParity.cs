using System.Net;
using System.Text.RegularExpressions;
using VtKit.Testing.Shared;
using static VtKit.Tests.Clients.WireDifference;

namespace VtKit.Tests.Clients;

/// <summary>Our call in the place of another client's, and in what the two requests differ.</summary>
internal sealed record OurCall(string Theirs, Func<VtClient, Task> Run, params string[] Differences);

/// <summary>Holds our requests against those that another client was recorded to send.</summary>
internal static partial class WireParity
{
    public const string Sha256 = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";
    public const string UrlText = "http://www.example.com/a?b=c";
    public const string OddUrl = "http://www.example.com/a?b=c d&e=ü~*";

    /// <summary>These differ in every request, or in every one of a client.</summary>
    private static readonly string[] Everywhere = [UserAgent, AcceptEncoding, Connection, Accept];

    // A bzip2 file of nothing.
    private static readonly byte[] NoPackage = [0x42, 0x5a, 0x68, 0x39, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90, 0, 0, 0, 0];

    public static Stream File => new MemoryStream("content of a file"u8.ToArray());

    public static async Task CheckAsync(string client, OurCall call)
    {
        var theirs = Recording.Of(client).Single(recording => recording.Call == call.Theirs).AsAsked();
        var stub = new StubHandler().Always(Answer);
        using var vt = Make.Client(stub, options => options.ApiKey = Recording.Key);

        await call.Run(vt);

        var ours = stub.Requests.ShouldHaveSingleItem();
        Between(theirs, ours).Except(Everywhere).ShouldBe(call.Differences, ignoreOrder: true, $"{ours.Method} {ours.PathAndQuery} {ours.Text}");
    }

    /// <summary>Each recorded call is held against one of ours, and the page names each difference, and no other.</summary>
    public static void CheckPage(string client, IReadOnlyList<OurCall> calls, string page, params string[] everywhere)
    {
        calls.Select(call => call.Theirs).Order(StringComparer.Ordinal).ShouldBe(Recording.Of(client).Select(recording => recording.Call).Order(StringComparer.Ordinal));

        var text = System.IO.File.ReadAllText(Path.Combine(SharedMaterial.RepositoryRoot, "docs", page));
        var table = text[text.IndexOf("## On the wire", StringComparison.Ordinal)..];
        Row().Matches(table).Select(match => match.Groups["name"].Value).Where(name => name is not ("---" or "differs")).Order(StringComparer.Ordinal)
            .ShouldBe(calls.SelectMany(call => call.Differences).Concat(everywhere).Distinct().Order(StringComparer.Ordinal));
    }

    private static HttpResponseMessage Answer(Asked asked) => asked.Url.AbsolutePath.Contains("/feeds/", StringComparison.Ordinal)
        ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(NoPackage) }
        : StubHandler.Answer(HttpStatusCode.OK, Text(asked));

    private static string Text(Asked asked)
    {
        var path = asked.Url.AbsolutePath;
        if (asked.Method == "GET" && Lists().IsMatch(path)) return """{"data":[]}""";
        if (path.EndsWith("_url", StringComparison.Ordinal)) return """{"data":"https://www.virustotal.com/somewhere"}""";
        return """{"data":{"type":"x","id":"y","attributes":{"status":"completed"}}}""";
    }

    [GeneratedRegex(@"^\| (?<name>.+?) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("/(comments|votes|behaviours|resolutions|search|ioc_stream)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Lists();
}
