using System.Security.Cryptography;
using System.Text;

namespace VtKit.StaticAnalysis.Tests;

public class PeTests
{
    private static readonly PeBuilder Sample = new PeBuilder
    {
        Imports = [("KERNEL32.dll", ["LoadLibraryA", "ExitProcess", "__chkstk"]), ("WS2_32.dll", ["#14", "connect", "#9999"]), ("comctl32.dll", ["#17"])],
        Exports = ["Zeta", "Alpha"],
        Overlay = Samples.Bytes("PK\u0003\u0004 appended"),
    }.Section(".text", Samples.Random(1, 5000)).Section(".bss", [], 0xC000_0080, 0x3000).Section("shared", new byte[4096], 0xD000_0040);

    [Fact]
    public async Task Headers_are_read()
    {
        var pe = (await Samples.AnalyzeAsync(Sample.Build())).Pe!;
        pe.MachineType.ShouldBe(332);
        pe.Timestamp.ShouldBe(1_700_000_000);
        pe.EntryPoint.ShouldBe(0x1000);
        pe.Is64Bit.ShouldBeFalse();
        pe.IsDll.ShouldBeFalse();
    }

    [Fact]
    public async Task Zeros_in_the_header_are_no_facts()
    {
        var pe = (await Samples.AnalyzeAsync(new PeBuilder { Timestamp = 0, EntryPoint = 0 }.Section(".text", [1]).Build())).Pe!;
        pe.Timestamp.ShouldBeNull();
        pe.EntryPoint.ShouldBeNull();
        pe.Imphash.ShouldBeNull();
        pe.Overlay.ShouldBeNull();
    }

    [Fact]
    public async Task Sections_have_the_measures_that_the_service_gives()
    {
        var sections = (await Samples.AnalyzeAsync(Sample.Build())).Pe!.Sections;
        sections.Select(s => s.Name).ShouldBe([".text", ".bss", "shared", ".vdata"]);
        byte[] text = [.. Samples.Random(1, 5000), .. new byte[120]];
        sections[0].RawSize.ShouldBe(5120);
        sections[0].VirtualSize.ShouldBe(5000);
        sections[0].VirtualAddress.ShouldBe(0x1000);
        sections[0].Flags.ShouldBe("rx");
        sections[0].Md5.ShouldBe(Convert.ToHexStringLower(MD5.HashData(text)));
        sections[0].Entropy.ShouldBe(Math.Round(Entropy(text), 2));
        // Real reports: an empty section, and 4,096 zeros.
        sections[1].ShouldBe(new PeSection(".bss", 0x3000, 0x3000, 0, "rw", 0, "d41d8cd98f00b204e9800998ecf8427e", -1));
        sections[2].ShouldSatisfyAllConditions(
            s => s.Chi2.ShouldBe(1044480),
            s => s.Entropy.ShouldBe(0),
            s => s.Flags.ShouldBe("rws"));
    }

    [Fact]
    public async Task Imports_are_listed_by_library_with_sorted_functions()
    {
        var imports = (await Samples.AnalyzeAsync(Sample.Build())).Pe!.Imports;
        imports.Select(i => i.LibraryName).ShouldBe(["KERNEL32.dll", "WS2_32.dll", "comctl32.dll"]);
        imports[0].Functions.ShouldBe(["__chkstk", "ExitProcess", "LoadLibraryA"], ignoreOrder: false);
        imports[1].Functions.ShouldBe(["connect", "ntohl", "Ord(9999)"]);
        imports[2].Functions.ShouldBe(["Ord(17)"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_import_hash_is_the_MD5_of_the_names_in_their_order(bool is64Bit)
    {
        var pe = new PeBuilder { Is64Bit = is64Bit, Imports = Sample.Imports }.Section(".text", [1]).Build();
        var text = "kernel32.loadlibrarya,kernel32.exitprocess,kernel32.__chkstk,ws2_32.ntohl,ws2_32.connect,ws2_32.ord9999,comctl32.ord17";
        (await Samples.AnalyzeAsync(pe)).Pe!.Imphash.ShouldBe(Convert.ToHexStringLower(MD5.HashData(Encoding.ASCII.GetBytes(text))));
    }

    [Theory]
    // Known from countless real reports: what every .NET program and library has.
    [InlineData("mscoree.dll", "_CorExeMain", "f34d5f2d4577ed6d9ceec516c1f5a744")]
    [InlineData("mscoree.dll", "_CorDllMain", "dae02f32a21e03ce65412f6e56942daa")]
    public async Task The_import_hash_agrees_with_the_service(string library, string function, string expected) =>
        (await Samples.AnalyzeAsync(new PeBuilder { Imports = [(library, [function])] }.Section(".text", [1]).Build())).Pe!.Imphash.ShouldBe(expected);

    [Theory]
    [InlineData("a.dll", "a")]
    [InlineData("a.OCX", "a")]
    [InlineData("a.sys", "a")]
    [InlineData("a.exe", "a.exe")]
    [InlineData("a.b.dll", "a.b")]
    [InlineData("nodot", "nodot")]
    public async Task Only_the_usual_extensions_are_cut_from_library_names(string library, string stem) =>
        (await Samples.AnalyzeAsync(new PeBuilder { Imports = [(library, ["F"])] }.Section(".text", [1]).Build())).Pe!.Imphash
            .ShouldBe(Convert.ToHexStringLower(MD5.HashData(Encoding.ASCII.GetBytes(stem + ".f"))));

    [Fact]
    public async Task More_imports_than_allowed_leave_no_import_hash()
    {
        var pe = new PeBuilder { Imports = [("a.dll", [.. Enumerable.Range(0, 20).Select(i => $"f{i}")])] }.Section(".text", [1]).Build();
        var facts = await Samples.AnalyzeAsync(pe, new AnalysisOptions { MaxSymbols = 10 });
        facts.Pe!.Imports[0].Functions.Count.ShouldBe(10);
        facts.Pe.Imphash.ShouldBeNull();
        facts.Problems.ShouldContain(problem => problem.Contains("10 imports"));
    }

    [Fact]
    public async Task Names_that_are_no_names_are_called_invalid()
    {
        var pe = new PeBuilder { Imports = [("lib\u0001.dll", ["good", "b\u00e4d"])] }.Section(".text", [1]).Build();
        var imports = (await Samples.AnalyzeAsync(pe)).Pe!.Imports;
        imports[0].LibraryName.ShouldBe("*invalid*");
        imports[0].Functions.ShouldBe(["*invalid*", "good"]);
    }

    [Fact]
    public async Task Exports_are_sorted() =>
        (await Samples.AnalyzeAsync(Sample.Build())).Pe!.Exports.ShouldBe(["Alpha", "Zeta"]);

    [Fact]
    public async Task What_follows_the_last_section_is_the_overlay()
    {
        var file = Sample.Build();
        var facts = await Samples.AnalyzeAsync(file);
        var overlay = facts.Pe!.Overlay!;
        overlay.Offset.ShouldBe(file.Length - 13);
        overlay.Size.ShouldBe(13);
        overlay.Md5.ShouldBe(Convert.ToHexStringLower(MD5.HashData(file.AsSpan(file.Length - 13))));
        overlay.FileType.ShouldBe("ZIP");
        facts.Tags.ShouldBe(["peexe", "overlay"]);
    }

    [Fact]
    public async Task An_overlay_of_eight_equal_bytes_has_the_measures_of_the_real_report()
    {
        var overlay = (await Samples.AnalyzeAsync(new PeBuilder { Overlay = new byte[8] }.Section(".text", [1]).Build())).Pe!.Overlay!;
        overlay.ShouldSatisfyAllConditions(
            o => o.Md5.ShouldBe("7dea362b3fac8e00956a4952a3d4f474"),
            o => o.Chi2.ShouldBe(2040),
            o => o.Entropy.ShouldBe(0),
            o => o.FileType.ShouldBe("unknown"));
    }

    [Fact]
    public async Task Tags_and_magic_tell_the_kinds_apart()
    {
        await Check(new PeBuilder(), "peexe", "Win32 EXE", "PE32 executable (GUI) Intel 80386, for MS Windows");
        await Check(new PeBuilder { Is64Bit = true, Subsystem = 3 }, "peexe,64bits", "Win32 EXE", "PE32+ executable (console) x86-64, for MS Windows");
        await Check(new PeBuilder { IsDll = true }, "pedll", "Win32 DLL", "PE32 executable (DLL) (GUI) Intel 80386, for MS Windows");
        await Check(new PeBuilder { IsDotNet = true }, "peexe,assembly", "Win32 EXE", "PE32 executable (GUI) Intel 80386 Mono/.Net assembly, for MS Windows");
        await Check(new PeBuilder { Is64Bit = true, Subsystem = 1 }, "peexe,64bits,native", "Win32 EXE", "PE32+ executable (native) x86-64, for MS Windows");
        await Check(new PeBuilder { Is64Bit = true, Subsystem = 10 }, "peexe,64bits,efi", "Win32 EXE", "PE32+ executable (EFI application) x86-64, for MS Windows");
        await Check(new PeBuilder { Is64Bit = true, Subsystem = 3, IsDebugStripped = true }, "peexe,64bits", "Win32 EXE",
            "PE32+ executable (console) x86-64 (stripped to external PDB), for MS Windows");
        await Check(new PeBuilder { Machine = 0x184, Subsystem = 3 }, "peexe", "Win32 EXE", "PE32 executable (console) Alpha, for MS Windows");
        await Check(new PeBuilder().Section("UPX0", [1]), "peexe,upx", "Win32 EXE", "PE32 executable (GUI) Intel 80386, for MS Windows, UPX compressed");

        static async Task Check(PeBuilder builder, string tags, string description, string magic)
        {
            var facts = await Samples.AnalyzeAsync(builder.Section(".text", [1]).Build());
            string.Join(',', facts.Tags).ShouldBe(tags);
            facts.Type.Description.ShouldBe(description);
            facts.Type.Magic.ShouldBe(magic);
        }
    }

    [Fact]
    public async Task The_assembly_under_test_is_a_library_with_a_clr_header()
    {
        var facts = await FileAnalyzer.AnalyzeFileAsync(typeof(FileAnalyzer).Assembly.Location);
        facts.Type.Tag.ShouldBe("pedll");
        facts.Tags.ShouldContain("assembly");
        facts.Pe!.Imphash.ShouldBe("dae02f32a21e03ce65412f6e56942daa");
        facts.Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_program_that_has_everything_is_read_as_it_was_made()
    {
        var facts = await Samples.AnalyzeAsync(FullPe.Content);
        var pe = facts.Pe!;
        pe.RichHash.ShouldNotBeNull();
        pe.Resources.Select(resource => resource.Type).ShouldBe(["RT_VERSION", "RT_RCDATA"], ignoreOrder: true);
        pe.Debug.ShouldHaveSingleItem().CodeView!.Name.ShouldBe("full.pdb");
        var info = pe.Structures["signature_info"];
        string[] members = ["product", "file version", "signers", "counter signers", "signing date"];
        members.Select(member => info[member]?.GetValue<string>()).ShouldBe(["Full", "1.2.3.4", "Full Signer; Other Signer", "Clock", "10:13 PM 11/14/2023"]);
        info["x509"]!.AsArray().Count.ShouldBe(3);
        pe.SignatureFits.ShouldBe(true);
        facts.Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Sections_that_all_claim_the_whole_file_are_not_hashed_over_and_over()
    {
        var file = Sample.Build();
        Array.Resize(ref file, 3 << 20);
        // The table of a small file of 96 sections, each of which claims everything.
        file[0x86] = 96;
        for (var i = 0; i < 96; i++)
        {
            var at = 0x80 + 24 + 224 + 40 * i;
            BitConverter.TryWriteBytes(file.AsSpan(at + 16), file.Length);
            BitConverter.TryWriteBytes(file.AsSpan(at + 20), 0);
        }
        var facts = await Samples.AnalyzeAsync(file);
        facts.Pe!.Sections.Count(s => s.Md5 is not null).ShouldBe(2);
        facts.Problems.ShouldContain(problem => problem.Contains("overlap"));
    }

    [Fact]
    public async Task A_cut_off_file_keeps_what_is_left()
    {
        var file = Sample.Build();
        var facts = await Samples.AnalyzeAsync(file[..0x1400]);
        facts.Type.Tag.ShouldBe("peexe");
        facts.Pe!.Sections.Count.ShouldBe(4);
        facts.Pe.Overlay.ShouldBeNull();
        facts.Problems.ShouldContain(problem => problem.Contains("beyond the end"));
    }

    private static double Entropy(byte[] bytes) =>
        -bytes.GroupBy(b => b).Select(g => (double)g.Count() / bytes.Length).Sum(p => p * Math.Log2(p));
}
