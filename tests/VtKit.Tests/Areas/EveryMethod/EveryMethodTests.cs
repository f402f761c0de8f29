using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Web;

namespace VtKit.Tests;

/// <summary>Each row of docs/api-coverage.tsv: the member is there, and sends what spec/ says.</summary>
public sealed partial class EveryMethodTests : IDisposable
{
    // What bzip2 makes of nothing.
    private static readonly byte[] NothingPacked = [.. "BZh9"u8, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90, 0, 0, 0, 0];
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public EveryMethodTests() => File.WriteAllText(_file, "abc");

    public void Dispose() => File.Delete(_file);

    public static TheoryData<string> Members() => [.. CoverageRow.All.Select(row => row.Member)];

    [Fact]
    public void The_table_has_314_rows() => CoverageRow.All.Select(row => row.Member).Distinct().Count().ShouldBe(314);

    [Theory]
    [MemberData(nameof(Members))]
    public void The_member_is_public_and_not_generic(string member)
    {
        var methods = MemberCall.Resolve(member);

        methods.ShouldNotBeEmpty();
        methods.ShouldAllBe(method => !method.IsGenericMethodDefinition);
    }

    [Theory]
    [MemberData(nameof(Members))]
    public async Task It_sends_what_the_table_says(string member)
    {
        var row = CoverageRow.All.Single(r => r.Member == member);
        foreach (var optional in new[] { false, true })
        {
            var stub = new StubHandler().Always(asked => Answer(row, asked));
            using var client = Make.Client(stub, o => o.Quota = new VtQuota(PerDay: 1000));

            await MemberCall.RunAsync(client, MemberCall.Resolve(member)[0], _file, optional ? [.. row.Query.Select(name => name.TrimEnd('*'))] : null);

            var asked = stub.Requests.ShouldHaveSingleItem();
            asked.Method.ShouldBe(row.Method);
            PathPattern(row).IsMatch(asked.Url.AbsolutePath).ShouldBeTrue($"{asked.Url.AbsolutePath} is not {row.Path}");
            asked.Key.ShouldBe(Make.Key);
            CheckQuery(row, asked, optional);
            CheckBody(row, asked, optional);
            (await client.Quota.GetUsageAsync()).Day.ShouldBe(row.Cost);
        }
    }

    [Theory]
    [MemberData(nameof(Members))]
    public async Task A_redirect_to_another_origin_never_gets_the_key(string member)
    {
        var row = CoverageRow.All.Single(r => r.Member == member);
        var stub = new StubHandler().Always(asked => asked.Url.Host == "elsewhere.example"
            ? Answer(row, asked)
            : Redirect());
        using var client = Make.Client(stub);

        // What changes something is not sent to another place at all.
        try
        {
            await MemberCall.RunAsync(client, MemberCall.Resolve(member)[0], _file);
        }
        catch (VtException)
        {
        }

        stub.Requests[0].Key.ShouldBe(Make.Key);
        stub.Requests.Skip(1).ShouldAllBe(asked => asked.Key == null && !asked.Headers.Values.Any(value => value.Contains(Make.Key, StringComparison.OrdinalIgnoreCase)));
    }

    [Theory]
    [MemberData(nameof(Members))]
    public async Task An_error_of_the_service_is_thrown(string member)
    {
        var stub = new StubHandler().Always(HttpStatusCode.Forbidden, StubHandler.Error("ForbiddenError"));
        using var client = Make.Client(stub);

        var error = await Should.ThrowAsync<VtApiException>(() => MemberCall.RunAsync(client, MemberCall.Resolve(member)[0], _file));

        error.Code.ShouldBe(VtErrorCode.ForbiddenError);
    }

    private static HttpResponseMessage Redirect()
    {
        var response = StubHandler.Answer(HttpStatusCode.TemporaryRedirect, "");
        response.Headers.Location = new Uri("https://elsewhere.example/a");
        return response;
    }

    private static HttpResponseMessage Answer(CoverageRow row, Asked asked)
    {
        if (row.Response == "redirect" && row.Member == "VtFiles.DownloadAsync")
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Encoding.ASCII.GetBytes(Eicar())) };
        if (row.Response.StartsWith("feed_", StringComparison.Ordinal)) return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(NothingPacked) };
        var kind = row.Response.Split(':')[0];
        return StubHandler.Answer(HttpStatusCode.OK, kind switch
        {
            "page" or "related" or "related_ids" or "strings" => """{"data":[]}""",
            "descriptors" => """{"data":[]}""",
            "iocs" => """{"iocs":[{"data":{"type":"file","id":"1","attributes":{}}}]}""",
            "string" => """{"data":"https://www.virustotal.com/somewhere"}""",
            "check" => """{"data":true}""",
            "map" or "json" => """{"data":{"a":1}}""",
            "empty" => "",
            _ => """{"data":{"type":"a","id":"1","attributes":{}}}""",
        });
    }

    // Written in parts, so that no scanner takes the test for what it holds.
    private static string Eicar() => @"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!" + "$H+H*";

    private static Regex PathPattern(CoverageRow row) => new("^/api/v3" + Placeholder().Replace(row.Path, "[^/]+") + "$", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static void CheckQuery(CoverageRow row, Asked asked, bool optional)
    {
        var sent = HttpUtility.ParseQueryString(asked.Url.Query).AllKeys;
        sent.ShouldBeSubsetOf(row.Query.Select(name => name.TrimEnd('*')));
        row.Query.Where(name => name.EndsWith('*')).Select(name => name.TrimEnd('*')).ShouldBeSubsetOf(sent);
        // All that can be said is said; what an address is asked for with has no pages.
        if (optional && row.Response is not ("string" or "redirect"))
            row.Query.Select(name => name.TrimEnd('*')).Except(["cursor"]).ShouldBeSubsetOf(sent);
    }

    private static void CheckBody(CoverageRow row, Asked asked, bool optional)
    {
        if (row.Body.StartsWith("header: ", StringComparison.Ordinal)) asked.Headers.ContainsKey(row.Body[8..].TrimEnd('*')).ShouldBeTrue();
        if (row.Body.Length == 0 || row.Body.StartsWith("header: ", StringComparison.Ordinal))
        {
            asked.Body.ShouldBeEmpty();
            return;
        }
        var words = Word().Matches(row.Body[6..]).Select(match => match.Value).ToArray();
        if (row.Body.StartsWith("form: ", StringComparison.Ordinal))
        {
            var fields = asked.Headers["Content-Type"].StartsWith("multipart/", StringComparison.Ordinal)
                ? FieldName().Matches(asked.Text).Select(match => match.Groups["name"].Value).ToArray()
                : [.. HttpUtility.ParseQueryString(asked.Text).AllKeys!];
            fields.ShouldNotBeEmpty();
            fields.ShouldBeSubsetOf(words);
            return;
        }
        asked.Headers["Content-Type"].ShouldStartWith("application/json");
        var json = JsonNode.Parse(asked.Body)!;
        var envelope = Envelope().Match(row.Body);
        if (envelope.Success)
        {
            ((string?)json["data"]!["type"]).ShouldBe(envelope.Groups["type"].Value);
            var sent = json["data"]!["attributes"]!.AsObject().Select(attribute => attribute.Key).ToArray();
            var known = Word().Matches(envelope.Groups["attributes"].Value).Select(match => match.Value).ToArray();
            if (known.Length > 0) (optional ? sent.Except(known) : known.Except(sent)).ShouldBeEmpty();
            else sent.ShouldBe(["a"]);
        }
        else if (row.Body == "json: descriptors") json.ToJsonString().ShouldBe("""{"data":[{"type":"domain","id":"example.com"}]}""");
        else if (row.Body == "json: free") json.ToJsonString().ShouldBe("""{"a":1}""");
        else if (row.Body.Contains('|', StringComparison.Ordinal)) words.ShouldContain((string?)json["data"]);
        // Without documents, or in an envelope of its own.
        else if (json["data"] is JsonObject data) data.Select(member => member.Key).ShouldBeSubsetOf(words);
        else json.ToJsonString().ShouldBe("""{"a":1}""");
    }

    [GeneratedRegex(@"\\?\{[a-z0-9_]+\}", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex("[a-zA-Z_0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Word();

    [GeneratedRegex("name=\"(?<name>[a-z_]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FieldName();

    [GeneratedRegex(@"^json: (?<type>[a-z_]+)\((?<attributes>[a-z_* ]*)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Envelope();
}
