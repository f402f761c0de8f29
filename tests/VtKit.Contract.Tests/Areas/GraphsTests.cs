using System.Text.Json.Nodes;
using VtKit.Emulator;

namespace VtKit.Contract.Tests;

public sealed class GraphsTests : IAsyncLifetime
{
    private EmulatedService _service = null!;
    private VtClient _vt = null!;
    private VtClient _other = null!;

    public async Task InitializeAsync()
    {
        _service = await EmulatedService.StartAsync();
        _vt = _service.Premium;
        _other = _service.Client(VtEmulatorKeys.OtherGroup);
    }

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    [Covers("Graphs.CreateAsync")]
    [Covers("Graphs.GetAsync")]
    [Covers("Graphs.UpdateAsync")]
    [Covers("Graphs.DeleteAsync")]
    public async Task A_graph_is_saved_read_changed_and_removed()
    {
        var made = await _vt.Graphs.CreateAsync(Edit("First"));

        var graph = await _vt.Graphs.GetAsync(made.Id);
        graph.GraphData.Description.ShouldBe("First");
        graph.Nodes.Select(node => node.EntityId).ShouldBe(["one.example.com", "8.8.8.8"]);
        graph.Nodes[1].X.ShouldBe(1.5);
        graph.GraphLinks.ShouldHaveSingleItem().ConnectionType.ShouldBe("resolutions");
        graph.CreationDate.ShouldBe(_service.Clock.GetUtcNow());
        graph.Private.ShouldBe(false);

        _service.Clock.Advance(TimeSpan.FromMinutes(1));
        await _vt.Graphs.UpdateAsync(made.Id, new VtGraphEdit { GraphData = new JsonObject { ["description"] = "Second" } });
        graph = await _vt.Graphs.GetAsync(made.Id);
        graph.GraphData.Description.ShouldBe("Second");
        graph.Nodes.Count.ShouldBe(2);
        graph.LastModifiedDate.ShouldBe(graph.CreationDate + TimeSpan.FromMinutes(1));
        (await Should.ThrowAsync<VtApiException>(() => _other.Graphs.DeleteAsync(made.Id))).Code.ShouldBe(VtErrorCode.ForbiddenError);

        await _vt.Graphs.DeleteAsync(made.Id);
        await Should.ThrowAsync<VtNotFoundException>(() => _vt.Graphs.GetAsync(made.Id));
    }

    [Fact]
    [Covers("Graphs.ListAsync")]
    public async Task Graphs_are_found_in_the_order_asked_for_page_by_page()
    {
        foreach (var name in new[] { "c", "a", "b", "other" }) await _vt.Graphs.CreateAsync(Edit(name));

        (await _vt.Graphs.ListAsync(filter: "NOT name:other", order: "name", new VtListOptions { PageSize = 2 }).ToListAsync())
            .Select(graph => graph.GraphData.Description).ShouldBe(["a", "b", "c"]);
        (await _vt.Graphs.ListAsync(order: "creation_date-").ToListAsync()).Select(graph => graph.GraphData.Description).ShouldBe(["other", "b", "a", "c"]);
        (await Should.ThrowAsync<VtApiException>(() => _vt.Graphs.ListAsync(filter: "nonsense:1").ToListAsync().AsTask())).Code.ShouldBe(VtErrorCode.InvalidArgumentError);
    }

    [Fact]
    [Covers("Graphs.AddViewersAsync")]
    [Covers("Graphs.IsViewerAsync")]
    [Covers("Graphs.ViewersAsync")]
    [Covers("Graphs.RemoveViewerAsync")]
    [Covers("Graphs.AddEditorsAsync")]
    [Covers("Graphs.IsEditorAsync")]
    [Covers("Graphs.EditorsAsync")]
    [Covers("Graphs.RemoveEditorAsync")]
    public async Task A_private_graph_is_shared_and_no_longer_shared()
    {
        var id = (await _vt.Graphs.CreateAsync(Edit("Secret", isPrivate: true))).Id;
        await Should.ThrowAsync<VtNotFoundException>(() => _other.Graphs.GetAsync(id));

        await _vt.Graphs.AddViewersAsync(id, [new VtRef("user", "other")]);
        (await _vt.Graphs.IsViewerAsync(id, "other")).ShouldBeTrue();
        (await _vt.Graphs.ViewersAsync(id).ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe("other");
        (await _other.Graphs.GetAsync(id)).Private.ShouldBe(true);
        (await Should.ThrowAsync<VtApiException>(() => _other.Graphs.UpdateAsync(id, Edit("Mine")))).Code.ShouldBe(VtErrorCode.ForbiddenError);

        await _vt.Graphs.AddEditorsAsync(id, [new VtRef("group", "other-group")]);
        (await _vt.Graphs.IsEditorAsync(id, "other-group")).ShouldBeTrue();
        (await _vt.Graphs.IsEditorAsync(id, "other")).ShouldBeFalse();
        (await _vt.Graphs.EditorsAsync(id).ToListAsync()).ShouldHaveSingleItem().Type.ShouldBe("group");
        await _other.Graphs.UpdateAsync(id, Edit("Ours", isPrivate: true));

        await _vt.Graphs.RemoveEditorAsync(id, "other-group");
        await _vt.Graphs.RemoveViewerAsync(id, "other");
        await Should.ThrowAsync<VtNotFoundException>(() => _other.Graphs.GetAsync(id));
        (await _vt.Graphs.GetAsync(id)).GraphData.Description.ShouldBe("Ours");
    }

    [Fact]
    [Covers("Graphs.CommentsAsync")]
    [Covers("Graphs.AddCommentAsync")]
    [Covers("Graphs.RelatedAsync")]
    [Covers("Graphs.RelatedIdsAsync")]
    public async Task A_graph_leads_to_what_it_shows_and_to_what_is_said_of_it()
    {
        var id = (await _vt.Graphs.CreateAsync(Edit("Related"))).Id;

        (await _vt.Graphs.RelatedAsync(id, "items").ToListAsync()).Select(item => item.GetType()).ShouldBe([typeof(VtIpAddress), typeof(VtDomain)]);
        (await _vt.Graphs.RelatedIdsAsync(id, "items").ToListAsync()).ShouldAllBe(item => item.IsDescriptor);
        (await _vt.Graphs.RelatedAsync(id, "owner").ToListAsync()).ShouldHaveSingleItem().ShouldBeOfType<VtUser>().Id.ShouldBe("premium");
        (await _vt.Domains.GraphsAsync("one.example.com").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe(id);
        var comment = await _other.Graphs.AddCommentAsync(id, "Well drawn");
        (await _vt.Graphs.CommentsAsync(id).ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe(comment.Id);
        (await _vt.Graphs.GetAsync(id)).CommentsCount.ShouldBe(1);
    }

    private static VtGraphEdit Edit(string name, bool isPrivate = false) => new()
    {
        GraphData = new JsonObject { ["description"] = name },
        Private = isPrivate,
        Nodes = new JsonArray(
            new JsonObject { ["type"] = "domain", ["entity_id"] = "one.example.com", ["index"] = 0 },
            new JsonObject { ["type"] = "ip_address", ["entity_id"] = "8.8.8.8", ["index"] = 1, ["x"] = 1.5 }),
        GraphLinks = new JsonArray(new JsonObject { ["connection_type"] = "resolutions", ["source"] = "one.example.com", ["target"] = "8.8.8.8" }),
    };
}
