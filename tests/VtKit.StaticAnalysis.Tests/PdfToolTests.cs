using System.Security.Cryptography;
using System.Text;
using VtKit.Indicators;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>PDF files as the programs make them that people use, beside what such programs get out of them.</summary>
public class PdfToolTests
{
    private const string Drawing = """<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><a href="http://drawn.example.com/x"><text x="9" y="40">words in a drawing</text></a></svg>""";

    [ToolTheory("rsvg-convert", "qpdf", "pdfattach", "pdfdetach")]
    [InlineData("pdfattach attached.pdf 'second ü.bin' made.pdf")]
    [InlineData("qpdf --object-streams=generate attached.pdf made.pdf")]
    [InlineData("qpdf --qdf attached.pdf made.pdf")]
    [InlineData("qpdf --linearize --object-streams=generate --add-attachment 'second ü.bin' --key=k -- attached.pdf made.pdf")]
    [InlineData("qpdf --stream-data=preserve --add-attachment 'second ü.bin' --filename='Прайс.exe' -- plain.pdf made.pdf")]
    [InlineData("qpdf --stream-data=uncompress --add-attachment attached.pdf -- --add-attachment 'second ü.bin' -- plain.pdf made.pdf")]
    public async Task Embedded_files_are_those_that_pdfdetach_saves(string script)
    {
        using var folder = new TempFolder();
        await MakeAsync(folder, $"{script} && mkdir saved && pdfdetach -saveall -o saved made.pdf");
        var facts = await FileAnalyzer.AnalyzeFileAsync(folder.File("made.pdf"));
        facts.Problems.ShouldBeEmpty();
        facts.Tags.ShouldContain("file-embedded");
        var saved = Directory.GetFiles(folder.File("saved")).Select(path => (Path.GetFileName(path), Sha(File.ReadAllBytes(path)))).ToList();
        saved.ShouldNotBeEmpty();
        facts.Children.Select(child => (child.Name, child.Sha256!)).ShouldBe(saved, ignoreOrder: true);
    }

    [ToolTheory("rsvg-convert", "qpdf", "pdfattach")]
    [InlineData("--object-streams=generate")]
    [InlineData("--object-streams=disable --compression-level=1 --recompress-flate")]
    [InlineData("--object-streams=generate --compression-level=9 --recompress-flate")]
    public async Task Streams_unpack_to_what_qpdf_writes(string options)
    {
        using var folder = new TempFolder();
        await MakeAsync(folder, $"qpdf {options} attached.pdf made.pdf && qpdf --qdf --normalize-content=n --object-streams=disable made.pdf open.pdf");
        var streams = await UnpackAsync(folder.File("made.pdf"));
        streams.ShouldNotBeEmpty();
        streams.ShouldBe(await UnpackAsync(folder.File("open.pdf")), ignoreOrder: true);
    }

    [ToolFact("rsvg-convert", "qpdf", "pdfattach")]
    public async Task Links_in_object_streams_are_found()
    {
        using var folder = new TempFolder();
        await MakeAsync(folder, "qpdf --object-streams=generate attached.pdf made.pdf");
        var found = (await FileAnalyzer.AnalyzeFileAsync(folder.File("made.pdf"))).Indicators.Single(one => one.Value == "http://drawn.example.com/x");
        found.IsUnpacked.ShouldBeTrue();
        var made = await File.ReadAllBytesAsync(folder.File("made.pdf"));
        Encoding.Latin1.GetString(made, 0, (int)found.Offset).TrimEnd('\r', '\n').ShouldEndWith("stream");
    }

    [ToolFact("qpdf")]
    public async Task Tags_are_the_same_when_qpdf_has_packed_the_objects()
    {
        using var folder = new TempFolder();
        var open = new PdfBuilder().Object(1, "<< /Type /Catalog /Pages 2 0 R /OpenAction 3 0 R /AcroForm << /Fields [] >> /AA << /WC 5 0 R >> >>").Object(2, "<< /Type /Pages /Count 1 /Kids [4 0 R] >>")
            .Object(3, "<< /S /JavaScript /JS (app.alert\\(1\\)) >>").Object(4, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>").Object(5, "<< /S /Launch /F (a.exe) >>").Build();
        folder.Write("open.pdf", open);
        await Tool.RunAsync("qpdf", "--warning-exit-0", "--object-streams=generate", folder.File("open.pdf"), folder.File("packed.pdf"));
        var facts = await FileAnalyzer.AnalyzeFileAsync(folder.File("packed.pdf"));
        facts.Tags.ShouldBe((await Samples.AnalyzeAsync(open)).Tags);
        facts.Tags.ShouldBe(["pdf", "autoaction", "launch-action", "acroform", "js-embedded"]);
        facts.Structures["pdf_info"]["js"]!.GetValue<int>().ShouldBe(0);
    }

    [ToolFact("rsvg-convert", "qpdf", "pdfattach")]
    public async Task Encrypted_documents_are_known_as_such()
    {
        using var folder = new TempFolder();
        await MakeAsync(folder, "qpdf --encrypt '' owner 256 -- --object-streams=generate attached.pdf made.pdf");
        var facts = await FileAnalyzer.AnalyzeFileAsync(folder.File("made.pdf"));
        facts.Tags.ShouldContain("encrypted");
        facts.Children.ShouldBeEmpty();
        facts.Problems.ShouldBe(["The PDF is encrypted: its streams are not unpacked."]);
    }

    /// <summary>A drawing as <c>plain.pdf</c>, with a file attached as <c>attached.pdf</c>, and what the script makes of them.</summary>
    private static async Task MakeAsync(TempFolder folder, string script)
    {
        folder.Write("drawing.svg", Drawing);
        folder.Write("first.txt", string.Concat(Enumerable.Repeat("the first file\n", 1_000)));
        folder.Write("second ü.bin", Samples.Random(5, 70_000));
        // What cairo draws links with has a table of objects that qpdf has to mend.
        await Tool.RunAsync("bash", "-ec", $"qpdf() {{ command qpdf --warning-exit-0 \"$@\"; }}; cd \"$1\" && rsvg-convert -f pdf drawing.svg -o plain.pdf && pdfattach plain.pdf first.txt attached.pdf && {script}", "make", folder.Root);
    }

    /// <summary>The hashes of all streams, but of those that programs write anew.</summary>
    private static async Task<List<string>> UnpackAsync(string path)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        var objects = PdfObjects.Read(bytes, default);
        var view = new ContentView(new MemoryStream(bytes), bytes.Length);
        var hashes = new List<string>();
        foreach (var stream in objects.Streams.Where(stream => stream.Dictionary["Type"] is not ("ObjStm" or "XRef")))
        {
            stream.ReadFilters(objects.Resolve);
            stream.IsSupported.ShouldBeTrue();
            await using var content = stream.Open(view, null);
            using var unpacked = new MemoryStream();
            await content.CopyToAsync(unpacked);
            hashes.Add(Sha(unpacked.ToArray()));
        }
        return hashes;
    }

    private static string Sha(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
