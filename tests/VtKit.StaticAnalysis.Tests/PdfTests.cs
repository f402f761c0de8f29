using System.Security.Cryptography;
using System.Text;
using VtKit.Indicators;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>What is inside the streams of PDF files.</summary>
public class PdfTests
{
    private static readonly byte[] Attached = Samples.Random(11, 5_000);

    /// <summary>A catalog in an object stream, with a script, a link and an attachment.</summary>
    internal static byte[] Full { get; } = new PdfBuilder()
        .Objects(9,
            (1, "<< /Type /Catalog /OpenAction 2 0 R /Names << /EmbeddedFiles << /Names [(a) 3 0 R] >> >> >>"),
            (2, "<< /S /J#61vaScript /JS (app.launchURL\\(\"http://script.example.com/x\"\\)) >>"),
            (3, "<< /Type /Filespec /F (short.bin) /UF <FEFF00E4002E00620069006E> /EF << /F 4 0 R /UF 4 0 R >> >>"),
            (5, "<</A<</S/URI/URI(http://link.example.com/a\\(b\\)/\\\nc)/Type/Action>>/S/Launch>>"))
        .Flate(4, "/Type /EmbeddedFile /Params << /Size 5000 >>", Attached)
        .Flate(6, "", "BT (see http://page.example.com/p) Tj ET")
        .Build();

    [Fact]
    public async Task Objects_in_streams_count_for_tags_and_not_for_pdf_info()
    {
        var facts = await Samples.AnalyzeAsync(Full);
        facts.Problems.ShouldBeEmpty();
        facts.Tags.ShouldBe(["pdf", "autoaction", "launch-action", "file-embedded", "js-embedded"]);
        var info = facts.Structures["pdf_info"];
        foreach (var member in new[] { "js", "javascript", "openaction", "num_launch_actions" }) info[member]!.GetValue<int>().ShouldBe(0, member);
        info["num_object_streams"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Embedded_files_are_children()
    {
        var given = new List<(FileChild Child, byte[] Content)>();
        var facts = await Samples.AnalyzeAsync(Full, new AnalysisOptions
        {
            OnChild = async (child, content, token) =>
            {
                using var copy = new MemoryStream();
                await content.CopyToAsync(copy, token);
                given.Add((child, copy.ToArray()));
            },
        });
        var child = facts.Children.ShouldHaveSingleItem();
        child.ShouldBe(new FileChild(FileChildKind.Bundled, "ä.bin", 5_000, Convert.ToHexStringLower(SHA256.HashData(Attached))) { Type = facts.Bundle!.Children[0].Type });
        given.ShouldHaveSingleItem().Child.ShouldBe(child);
        given[0].Content.ShouldBe(Attached);
        facts.Bundle!.Type.ShouldBeNull();
        facts.Bundle.Children.Single().Type!.Magic.ShouldBe("data");
    }

    [Fact]
    public async Task Indicators_in_streams_have_the_place_of_their_stream()
    {
        var facts = await Samples.AnalyzeAsync(Full);
        var text = Encoding.Latin1.GetString(Full);
        long objects = text.IndexOf("stream\n", StringComparison.Ordinal) + 7;
        long page = text.LastIndexOf("\nstream\n", StringComparison.Ordinal) + 8;
        facts.Indicators.Where(one => one.Kind == IndicatorKind.Url).Select(one => (one.Value, one.Offset, one.IsUnpacked)).ShouldBe(
        [
            ("http://script.example.com/x", objects, true),
            ("http://link.example.com/a(b)/c", objects, true),
            ("http://page.example.com/p", page, true),
        ]);
    }

    [Theory]
    [InlineData("/FlateDecode", "F")]
    [InlineData("[/FlateDecode]", "F")]
    [InlineData("/#46lateDecode", "F")]
    [InlineData("[ /ASCIIHexDecode /FlateDecode ]", "HF")]
    [InlineData("[/AHx/Fl]", "HF")]
    [InlineData("[/ASCII85Decode/FlateDecode]", "8F")]
    [InlineData("[/FlateDecode /ASCIIHexDecode]", "FH")]
    [InlineData("[/FlateDecode /FlateDecode]", "FF")]
    [InlineData("/ASCII85Decode", "8")]
    [InlineData("7 0 R", "F")]
    [InlineData("[8 0 R]", "F")]
    public async Task Filters_are_undone(string filter, string layers)
    {
        var content = Attached;
        foreach (var layer in layers.Reverse()) content = layer switch { 'F' => PdfBuilder.Zlib(content), 'H' => PdfBuilder.Hex(content), _ => PdfBuilder.Ascii85(content) };
        var pdf = new PdfBuilder().Stream(4, $"/Type /EmbeddedFile /Filter {filter}", content).Object(7, "[ /FlateDecode ]").Object(8, "/FlateDecode").Build();
        (await ShaAsync(pdf)).ShouldBe(Sha(Attached));
    }

    [Theory]
    [InlineData("/LZWDecode")]
    [InlineData("[/FlateDecode /DCTDecode]")]
    [InlineData("/FlateDecode /DecodeParms << /Predictor 2 >>")]
    [InlineData("[/Fl /Fl /Fl /Fl /Fl /Fl /Fl /Fl /Fl]")]
    public async Task Files_with_other_filters_are_listed_without_a_hash(string filter)
    {
        var facts = await Samples.AnalyzeAsync(new PdfBuilder().Stream(4, $"/Type /EmbeddedFile /Filter {filter}", PdfBuilder.Zlib(Attached)).Build());
        facts.Children.ShouldHaveSingleItem().Sha256.ShouldBeNull();
        facts.Problems.ShouldHaveSingleItem().ShouldContain("filter");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Predictors_of_PNG_are_undone(int type)
    {
        const int Columns = 5, Colors = 3, Row = Columns * Colors;
        var rows = Samples.Random(type, Row * 40);
        var predicted = new List<byte>();
        for (var at = 0; at < rows.Length; at++)
        {
            if (at % Row == 0) predicted.Add((byte)type);
            int left = at % Row < Colors ? 0 : rows[at - Colors], above = at < Row ? 0 : rows[at - Row], corner = at < Row || at % Row < Colors ? 0 : rows[at - Row - Colors];
            int p = left + above - corner;
            var nearest = new[] { left, above, corner }.MinBy(value => Math.Abs(p - value));
            predicted.Add((byte)(rows[at] - type switch { 1 => left, 2 => above, 3 => (left + above) / 2, 4 => nearest, _ => 0 }));
        }
        var pdf = new PdfBuilder().Flate(4, $"/Type /EmbeddedFile /DecodeParms [<< /Predictor 15 /Columns {Columns} /Colors {Colors} >>]", [.. predicted]).Build();
        (await ShaAsync(pdf)).ShouldBe(Sha(rows));
    }

    [Fact]
    public async Task Object_streams_may_have_a_predictor()
    {
        var (entries, content) = PdfBuilder.Pack((1, "<< /JS (x) >>"));
        byte[] rows = [.. content.Chunk(8).SelectMany(row => (byte[])[0, .. row])];
        (await Samples.AnalyzeAsync(new PdfBuilder().Flate(4, entries + " /DecodeParms << /Predictor 12 /Columns 8 >>", rows).Build())).Tags.ShouldContain("js-embedded");
    }

    [Theory]
    // Right, of an object in front or behind, wrong in each way, missing.
    [InlineData(null)]
    [InlineData("7 0 R")]
    [InlineData("8 0 R")]
    [InlineData("3")]
    [InlineData("99999999")]
    [InlineData("9 0 R")]
    [InlineData("4 0 R")]
    [InlineData("null")]
    [InlineData("-1")]
    public async Task Streams_end_where_their_length_or_the_next_end_says(string? length)
    {
        var packed = PdfBuilder.Zlib(Attached);
        var size = packed.Length.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var pdf = new PdfBuilder().Object(7, size).Stream(4, "/Type /EmbeddedFile /Filter /FlateDecode", packed, length).Object(8, size).Object(9, "9 0 R").Build();
        (await ShaAsync(pdf)).ShouldBe(Sha(Attached));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("8 0 R")]
    public async Task The_word_endstream_inside_a_stream_does_not_end_it(string? length)
    {
        byte[] content = [.. "a\nendstream\nendobj\n"u8, .. Full];
        var pdf = new PdfBuilder().Stream(4, "/Type /EmbeddedFile", content, length).Object(8, content.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)).Build();
        (await ShaAsync(pdf)).ShouldBe(Sha(content));
    }

    [Fact]
    public async Task A_stream_that_is_cut_off_gives_what_there_is()
    {
        var pdf = new PdfBuilder().Stream(4, "/Filter /FlateDecode", PdfBuilder.Zlib([.. "x http://cut.example.com/ "u8, .. PdfBuilder.Hex(Attached)])).Build()[..3000];
        (await Samples.AnalyzeAsync(pdf)).Indicators.ShouldContain(one => one.Value == "http://cut.example.com/" && one.IsUnpacked);
    }

    [Fact]
    public async Task A_wrong_checksum_hides_nothing()
    {
        var packed = PdfBuilder.Zlib(Attached);
        packed[^1] ^= 1;
        (await ShaAsync(new PdfBuilder().Stream(4, "/Type /EmbeddedFile /Filter /FlateDecode", packed).Build())).ShouldBe(Sha(Attached));
    }

    [Fact]
    public async Task Damaged_streams_are_told_of()
    {
        var facts = await Samples.AnalyzeAsync(new PdfBuilder().Stream(4, "/Filter /FlateDecode", "not zlib"u8.ToArray()).Stream(5, "/Type /EmbeddedFile /Filter /FlateDecode", [0x78, 0x9C, 0xFF, 0xFF]).Build());
        facts.Problems.ShouldBe(["'' is damaged: it does not unpack.", "A stream of the PDF is damaged."]);
        facts.Children.ShouldHaveSingleItem().Sha256.ShouldBeNull();
    }

    [Theory]
    [InlineData("(a\\)b\\050\\\\.txt)", "a)b(\\.txt")]
    [InlineData("(a(b)c)", "a(b)c")]
    [InlineData("<612E74787>", "a.txp")]
    [InlineData("<FEFF0416D83DDE00>", "Ж😀")]
    [InlineData("<EFBBBFD096>", "Ж")]
    [InlineData("<A0208A>", "€ −")]
    [InlineData("9 0 R", "far.txt")]
    [InlineData("(two \\\nlines)", "two lines")]
    public async Task Names_of_embedded_files_are_decoded(string name, string expected)
    {
        var pdf = new PdfBuilder().Object(3, $"<< /Type /F#69lespec /UF {name} /E#46 << /F 4 0 R >> >>").Flate(4, "", Attached).Object(9, "(far.txt)").Build();
        (await Samples.AnalyzeAsync(pdf)).Children.ShouldHaveSingleItem().Name.ShouldBe(expected);
    }

    [Theory]
    // Inside another object; with its files elsewhere; with the short name alone; leading nowhere, to itself, in a circle.
    [InlineData("[ << /Type /Annot /FS << /F (a) /EF << /F 4 0 R >> >> >> ]", "a")]
    [InlineData("<< /F (a) /EF 5 0 R >>", "a")]
    [InlineData("<< /DOS (a) /EF << /DOS 4 0 R >> >>", "a")]
    [InlineData("<< /F (a) /EF << /F 99 0 R >> >>", "")]
    [InlineData("<< /F 3 0 R /EF 3 0 R >>", "")]
    [InlineData("<< /F 6 0 R /EF 6 0 R >>", "")]
    public async Task Names_are_found_where_they_are(string value, string expected)
    {
        var pdf = new PdfBuilder().Object(3, value).Object(5, "<< /F 4 0 R >>").Object(6, "7 0 R").Object(7, "6 0 R").Flate(4, "/Type /EmbeddedFile", Attached).Build();
        (await Samples.AnalyzeAsync(pdf)).Children.ShouldHaveSingleItem().Name.ShouldBe(expected);
    }

    [Theory]
    [InlineData("trailer\n<< /Root 1 0 R /Encrypt 5 0 R >>\n")]
    [InlineData("8 0 obj << /Type /XRef /Encrypt 5 0 R /Length 0 >> stream\n\nendstream endobj\n")]
    public async Task Encrypted_documents_are_not_unpacked(string trailer)
    {
        var facts = await Samples.AnalyzeAsync([.. Full, .. Encoding.ASCII.GetBytes(trailer)]);
        facts.Children.ShouldBeEmpty();
        facts.Indicators.ShouldNotContain(one => one.IsUnpacked);
        facts.Tags.ShouldContain("encrypted");
        facts.Problems.ShouldBe(["The PDF is encrypted: its streams are not unpacked."]);
    }

    [Fact]
    public async Task Archives_and_test_files_inside_are_looked_into()
    {
        var zip = new ZipBuilder().Add("eicar.com", Samples.Eicar).Build();
        var facts = await Samples.AnalyzeAsync(new PdfBuilder().Flate(4, "/Type /EmbeddedFile", zip).Build());
        facts.Bundle!.HasEicar.ShouldBeTrue();
        facts.Bundle.Children.Single().Children.Single().Name.ShouldBe("eicar.com");
    }

    [Fact]
    public async Task What_stands_in_the_open_as_well_has_its_place_there()
    {
        var pdf = new PdfBuilder().Flate(4, "", "http://twice.example.com/").Object(5, "(http://twice.example.com/)").Build();
        var found = (await Samples.AnalyzeAsync(pdf)).Indicators.Single(one => one.Kind == IndicatorKind.Url);
        found.IsUnpacked.ShouldBeFalse();
        found.Offset.ShouldBe(Encoding.Latin1.GetString(pdf).IndexOf("http", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pictures_are_not_looked_through()
    {
        var pdf = new PdfBuilder().Flate(4, "/Subtype /Image", "http://picture.example.com/").Build();
        (await Samples.AnalyzeAsync(pdf)).Indicators.ShouldBeEmpty();
    }

    [Fact]
    public async Task Thousands_of_streams_are_read_up_to_the_limit()
    {
        var pdf = new PdfBuilder();
        for (var i = 1; i <= 10_100; i++) pdf.Flate(i, "", "x");
        pdf.Flate(10_101, "", "http://late.example.com/");
        var facts = await Samples.AnalyzeAsync(pdf.Build());
        facts.Problems.ShouldHaveSingleItem().ShouldContain("more than 10000 streams");
        facts.Indicators.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("1 0 obj((")]
    [InlineData("1 0 obj<<")]
    [InlineData("1 0 obj[")]
    [InlineData("1 0 obj 1%")]
    [InlineData("trailer((")]
    [InlineData("1 0 obj<</Length 2 0 R/Filter/ASCIIHexDecode>>stream\n")]
    public async Task What_is_left_open_again_and_again_is_given_up(string open)
    {
        var hostile = await Samples.AnalyzeAsync(new PdfBuilder().Raw(string.Concat(Enumerable.Repeat(open, 200_000 / open.Length))).Build());
        hostile.Type.Tag.ShouldBe("pdf");
        hostile.Children.ShouldBeEmpty();
        // A document that leaves one thing open is read all the same.
        var careless = await Samples.AnalyzeAsync([.. "%PDF-1.7\n"u8, .. Encoding.ASCII.GetBytes(open), .. "\n"u8, .. Full]);
        careless.Tags.ShouldContain("js-embedded");
        careless.Children.ShouldHaveSingleItem().Name.ShouldBe("ä.bin");
    }

    [Theory]
    [InlineData("", "they unpack to more than 32 MiB")]
    [InlineData("/Type /EmbeddedFile", "is damaged")]
    public async Task Layers_that_give_each_other_much_and_nothing_in_the_end_are_given_up(string entries, string problem)
    {
        // Blocks of nothing, 35 MB of them, packed once more.
        byte[] nothing = [0x78, 0x9C, .. Enumerable.Range(0, 7_000_000).SelectMany(_ => (byte[])[0, 0, 0, 0xFF, 0xFF])];
        var facts = await Samples.AnalyzeAsync(new PdfBuilder().Stream(4, $"{entries} /Filter [/Fl /Fl]", PdfBuilder.Zlib(nothing)).Build());
        facts.Problems.ShouldHaveSingleItem().ShouldContain(problem);
        facts.Children.ShouldAllBe(child => child.Sha256 == null);
    }

    [Fact]
    public async Task Text_is_looked_through_up_to_a_limit_that_is_told()
    {
        var facts = await Samples.AnalyzeAsync(new PdfBuilder().Flate(4, "", string.Concat(Enumerable.Repeat("http://again.example.com/ ", 80_000))).Flate(5, "", "http://late.example.com/").Build());
        facts.Problems.ShouldBe(["The streams of the PDF hold more text than is looked through for indicators."]);
        facts.Indicators.ShouldContain(one => one.Value == "http://again.example.com/");
        facts.Indicators.ShouldNotContain(one => one.Value == "http://late.example.com/");
    }

    [Fact]
    public async Task Objects_that_cannot_be_unpacked_are_told_of()
    {
        var facts = await Samples.AnalyzeAsync(new PdfBuilder().Stream(4, "/Type /ObjStm /N 1 /First 4 /Filter /LZWDecode", Attached).Build());
        facts.Problems.ShouldHaveSingleItem().ShouldContain("stream of objects");
    }

    [Fact]
    public async Task Limits_of_files_inside_hold()
    {
        var pdf = new PdfBuilder().Flate(4, "/Type /EmbeddedFile", Attached).Flate(5, "/Type /EmbeddedFile", Attached).Build();
        (await Samples.AnalyzeAsync(pdf, new AnalysisOptions { MaxChildren = 1 })).Children.Count.ShouldBe(1);
        (await Samples.AnalyzeAsync(pdf, new AnalysisOptions { MaxChildBytes = Attached.Length - 1 })).Children.ShouldAllBe(child => child.Sha256 == null);
        (await Samples.AnalyzeAsync(pdf, new AnalysisOptions { MaxUnpackedBytes = Attached.Length })).Children.Count(child => child.Sha256 != null).ShouldBe(1);
        (await Samples.AnalyzeAsync(Full, new AnalysisOptions { MaxUnpackedBytes = 10 })).Tags.ShouldNotContain("js-embedded");
    }

    private static async Task<string?> ShaAsync(byte[] pdf)
    {
        var facts = await Samples.AnalyzeAsync(pdf);
        facts.Problems.ShouldBeEmpty();
        return facts.Children.ShouldHaveSingleItem().Sha256;
    }

    private static string Sha(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
