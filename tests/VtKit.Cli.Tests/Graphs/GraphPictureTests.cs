using System.Net;
using System.Xml.Linq;
using VtKit.Graph;

namespace VtKit.Cli.Tests.Graphs;

/// <summary>Graphs as people see them: pictures, a page, and the server that shows it.</summary>
public sealed class GraphPictureTests : IDisposable
{
    private readonly VtkProcess _vtk = new();

    public void Dispose() => _vtk.Dispose();

    [Fact]
    public async Task A_drawing_goes_to_a_file_or_to_stdout()
    {
        await MakeAsync();
        (await _vtk.RunAsync("graph", "export", "case.json", "-o", "case.svg", "--theme", "dark", "--layout", "radial")).Code.ShouldBe(0);
        XDocument.Load(At("case.svg")).Root!.Name.LocalName.ShouldBe("svg");
        (await _vtk.RunAsync("graph", "export", "case.json", "--format", "svg")).Out.ShouldStartWith("<svg");
        var refused = await _vtk.RunAsync("graph", "export", "case.json", "--format", "svg", "--theme", "pink");
        (refused.Code, refused.Error).ShouldBe((2, "vtk: there is no theme 'pink'; there are light and dark\n"));
    }

    [Fact]
    public async Task A_picture_needs_a_program_and_says_which()
    {
        await MakeAsync();
        if (GraphPicture.IsAvailable)
        {
            (await _vtk.RunAsync("graph", "export", "case.json", "-o", "case.png")).Code.ShouldBe(0);
            (await File.ReadAllBytesAsync(At("case.png"))).AsSpan(1, 3).SequenceEqual("PNG"u8).ShouldBeTrue();
        }
        _vtk.Environment["PATH"] = Path.GetDirectoryName(Environment.ProcessPath)!;
        var without = await _vtk.RunAsync("graph", "export", "case.json", "-o", "none.png");
        without.Code.ShouldBe(1);
        without.Error.ShouldContain("install rsvg-convert");
        File.Exists(At("none.png")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_graph_is_shown_to_this_machine_alone_by_a_secret_path()
    {
        await MakeAsync();
        using var process = _vtk.Start("graph", "open", "case.json", "--no-browser");
        try
        {
            var line = await process.StandardOutput.ReadLineAsync();
            if (line is null)
            {
                // Without Node the library has no viewer, and says so.
                (await process.StandardError.ReadToEndAsync()).ShouldContain("viewer");
                return;
            }
            var page = new Uri(line);
            page.Host.ShouldBe("127.0.0.1");
            using var client = new HttpClient();
            (await client.GetStringAsync(page)).ShouldContain("Case 7");
            (await client.GetAsync(new Uri(page, "/"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            using var other = new HttpRequestMessage(HttpMethod.Get, page) { Headers = { Host = "evil.example" } };
            (await client.SendAsync(other)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

            await _vtk.RunAsync("graph", "add", "case.json", "actor:Somebody new");
            (await client.GetStringAsync(page)).ShouldContain("Somebody new");
            await VtkProcess.SignalAsync(process, "INT");
            (await VtkProcess.EndAsync(process)).Code.ShouldBe(0);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private string At(string name) => Path.Combine(_vtk.Home.FullName, name);

    private async Task MakeAsync()
    {
        (await _vtk.RunAsync("graph", "new", "case.json", "--name", "Case 7")).Code.ShouldBe(0);
        (await _vtk.RunAsync("graph", "add", "case.json", "8.8.8.8", "dns.example", "actor:APT0")).Code.ShouldBe(0);
    }
}
