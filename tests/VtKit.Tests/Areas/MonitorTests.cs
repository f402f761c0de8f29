using System.Net;

namespace VtKit.Tests;

/// <summary>The software collection of a publisher.</summary>
public sealed class MonitorTests
{
    [Theory]
    [InlineData("/setup/2026/")]
    [InlineData("/setup/2026")]
    public async Task A_folder_is_a_path_that_ends_with_a_slash(string path)
    {
        var stub = new StubHandler().Then(HttpStatusCode.OK, """{"data":{"type":"monitor_item","id":"a","attributes":{"item_type":"folder"}}}""");
        using var client = Make.Client(stub);

        (await client.Monitor.CreateFolderAsync(path)).Id.ShouldBe("a");

        var asked = stub.Requests.ShouldHaveSingleItem();
        $"{asked.Method} {asked.PathAndQuery} {asked.Text}".ShouldBe("POST /api/v3/monitor/items path=%2Fsetup%2F2026%2F");
    }

    [Fact]
    public async Task A_folder_without_a_path_is_refused_before_anything_is_sent()
    {
        var stub = new StubHandler();
        using var client = Make.Client(stub);

        await Should.ThrowAsync<ArgumentException>(async () => await client.Monitor.CreateFolderAsync(" "));

        stub.Requests.ShouldBeEmpty();
    }
}
