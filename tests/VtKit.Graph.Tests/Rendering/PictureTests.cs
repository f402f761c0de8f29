using System.Buffers.Binary;

namespace VtKit.Graph.Tests;

public sealed class PictureTests
{
    [ToolFact("rsvg-convert")]
    public async Task A_drawing_becomes_a_picture_of_twice_its_size()
    {
        GraphPicture.IsAvailable.ShouldBeTrue();
        var svg = Investigation.Small().ToSvg();
        var (width, height) = Size(await GraphPicture.RenderPngAsync(svg));
        var root = System.Xml.Linq.XElement.Parse(svg);
        width.ShouldBe((int)(2 * (double)root.Attribute("width")!));
        height.ShouldBe((int)(2 * (double)root.Attribute("height")!));
    }

    [ToolFact("rsvg-convert")]
    public async Task A_large_drawing_becomes_a_smaller_picture()
    {
        var (width, height) = Size(await GraphPicture.RenderPngAsync(Investigation.Of(300).ToSvg(), maxSide: 500));
        Math.Max(width, height).ShouldBe(500);
    }

    [ToolFact("chromium")]
    public async Task A_browser_does_where_nothing_else_is_there()
    {
        using var folder = new TempFolder();
        File.CreateSymbolicLink(folder.File("chromium"), Tool.Find("chromium")!);
        var program = PictureProgram.Find(folder.Root)!;
        var picture = await program.RunAsync(Investigation.Small().ToSvg(), 400, 300, 1, CancellationToken.None);
        Size(picture).ShouldBe((400, 300));
    }

    [Fact]
    public void Without_a_program_there_is_none()
    {
        using var folder = new TempFolder();
        PictureProgram.Find(folder.Root).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("<svg")]
    [InlineData("<html/>")]
    [InlineData("<svg width='0' height='5'/>")]
    [InlineData("<svg width='100%' height='100%'/>")]
    [InlineData("<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><svg width='9' height='9'>&a;</svg>")]
    public async Task What_is_no_drawing_is_refused(string svg) =>
        (await Should.ThrowAsync<GraphException>(() => GraphPicture.RenderPngAsync(svg))).Error.ShouldBe(GraphError.Unreadable);

    [ToolFact("rsvg-convert")]
    public async Task A_program_that_fails_says_why()
    {
        var error = await Should.ThrowAsync<GraphException>(() => GraphPicture.RenderPngAsync("<svg width='9' height='9'><broken"));
        error.Error.ShouldBe(GraphError.NotRendered);
        error.Message.ShouldStartWith("rsvg-convert failed: ");
    }

    [ToolFact("sleep")]
    public async Task A_program_that_does_not_end_is_ended()
    {
        using var stop = new CancellationTokenSource();
        var running = ChildProcess.RunAsync(Tool.Find("sleep")!, ["600"], "", stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
    }

    private static (int Width, int Height) Size(byte[] png)
    {
        png.AsSpan(0, 8).ToArray().ShouldBe([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        return (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }
}
