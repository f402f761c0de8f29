using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace VtKit.StaticAnalysis.Tests;

public class DocumentTests
{
    internal const string Source = "Attribute VB_Name = \"Module1\"\r\nSub AutoOpen()\r\n    Shell \"calc.exe\"\r\nEnd Sub\r\n";

    internal static byte[] Doc { get; } = CompoundBuilder.Build(
        ("WordDocument", [1, 2, 3]), ("Macros/VBA/dir", [1]), ("Macros/VBA/Module1", CompoundBuilder.Module(Source)), ("Macros/VBA/_VBA_PROJECT", [0xCC, 0x61]));

    internal static byte[] Docm { get; } = new ZipBuilder().Add("[Content_Types].xml", [1]).Add("word/document.xml", [1])
        .Add("word/vbaProject.bin", CompoundBuilder.Build(("VBA/dir", [1]), ("VBA/ThisDocument", CompoundBuilder.Module(Source)))).Build();

    internal static byte[] Pdf { get; } = Samples.Bytes(
        "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R /OpenAction 3 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [4 0 R] >>\nendobj\n" +
        "3 0 obj\n<< /S /J#61vaScript /JS (app.alert\\(1\\)) >>\nendobj\n4 0 obj\n<< /Type /Page /AA << /O << /S /Launch >> >> >>\nendobj\n" +
        "5 0 obj\n<< /Type /EmbeddedFile /Length 3 >>\nstream\nabc\nendstream\nendobj\nxref\n0 6\ntrailer\n<< /Root 1 0 R >>\nstartxref\n400\n%%EOF\n");

    internal static byte[] Mail { get; } = Samples.Bytes(
        "From: a@example.com\r\nTo: b@example.com\r\nSubject: Hello\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=\"frontier\"\r\n\r\n" +
        "--frontier\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n--frontier\r\nContent-Type: application/octet-stream\r\n" +
        "Content-Disposition: attachment; filename=\"a.bin\"\r\nContent-Transfer-Encoding: base64\r\n\r\nAQIDBAUGBwgJCg==\r\n--frontier\r\n" +
        "Content-Type: text/plain; name=b.txt\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=3Db=\r\nc\r\n--frontier--\r\n");

    internal static byte[] Rtf { get; } = Samples.Bytes(
        @"{\rtf1\ansi{\object\objemb{\*\objclass Equation.3}{\*\objdata 0105000002000000}}{\object\objocx{\*\objdata 01}}{\pict\pngblip 89}\objemblem text}");

    internal static byte[] MachO { get; } = MakeMachO();

    /// <summary>Nothing but a header, for i386.</summary>
    internal static byte[] MachO32 { get; } = [0xCE, 0xFA, 0xED, 0xFE, 7, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, .. new byte[32]];

    /// <summary>Both in one file.</summary>
    internal static byte[] FatMachO { get; } =
    [
        0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 2,
        0, 0, 0, 7, 0, 0, 0, 3, 0, 0, 0, 64, 0, 0, 0, 48, 0, 0, 0, 2,
        1, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 128, 0, 0, (byte)(MachO.Length >> 8), (byte)MachO.Length, 0, 0, 0, 3,
        .. new byte[16], .. MachO32, .. new byte[16], .. MachO,
    ];

    [Fact]
    public async Task Words_of_a_PDF_file_are_counted()
    {
        var facts = await Samples.AnalyzeAsync(Pdf);
        var info = facts.Structures["pdf_info"];
        info["header"]!.GetValue<string>().ShouldBe("%PDF-1.7");
        var expected = new Dictionary<string, int>
        {
            ["num_obj"] = 5, ["num_endobj"] = 5, ["num_stream"] = 1, ["num_endstream"] = 1, ["xref"] = 1, ["trailer"] = 1, ["startxref"] = 1, ["num_pages"] = 1,
            ["js"] = 1, ["javascript"] = 1, ["openaction"] = 1, ["autoaction"] = 1, ["num_launch_actions"] = 1, ["embedded_file"] = 1, ["encrypted"] = 0, ["xfa"] = 0,
        };
        foreach (var (member, count) in expected) info[member]!.GetValue<int>().ShouldBe(count, member);
        facts.Tags.ShouldBeSubsetOf(["pdf", "autoaction", "launch-action", "file-embedded", "js-embedded"]);
        facts.Tags.ShouldContain("js-embedded");
    }

    [SharedFact]
    public async Task The_members_are_those_of_a_real_report()
    {
        var report = await File.ReadAllTextAsync(Directory.EnumerateFiles(SharedMaterial.Fixtures!, "pdf_f446861239*", SearchOption.AllDirectories).First());
        foreach (var (member, _) in (await Samples.AnalyzeAsync(Pdf)).Structures["pdf_info"].AsObject()) report.ShouldContain($"\"{member}\"");
    }

    [Fact]
    public async Task Macros_of_old_and_new_documents_are_unpacked()
    {
        var old = await Samples.AnalyzeAsync(Doc);
        old.Type.Tag.ShouldBe("doc");
        old.Tags.ShouldBe(["doc", "macros", "auto-open"]);
        var info = old.Structures["office_info"];
        info["entries"]!.AsArray().Select(entry => entry!["name"]!.GetValue<string>()).ShouldBe(["Root Entry", "WordDocument", "Macros", "VBA", "dir", "Module1", "_VBA_PROJECT"]);
        var macro = info["ole"]!["macros"]!.AsArray().ShouldHaveSingleItem()!;
        macro["vba_code"]!.GetValue<string>().ShouldBe(Source);
        macro["stream_path"]!.GetValue<string>().ShouldBe("Macros/VBA/Module1");

        var modern = await Samples.AnalyzeAsync(Docm);
        modern.Tags.ShouldContain("macros");
        modern.Structures["openxml_info"]["ole"]!["macros"]![0]!["vba_code"]!.GetValue<string>().ShouldBe(Source);
    }

    [Fact]
    public async Task Names_that_run_by_themselves_are_told_with_when_they_do()
    {
        static byte[] Document(string name) => CompoundBuilder.Build(
            ("WordDocument", [1]), ("Macros/VBA/dir", [1]), ("Macros/VBA/Module1", CompoundBuilder.Module($"Attribute VB_Name = \"Module1\"\r\nSub {name}()\r\nEnd Sub\r\n")));
        (await Samples.AnalyzeAsync(Document("Document_BeforeClose"))).Tags.ShouldBe(["doc", "macros", "auto-close"]);
        (await Samples.AnalyzeAsync(Document("Print_It"))).Tags.ShouldBe(["doc", "macros"]);
        var ole = (await Samples.AnalyzeAsync(Document("Workbook_Open"))).Structures["office_info"]["ole"]!;
        ole["num_macros"]!.GetValue<int>().ShouldBe(1);
        ole["auto_run"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldBe("Workbook_Open");
        ole["macros"]![0]!["properties"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldBe("auto-open");
        (await Samples.AnalyzeAsync(Document("Print_It"))).Structures["office_info"]["ole"]!.AsObject().ContainsKey("auto_run").ShouldBeFalse();
    }

    [Fact]
    public async Task Indicators_in_macros_have_their_place_where_the_packed_text_is()
    {
        // Packed text has a byte of flags before every eight characters: nothing of the URL stands in the open.
        var module = CompoundBuilder.Module("Attribute VB_Name = \"Module1\"\r\nx = \"http://c2.example.net/stage/two.exe\"\r\n");
        var old = CompoundBuilder.Build(("WordDocument", [1]), ("Macros/VBA/dir", [1]), ("Macros/VBA/Module1", module));
        var found = (await Samples.AnalyzeAsync(old)).Indicators.Single(one => one.Value == "http://c2.example.net/stage/two.exe");
        found.IsUnpacked.ShouldBeTrue();
        found.Offset.ShouldBe(old.AsSpan().IndexOf(module.AsSpan(0, 64)));

        var modern = new ZipBuilder().Add("[Content_Types].xml", [1]).Add("word/document.xml", [1])
            .Add("word/vbaProject.bin", CompoundBuilder.Build(("VBA/dir", [1]), ("VBA/Module1", module))).Build();
        found = (await Samples.AnalyzeAsync(modern)).Indicators.Single(one => one.Value == "http://c2.example.net/stage/two.exe");
        found.IsUnpacked.ShouldBeTrue();
        found.Offset.ShouldBe(modern.AsSpan().IndexOf("word/vbaProject.bin"u8) + "word/vbaProject.bin".Length);
    }

    [Fact]
    public async Task An_Office_archive_tells_of_itself_and_of_what_it_loads_from_elsewhere()
    {
        const string Target = "http://templates.example.net/evil/stage.dotm";
        var zip = new ZipBuilder()
            .Add("[Content_Types].xml", Samples.Bytes("<Types><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/x-main\"/></Types>"))
            .Add("word/document.xml", [1])
            .Add("docProps/app.xml", Samples.Bytes("<Properties><Application>Microsoft Office Word</Application><Pages>3</Pages><HeadingPairs><v>1</v></HeadingPairs><Company/></Properties>"))
            .Add("docProps/core.xml", Encoding.UTF8.GetBytes("<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:creator>J. &amp; Söhne</dc:creator><cp:revision>2</cp:revision></cp:coreProperties>"))
            .Add("word/_rels/settings.xml.rels", Samples.Bytes($"<Relationships><Relationship Id=\"r1\" Type=\"http://t.example/attachedTemplate\" Target=\"{Target}\" TargetMode=\"External\"/>" +
                "<Relationship Id=\"r2\" Type=\"http://t.example/styles\" Target=\"http://inside.example.net/x\"/></Relationships>")).Build();

        var facts = await Samples.AnalyzeAsync(zip);

        facts.Structures["openxml_info"].ToJsonString().ShouldBe(
            """{"content_types":["application/xml","application/x-main"],"docprops_app":{"Application":"Microsoft Office Word","Pages":"3"},"docprops_core":{"dc:creator":"J. \u0026 S\u00F6hne","cp:revision":"2"},"file_type":"docx","rels":["http://t.example/attachedTemplate","http://t.example/styles"]}""");
        var found = facts.Indicators.Single(one => one.Value == Target);
        found.IsUnpacked.ShouldBeTrue();
        found.Offset.ShouldBe(zip.AsSpan().IndexOf("settings.xml.rels"u8) + "settings.xml.rels".Length);
        facts.Indicators.ShouldNotContain(one => one.Value.Contains("inside.example.net"));
        facts.Problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><Properties><Application>&a;</Application></Properties>")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><Properties><Application>&b;</Application></Properties>")]
    [InlineData("<Properties><Application>not ended")]
    public async Task Properties_that_are_traps_are_not_followed(string properties)
    {
        var zip = new ZipBuilder().Add("[Content_Types].xml", Samples.Bytes("<Types/>")).Add("word/document.xml", [1]).Add("docProps/app.xml", Samples.Bytes(properties)).Build();
        var facts = await Samples.AnalyzeAsync(zip);
        facts.Structures["openxml_info"].AsObject().ContainsKey("docprops_app").ShouldBeFalse();
        facts.Problems.ShouldBe(["'docProps/app.xml' is no XML that can be read."]);
    }

    [Fact]
    public void Copies_of_what_stands_before_are_unpacked()
    {
        // The example of the format's description: text without, and with, repetition.
        byte[] packed =
        [
            0x01, 0x2F, 0xB0, 0x00, 0x23, 0x61, 0x61, 0x61, 0x62, 0x63, 0x64, 0x65, 0x82, 0x66, 0x00, 0x70, 0x61, 0x67, 0x68, 0x69, 0x6A, 0x01, 0x38, 0x08, 0x61,
            0x6B, 0x6C, 0x00, 0x30, 0x6D, 0x6E, 0x6F, 0x70, 0x06, 0x71, 0x02, 0x70, 0x04, 0x10, 0x72, 0x73, 0x74, 0x75, 0x76, 0x10, 0x77, 0x78, 0x79, 0x7A, 0x00, 0x3C,
        ];
        Encoding.ASCII.GetString(VbaCompression.Unpack(packed, 1000)).ShouldBe("#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa");
    }

    [Fact]
    public async Task Objects_of_an_RTF_document_are_listed()
    {
        var info = (await Samples.AnalyzeAsync(Rtf)).Structures["rtf_info"]["document_properties"]!;
        info["rtf_header"]!.GetValue<string>().ShouldBe("rtf1");
        info["objects"]!.AsArray().Select(one => one!["type"]!.GetValue<string>()).ShouldBe(["OLE embedded", "OLE control"]);
        info["objects"]!.AsArray().Select(one => one!["class"]?.GetValue<string>()).ShouldBe(["Equation.3", null]);
        info["default_character_set"]!.GetValue<string>().ShouldBe("ANSI");
        info["longest_hex_string"]!.GetValue<int>().ShouldBe(16);
        info["embedded_pictures"]!.GetValue<int>().ShouldBe(1);
        (await Samples.AnalyzeAsync("{\\rt{\\object}")).Structures["rtf_info"]["document_properties"]!["rtf_header"]!.GetValue<string>().ShouldBe("rt");
    }

    [Theory]
    [InlineData("objemb", "ole-embedded")]
    [InlineData("objocx", "ole-control")]
    [InlineData("objautlink", "ole-autolink")]
    public async Task Tags_of_an_RTF_document_tell_its_kinds_of_objects(string word, string tag) =>
        (await Samples.AnalyzeAsync($"{{\\rtf1{{\\object\\{word} x}}{{\\object\\{word} y}}}}")).Tags.ShouldBe(["rtf", tag]);

    [Theory]
    [InlineData("0105000002000000 0B000000 4571756174696F6E2E3300 00000000", "Equation.3")]
    [InlineData("01050000 02000000\r\n0b00 0 0 0 0 4571756174696f6e2e3300", "Equation.3")]
    [InlineData("0105000003000000 0B000000 4571756174696F6E2E3300", null)]
    [InlineData("0105000002000000 FFFFFFFF 4571756174696F6E2E3300", null)]
    [InlineData("0105000002000000 02000000 01FF", null)]
    [InlineData("01050000020000000B0000", null)]
    [InlineData("01050000\\bin0 020000000B0000004571756174696F6E2E3300", null)]
    public async Task An_RTF_object_without_a_class_has_that_of_its_data(string data, string? name)
    {
        var info = (await Samples.AnalyzeAsync("{\\rtf1{\\object\\objemb{\\*\\objdata " + data + "}}}")).Structures["rtf_info"]["document_properties"]!;
        info["objects"]![0]!["class"]?.GetValue<string>().ShouldBe(name);
        if (name is null) info["objects"]![0]!["class"].ShouldBeNull();
    }

    [Fact]
    public async Task Attachments_of_a_message_are_children()
    {
        var facts = await Samples.AnalyzeAsync(Mail);
        facts.Type.Tag.ShouldBe("email");
        facts.Children.ShouldBe(
        [
            new FileChild(FileChildKind.EmailAttachment, "a.bin", 10, Hash([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])),
            new FileChild(FileChildKind.EmailAttachment, "b.txt", 4, Hash("a=bc"u8.ToArray())),
        ]);

        static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
    }

    [ToolFact("/usr/bin/python3")]
    public async Task Attachments_agree_with_another_library()
    {
        using var folder = new TempFolder();
        var path = folder.File("m.eml");
        await Tool.RunAsync("/usr/bin/python3", "-c", """
            import email.message, sys
            m = email.message.EmailMessage()
            m['From'], m['To'], m['Subject'], m['Date'] = 'a@example.com', 'b@example.com', 'x', 'Mon, 01 Jan 2024 00:00:00 +0000'
            m.set_content('hello')
            m.add_attachment(bytes(range(256)) * 40, maintype='application', subtype='octet-stream', filename='range.bin')
            inner = email.message.EmailMessage()
            inner['From'], inner['Subject'] = 'c@example.com', 'inner'
            inner.set_content('inside')
            inner.add_attachment(b'deep', maintype='application', subtype='zip', filename='deep.zip')
            m.add_attachment(inner)
            open(sys.argv[1], 'wb').write(bytes(m))
            open(sys.argv[1] + '.inner', 'wb').write(bytes(inner))
            """, path);
        byte[] range = [.. Enumerable.Range(0, 256 * 40).Select(i => (byte)i)];
        (await FileAnalyzer.AnalyzeFileAsync(path)).Children.Select(child => (child.Name, child.Sha256)).ShouldBe(
            [("range.bin", Convert.ToHexStringLower(SHA256.HashData(range))), ("message.eml", Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path + ".inner")))), ("deep.zip", Convert.ToHexStringLower(SHA256.HashData("deep"u8)))]);
    }

    [Fact]
    public async Task Commands_of_a_Mach_O_file_are_read()
    {
        var info = (await Samples.AnalyzeAsync(MachO)).Structures["macho_info"][0]!;
        info["headers"]!["magic"]!.GetValue<string>().ShouldBe("0xfeedfacf");
        info["headers"]!["cpu_type"]!.GetValue<string>().ShouldBe("ARM64");
        info["headers"]!["flags"]!.AsArray().Select(flag => flag!.GetValue<string>()).ShouldBe(["NOUNDEFS", "DYLDLINK", "PIE"]);
        info["commands"]!.AsArray().Select(command => command!["type"]!.GetValue<string>()).ShouldBe(["LC_SEGMENT_64", "LC_LOAD_DYLIB"]);
        info["segments"]![0]!["vmsize"]!.GetValue<string>().ShouldBe("0x4000");
        info["segments"]![0]!["sections"]![0]!["name"]!.GetValue<string>().ShouldBe("__text");
        info["libs"]![0]!.GetValue<string>().ShouldBe("/usr/lib/libSystem.B.dylib");
    }

    [Fact]
    public async Task Mach_O_files_for_64_bits_are_tagged_alone_and_among_others()
    {
        (await Samples.AnalyzeAsync(MachO)).Tags.ShouldBe(["macho", "64bits"]);
        var facts = await Samples.AnalyzeAsync(FatMachO);
        facts.Structures["macho_info"].AsArray().Select(image => image!["headers"]!["cpu_type"]!.GetValue<string>()).ShouldBe(["i386", "ARM64"]);
        facts.Tags.ShouldBe(["macho", "64bits"]);
        (await Samples.AnalyzeAsync(MachO32)).Tags.ShouldBe(["macho"]);
    }

    [Fact]
    public async Task The_manifest_of_a_Java_archive_is_read()
    {
        var info = (await Samples.AnalyzeAsync(new ZipBuilder().Add("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\n"u8.ToArray()).Add("a/b/C.class", [1]).Build()))
            .Structures["jar_info"];
        info["manifest"]!.GetValue<string>().ShouldBe("Manifest-Version: 1.0\r\n");
        info["total_files"]!.GetValue<int>().ShouldBe(2);
        info["max_depth"]!.GetValue<int>().ShouldBe(2);
    }

    private static byte[] MakeMachO()
    {
        var library = "/usr/lib/libSystem.B.dylib\0\0\0\0\0\0"u8;
        var file = new byte[32 + 152 + 24 + library.Length + 64];
        uint[] header = [0xFEEDFACF, 0x0100_000C, 0, 2, 2, (uint)(152 + 24 + library.Length), 0x0020_0005];
        for (var i = 0; i < header.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4 * i), header[i]);
        var segment = file.AsSpan(32);
        BinaryPrimitives.WriteUInt32LittleEndian(segment, 0x19);
        BinaryPrimitives.WriteUInt32LittleEndian(segment[4..], 152);
        "__TEXT"u8.CopyTo(segment[8..]);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[32..], 0x4000);
        BinaryPrimitives.WriteUInt32LittleEndian(segment[64..], 1);
        "__text"u8.CopyTo(segment[72..]);
        var load = file.AsSpan(32 + 152);
        BinaryPrimitives.WriteUInt32LittleEndian(load, 0xC);
        BinaryPrimitives.WriteUInt32LittleEndian(load[4..], (uint)(24 + library.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(load[8..], 24);
        library.CopyTo(load[24..]);
        return file;
    }
}
