using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ICSharpCode.SharpZipLib.BZip2;
using VtKit.Emulator;
using VtKit.Testing.Shared;

namespace VtKit.Contract.Tests;

/// <summary>Objects that every row of the table can name.</summary>
public sealed class RowsFixture : IAsyncLifetime
{
    internal EmulatedService Service { get; private set; } = null!;

    internal string Analysis { get; private set; } = "";

    internal string Comment { get; private set; } = "";

    internal string Vote { get; private set; } = "";

    internal string FeedToken { get; private set; } = "";

    internal const string Url = "http://www.example.com/rows";

    /// <summary>What lies in files of its own, area by area.</summary>
    private readonly AreaRows[] _areas = [new ReadOnlyRows(), new StateRows(), new HuntingRows(), new MoreRows(), new SearchRows()];

    /// <summary>The area that knows what a row needs; null for the rows that this file knows.</summary>
    internal AreaRows? AreaOf(EndpointRow row) => _areas.FirstOrDefault(area => area.Has(row));

    public async Task InitializeAsync()
    {
        Service = await EmulatedService.StartAsync();
        // Somebody else votes and comments, so that the caller has not voted yet.
        var other = Service.Client(VtEmulatorKeys.OtherGroup);
        Analysis = (await other.Urls.SubmitAsync(Url)).Id;
        await other.Domains.AnalyseAsync("example.com");
        foreach (var area in _areas) await area.PrepareAsync(Service);
        Comment = (await other.Files.AddCommentAsync(Samples.EicarSha256, "For the rows")).Id;
        Vote = (await other.Files.AddVoteAsync(Samples.EicarSha256, VoteVerdict.Malicious)).Id;
        // Packages of feeds appear an hour after their minute; the line of the test file holds the token of its sample.
        var minute = Service.Clock.GetUtcNow();
        Service.Clock.Advance(TimeSpan.FromHours(2));
        using var packed = new MemoryStream();
        await Service.Premium.DownloadAsync("/feeds/files/" + minute.ToString("yyyyMMddHHmm", System.Globalization.CultureInfo.InvariantCulture), packed);
        packed.Position = 0;
        using var lines = new StreamReader(new BZip2InputStream(packed));
        var line = lines.ReadToEnd().Split('\n').Single(text => text.Contains(Samples.EicarSha256, StringComparison.Ordinal));
        FeedToken = ((string)JsonNode.Parse(line)!["context_attributes"]!["download_url"]!).Split('/')[^2];
    }

    public async Task DisposeAsync() => await Service.DisposeAsync();
}

/// <summary>
/// Each row of the endpoint table, called through the generic verbs: what spec/ says is emulated answers in the shape that the row
/// describes, and everything else answers 501.
/// </summary>
public sealed class EveryRowTests(RowsFixture fixture) : IClassFixture<RowsFixture>
{
    private const string Boundary = "rows-of-the-table";

    /// <summary>Documented rows that the emulator does not answer.</summary>
    private static readonly string[] NotYet = File.ReadAllLines(Path.Combine(SharedMaterial.RepositoryRoot, "tests", "VtKit.Contract.Tests", "Endpoints", "not-emulated.txt"));

    public static TheoryData<string> Emulated() => [.. SpecTable.Endpoints.Values.Where(row => row.Emulated && !new HuntingRows().Has(row)).Select(row => row.Name)];

    public static TheoryData<string> EmulatedByYara() => [.. SpecTable.Endpoints.Values.Where(new HuntingRows().Has).Select(row => row.Name)];

    public static TheoryData<string> EmulatedByTheirIds() =>
        [.. SpecTable.Endpoints.Values.Where(row => row.Emulated && row.Path.Contains('{', StringComparison.Ordinal)).Select(row => row.Name)];

    public static TheoryData<string> NotEmulated() => [.. SpecTable.Endpoints.Values.Where(row => !row.Emulated).Select(row => row.Name)];

    [Fact]
    public void Every_row_with_a_document_is_emulated_but_those_that_are_listed_here()
    {
        SpecTable.Endpoints.Count.ShouldBe(418);
        SpecTable.Endpoints.Values.Where(row => row.Confidence is "CONFIRMED" or "DOCS-PAGE" && !row.Emulated).Select(row => row.Name)
            .ShouldBe(NotYet, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Emulated))]
    public async Task An_emulated_row_answers_in_its_shape(string name)
    {
        var row = SpecTable.Endpoints[name];
        var path = await PathAsync(row);
        if (row.Response == "redirect" && fixture.AreaOf(row) is null)
        {
            using var content = new MemoryStream();
            (await fixture.Service.Premium.DownloadAsync(path, content)).ShouldBe(Samples.EicarSize);
            Samples.Sha256(content.ToArray()).ShouldBe(Samples.EicarSha256);
            return;
        }

        if (row.Response.StartsWith("feed_", StringComparison.Ordinal))
        {
            using var package = new MemoryStream();
            await fixture.Service.Premium.DownloadAsync(path, package);
            Encoding.ASCII.GetString(package.ToArray().AsSpan(0, 3)).ShouldBe("BZh");
            return;
        }

        if (row.Response is "redirect" or "binary" or "html")
        {
            using var content = new MemoryStream();
            (await fixture.Service.Premium.DownloadAsync(path, content)).ShouldBeGreaterThan(0);
            return;
        }

        var response = await CallAsync(row, path);

        response.Status.ShouldBe(HttpStatusCode.OK);
        CheckShape(row, response);
    }

    [YaraTheory]
    [MemberData(nameof(EmulatedByYara))]
    public Task An_emulated_row_that_needs_yara_answers_in_its_shape(string name) => An_emulated_row_answers_in_its_shape(name);

    [Theory]
    [MemberData(nameof(NotEmulated))]
    public async Task Any_other_row_answers_501(string name)
    {
        var row = SpecTable.Endpoints[name];

        var error = await Should.ThrowAsync<VtApiException>(async () => await CallAsync(row, await PathAsync(row)));

        error.Status.ShouldBe(HttpStatusCode.NotImplemented);
        error.Code.Value.ShouldBe("NotSupportedByEmulator");
        // The template shows that the path was understood as this row, and not as a neighbour.
        error.ServiceMessage.ShouldContain($"{row.Method} {row.Path}.");
    }

    [Theory]
    [MemberData(nameof(EmulatedByTheirIds))]
    public async Task An_emulated_row_refuses_what_is_no_id_in_words_of_the_table(string name)
    {
        var row = SpecTable.Endpoints[name];
        var segments = row.Path.Split('/').Select(segment => segment.StartsWith('{') ? "not%20an%20id" : segment);

        var error = await Should.ThrowAsync<VtApiException>(() => CallAsync(row, string.Join('/', segments)));

        ((int)error.Status).ShouldBeOneOf(400, 404);
        SpecTable.ErrorCodes.ShouldContain(error.Code.Value);
        error.ServiceMessage.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("GET", "/no_such_collection/1")]
    [InlineData("DELETE", "/files/" + Samples.EicarSha256)]
    [InlineData("PUT", "/urls")]
    public async Task A_path_that_no_row_has_answers_404(string method, string path)
    {
        var response = await fixture.Service.Premium.SendAsync(new VtRequest(new HttpMethod(method), path));

        Should.Throw<VtNotFoundException>(() => response.EnsureSuccess()).Code.ShouldBe(VtErrorCode.NotFoundError);
    }

    private Task<VtResponse> CallAsync(EndpointRow row, string path)
    {
        var client = fixture.Service.Premium;
        if (row.Body.StartsWith("form:", StringComparison.Ordinal)) return EnsuredAsync(client.SendAsync(Form(row, path)));
        if (fixture.AreaOf(row)?.Headers(row) is { } headers) return EnsuredAsync(client.SendAsync(new VtRequest(new HttpMethod(row.Method), path) { Headers = headers }));
        if (row.Body.StartsWith("header:", StringComparison.Ordinal))
            return EnsuredAsync(client.SendAsync(new VtRequest(new HttpMethod(row.Method), path) { Headers = [KeyValuePair.Create(row.Body.Split(' ')[1].TrimEnd('*'), "premium")] }));
        return row.Method switch
        {
            "GET" => client.GetAsync(path),
            "POST" => client.PostAsync(path, BodyOf(row)),
            "PATCH" => client.PatchAsync(path, BodyOf(row) ?? Json.Of(new JsonObject())),
            "DELETE" => client.DeleteAsync(path, BodyOf(row)),
            _ => EnsuredAsync(client.SendAsync(new VtRequest(new HttpMethod(row.Method), path) { Body = Json.Of(new JsonObject()) })),
        };
    }

    private static async Task<VtResponse> EnsuredAsync(Task<VtResponse> sending) => (await sending).EnsureSuccess();

    private static VtRequest Form(EndpointRow row, string path) => row.Body.Contains("url*", StringComparison.Ordinal)
        ? new VtRequest(HttpMethod.Post, path)
        {
            Body = Encoding.ASCII.GetBytes("url=" + Uri.EscapeDataString(RowsFixture.Url)),
            ContentType = "application/x-www-form-urlencoded",
        }
        : new VtRequest(HttpMethod.Post, path)
        {
            Body = Encoding.ASCII.GetBytes(
                $"--{Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"rows.txt\"\r\nContent-Type: application/octet-stream\r\n\r\nrows\r\n--{Boundary}"
                // Software collections need to know where a file goes.
                + (row.Body.Contains(" path", StringComparison.Ordinal) ? $"\r\nContent-Disposition: form-data; name=\"path\"\r\n\r\n/rows.txt\r\n--{Boundary}" : "") + "--\r\n"),
            ContentType = $"multipart/form-data; boundary={Boundary}",
        };

    private ReadOnlyMemory<byte>? BodyOf(EndpointRow row) => row.Body switch
    {
        _ when fixture.AreaOf(row)?.Body(row) is { } body => Json.Of(body),
        "json: comment(text*)" => Json.Create("comment", "text", "About a row"),
        "json: vote(verdict*)" => Json.Create("vote", "verdict", "harmless"),
        "json: positive|negative|abuse" => Json.Of(new JsonObject { ["data"] = "positive" }),
        _ when row.Body.StartsWith("json:", StringComparison.Ordinal) => Json.Of(new JsonObject { ["data"] = new JsonObject() }),
        _ => null,
    };

    /// <summary>The path with an argument for each placeholder that a user of the row would give.</summary>
    private async Task<string> PathAsync(EndpointRow row)
    {
        // What is deleted is nobody else's.
        var comment = row.Name == "comments.delete"
            ? (await fixture.Service.Premium.Files.AddCommentAsync(Samples.EicarSha256, "To be deleted")).Id
            : fixture.Comment;
        if (fixture.AreaOf(row) is { } area)
        {
            var arguments = new Queue<string>(await area.ArgumentsAsync(row));
            var path = string.Join('/', row.Path.Split('/').Select(segment => segment.StartsWith('{') ? Uri.EscapeDataString(arguments.Dequeue()) : segment));
            return area.Query(row) is { } query ? $"{path}?{query}" : path;
        }
        var segments = row.Path.Split('/');
        for (var i = 1; i < segments.Length; i++)
        {
            if (!segments[i].StartsWith('{')) continue;
            var owner = segments[1] == "private" ? segments[2] : segments[1];
            segments[i] = Uri.EscapeDataString(segments[i] switch
            {
                "{id}" or "{uuid}" => owner switch
                {
                    "files" => Samples.EicarSha256,
                    "urls" => Convert.ToBase64String(Encoding.UTF8.GetBytes(RowsFixture.Url)).TrimEnd('='),
                    "analyses" => fixture.Analysis,
                    "comments" => comment,
                    "votes" => fixture.Vote,
                    "users" => "premium",
                    _ => "0123456789",
                },
                "{domain}" => "example.com",
                "{ip}" => "8.8.8.8",
                "{sandbox_id}" => Samples.EicarSha256 + "_VirusTotal Jujubox",
                "{sha256}" => Samples.EicarSha256,
                "{time}" => segments[i - 1] == "hourly" ? "2026011510" : "202601151030",
                "{format}" => "json",
                "{token}" => fixture.FeedToken,
                "{relationship}" => owner switch
                {
                    "files" => "bundled_files",
                    "urls" => "network_location",
                    "domains" => "subdomains",
                    "ip_addresses" => "urls",
                    "analyses" => "item",
                    "comments" => "author",
                    "users" => "comments",
                    _ => "files",
                },
                _ => "0123456789",
            });
        }
        return string.Join('/', segments);
    }

    private static void CheckShape(EndpointRow row, VtResponse response)
    {
        var data = response.Data;
        var (kind, type) = row.Response.Split(':') is [var first, var second] ? (first, second) : (row.Response, "");
        switch (kind)
        {
            case "object":
                response.ToObject<VtObject>().Type.ShouldBe(type);
                response.ToObject<VtObject>().IsDescriptor.ShouldBeFalse();
                break;
            case "descriptor":
                response.ToObject<VtObject>().Type.ShouldBe(type);
                response.ToObject<VtObject>().Id.ShouldNotBeEmpty();
                response.ToObject<VtObject>().IsDescriptor.ShouldBeTrue();
                break;
            case "page":
                data.Kind.ShouldBe(JsonValueKind.Array);
                if (type != "mixed") data.AsList<VtNode>().ShouldAllBe(item => item["type"].AsString() == type);
                response.Links.Self.ShouldNotBeNull();
                break;
            case "related" or "related_ids":
                data.Kind.ShouldBeOneOf(JsonValueKind.Array, JsonValueKind.Object);
                response.Links.Self.ShouldNotBeNull();
                break;
            case "descriptors":
                data.AsList<VtNode>().ShouldAllBe(item => item["type"].AsString() != null && item["id"].AsString() != null);
                break;
            case "iocs":
                response.Json.GetProperty("iocs").ValueKind.ShouldBe(JsonValueKind.Array);
                break;
            case "strings":
                data.AsStrings().ShouldNotBeEmpty();
                break;
            case "check":
                data.AsBoolean().ShouldNotBeNull();
                break;
            case "string":
                data.AsString().ShouldNotBeNullOrEmpty();
                break;
            case "map":
                data.Kind.ShouldBe(JsonValueKind.Object);
                data.Count.ShouldBeGreaterThan(0);
                break;
            case "empty":
                data.Exists.ShouldBeFalse();
                break;
            default:
                throw new InvalidOperationException($"{row.Name} answers with {row.Response}, which no test looks at.");
        }
    }
}
