using System.Globalization;
using System.Text.RegularExpressions;

namespace VtKit.StaticAnalysis.Tests;

public class ElfTests
{
    [Theory]
    [InlineData(true, false, 62, "ELF64", "2's complement, little endian", "Advanced Micro Devices X86-64")]
    [InlineData(false, false, 3, "ELF32", "2's complement, little endian", "Intel 80386")]
    [InlineData(false, true, 8, "ELF32", "2's complement, big endian", "MIPS R3000")]
    [InlineData(true, true, 21, "ELF64", "2's complement, big endian", "PowerPC64")]
    public async Task Both_widths_and_byte_orders_are_read(bool is64Bit, bool isBigEndian, ushort machine, string width, string data, string name)
    {
        foreach (var withoutSections in new[] { false, true })
        {
            var facts = await Samples.AnalyzeAsync(new ElfBuilder
            {
                Is64Bit = is64Bit,
                IsBigEndian = isBigEndian,
                Machine = machine,
                Needed = ["libc.so.6", "libm.so.6"],
                Imports = ["puts", "malloc"],
                Exports = ["run"],
                WithoutSections = withoutSections,
            }.Build());
            var elf = facts.Elf!;
            elf.Header.ShouldBe(new ElfHeader(width, data, "1 (current)", "UNIX - System V", 0, "DYN (Shared object file)", name, "0x1", 0x40_0010, 2, withoutSections ? 0 : 5));
            elf.SharedLibraries.ShouldBe(["libc.so.6", "libm.so.6"]);
            elf.Imports.ShouldBe([new("puts", "FUNC"), new("malloc", "FUNC")]);
            elf.Exports.ShouldBe([new("run", "FUNC")]);
            elf.Segments.Select(s => s.Type).ShouldBe(["LOAD", "DYNAMIC"]);
            elf.Sections.Select(s => s.Name).ShouldBe(withoutSections ? [] : ["", ".dynsym", ".dynstr", ".dynamic", ".shstrtab"]);
            facts.Tags.ShouldBe(is64Bit ? ["elf", "64bits", "shared-lib"] : ["elf", "shared-lib"]);
            facts.Problems.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task An_object_file_is_tagged_like_the_real_one()
    {
        var facts = await Samples.AnalyzeAsync(new ElfBuilder { Type = 1 }.Build());
        facts.Tags.ShouldBe(["elf", "64bits", "relocatable"]);
        facts.Type.Extension.ShouldBeNull();
        facts.Type.Magic.ShouldBe("ELF 64-bit LSB relocatable, x86-64, version 1 (SYSV), stripped");
    }

    [ToolFact("gcc")]
    public async Task Libraries_are_tagged_and_programs_are_not()
    {
        using var folder = new TempFolder();
        var source = folder.Write("a.c", "int main(void) { return 0; }");
        (await IsLibraryAsync("library", "-shared", "-fPIC")).ShouldBeTrue();
        (await IsLibraryAsync("pie", "-pie", "-fPIE")).ShouldBeFalse();
        (await IsLibraryAsync("fixed", "-no-pie")).ShouldBeFalse();
        (await IsLibraryAsync("static", "-static-pie", "-fPIE")).ShouldBeFalse();
        (await IsLibraryAsync("object", "-c")).ShouldBeFalse();

        async Task<bool> IsLibraryAsync(string name, params string[] arguments)
        {
            await Tool.RunAsync("gcc", [.. arguments, "-o", folder.File(name), source]);
            return (await FileAnalyzer.AnalyzeFileAsync(folder.File(name))).Tags.Contains("shared-lib");
        }
    }

    [ToolFact("readelf")]
    public async Task Files_of_this_machine_come_out_as_readelf_prints_them()
    {
        // Wherever readelf is, these are ELF files: two programs of the system, two libraries of the runtime.
        var runtime = System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory();
        foreach (var path in new[] { "/bin/ls", "/bin/sh", Path.Combine(runtime, "libcoreclr.so"), Path.Combine(runtime, "libSystem.Native.so") })
            await CompareAsync(path);
    }

    [ToolFact("gcc", "readelf")]
    public async Task Compiled_files_of_every_kind_come_out_as_readelf_prints_them()
    {
        using var folder = new TempFolder();
        var source = folder.Write("a.c", """
            #include <stdio.h>
            static _Thread_local int counter; int shared_data = 4; __attribute__((weak)) int maybe(void) { return 1; }
            __attribute__((visibility("hidden"))) int hidden(void) { return ++counter; }
            int run(void) { return puts("hello") + hidden(); }
            int main(void) { return run(); }
            """);
        await CompileAsync("object.o", "-c", "-g");
        await CompileAsync("library.so", "-shared", "-fPIC");
        await CompileAsync("pie", "-pie", "-fPIE");
        await CompileAsync("fixed", "-no-pie");
        await CompileAsync("static", "-static");
        await CompileAsync("stripped", "-s");

        async Task CompileAsync(string name, params string[] arguments)
        {
            await Tool.RunAsync("gcc", [.. arguments, "-o", folder.File(name), source]);
            await CompareAsync(folder.File(name));
        }
    }

    [ToolFact("gcc")]
    public async Task Hidden_symbols_are_no_exports_of_a_library()
    {
        using var folder = new TempFolder();
        var source = folder.Write("a.c", "__attribute__((visibility(\"hidden\"))) int secret(void) { return 1; } int open_one(void) { return secret(); } int open_data = 2;");
        await Tool.RunAsync("gcc", "-c", "-fPIC", "-o", folder.File("a.o"), source);
        var exports = (await FileAnalyzer.AnalyzeFileAsync(folder.File("a.o"))).Elf!.Exports;
        exports.ShouldBe([new("open_one", "FUNC"), new("open_data", "OBJECT")], ignoreOrder: true);
    }

    [ToolTheory("gcc", "objcopy")]
    [InlineData("UPX0", "UPX")]
    [InlineData(".upx", "UPX")]
    [InlineData(".vmp1", "VMProtect")]
    [InlineData(".text2", null)]
    public async Task Packers_are_known_by_the_names_of_sections(string section, string? packer)
    {
        using var folder = new TempFolder();
        var source = folder.Write("a.c", "int main(void) { return 0; } int data[4] = { 1 };");
        await Tool.RunAsync("gcc", "-o", folder.File("a"), source);
        await Tool.RunAsync("objcopy", "--rename-section", $".data={section}", folder.File("a"));
        var facts = await FileAnalyzer.AnalyzeFileAsync(folder.File("a"));
        facts.Elf!.Sections.ShouldContain(one => one.Name == section);
        facts.Elf.Packers.ShouldBe(packer is null ? [] : [packer]);
        var json = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new System.Text.Json.Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            facts.WriteAttributes(writer);
            writer.WriteEndObject();
        }
        System.Text.Encoding.UTF8.GetString(json.WrittenSpan).Contains($"\"packers\":[\"{packer}\"]", StringComparison.Ordinal).ShouldBe(packer is not null);
    }

    /// <summary>UPX leaves no sections: its mark stands behind the program headers, behind a checksum.</summary>
    [Fact]
    public async Task Upx_is_known_by_its_mark()
    {
        var file = new ElfBuilder().Build();
        var behind = (int)BitConverter.ToUInt64(file, 32) + (BitConverter.ToUInt16(file, 54) * BitConverter.ToUInt16(file, 56));
        (await Samples.AnalyzeAsync(file)).Elf!.Packers.ShouldBeEmpty();
        "UPX!"u8.CopyTo(file.AsSpan(behind + 4));
        (await Samples.AnalyzeAsync(file)).Elf!.Packers.ShouldBe(["UPX"]);
    }

    [ToolTheory("file", "gcc")]
    [InlineData("-pie", "-fPIE")]
    [InlineData("-no-pie")]
    [InlineData("-static")]
    [InlineData("-static-pie", "-fPIE")]
    [InlineData("-s")]
    [InlineData("-shared", "-fPIC")]
    [InlineData("-c", "-g")]
    public async Task The_line_of_magic_is_that_of_file(params string[] arguments)
    {
        using var folder = new TempFolder();
        var source = folder.Write("a.c", "int main(void) { return 0; }");
        await Tool.RunAsync("gcc", [.. arguments, "-o", folder.File("a"), source]);
        var expected = (await Tool.RunAsync("file", "-b", folder.File("a"))).Trim();
        (await FileAnalyzer.AnalyzeFileAsync(folder.File("a"))).Type.Magic.ShouldBe(expected);
    }

    [Fact]
    public async Task Counts_that_are_too_large_for_the_header_are_found_in_the_first_section()
    {
        var file = new ElfBuilder().Build();
        // e_shnum 0 and e_shstrndx 0xFFFF: the truth stands in the size and link of section 0.
        var table = (int)BitConverter.ToUInt64(file, 40);
        file[60] = 0;
        file[62] = file[63] = 0xFF;
        file[table + 32] = 5;
        file[table + 40] = 4;
        (await Samples.AnalyzeAsync(file)).Elf!.Sections.Select(s => s.Name).ShouldBe(["", ".dynsym", ".dynstr", ".dynamic", ".shstrtab"]);
    }

    private static async Task CompareAsync(string path)
    {
        var facts = await FileAnalyzer.AnalyzeFileAsync(path);
        var elf = facts.Elf.ShouldNotBeNull(path);
        facts.Problems.ShouldBeEmpty(path);

        var sections = Regex.Matches(await Tool.RunAsync("readelf", "-S", "-W", path),
            @"^ +\[ *\d+\] (?<name>.{17}|\S+) +(?<type>\S+) +(?<address>[0-9a-f]{8,16}) (?<offset>[0-9a-f]{6,}) (?<size>[0-9a-f]{6,}) [0-9a-f]{2,} +(?<flags>[A-Za-z]*) +\d+ +\d+ +\d+", RegexOptions.Multiline);
        elf.Sections.Select(s => (s.Name, s.Type, s.VirtualAddress, s.PhysicalOffset, s.Size, s.Flags)).ShouldBe(
            sections.Select(m => (m.Groups["name"].Value.Trim(), m.Groups["type"].Value, Hex(m, "address"), Hex(m, "offset"), Hex(m, "size"), m.Groups["flags"].Value)), path);

        var libraries = Regex.Matches(await Tool.RunAsync("readelf", "-d", "-W", path), @"\(NEEDED\).*\[(?<name>.+)\]").Select(m => m.Groups["name"].Value);
        elf.SharedLibraries.ShouldBe(libraries, path);

        var isObject = elf.Header.Type.StartsWith("REL", StringComparison.Ordinal);
        var symbols = Regex.Matches(await Tool.RunAsync("readelf", isObject ? "-s" : "--dyn-syms", "-W", path),
            @"^ +\d+: [0-9a-f]+ +\S+ (?<type>\S+) +(?<bind>GLOBAL|WEAK|UNIQUE) +(?<visibility>\S+) +(?<index>\S+) (?<name>[^@\s]+)", RegexOptions.Multiline)
            .Where(m => m.Groups["visibility"].Value is "DEFAULT" or "PROTECTED").ToList();
        elf.Imports.ShouldBe(symbols.Where(m => m.Groups["index"].Value == "UND").Select(Symbol), path);
        elf.Exports.ShouldBe(symbols.Where(m => m.Groups["index"].Value != "UND").Select(Symbol), path);

        var segments = await Tool.RunAsync("readelf", "-l", "-W", path);
        elf.Segments.Select(s => s.Type).ShouldBe(Regex.Matches(segments, @"^  (?<type>\w+) +0x[0-9a-f]+ 0x", RegexOptions.Multiline).Select(m => m.Groups["type"].Value), path);
        var map = segments.Contains("Section to Segment mapping:") ? segments[segments.IndexOf("Segment Sections...", StringComparison.Ordinal)..] : "";
        elf.Segments.Select(s => string.Join(' ', s.Sections)).ShouldBe(
            Regex.Matches(map, @"^   \d+ +(?<names>.*)$", RegexOptions.Multiline).Select(m => m.Groups["names"].Value.Trim()), path);

        var header = await Tool.RunAsync("readelf", "-h", path);
        header.ShouldContain(elf.Header.Data);
        header.ShouldContain(elf.Header.Machine);
        header.ShouldContain($"0x{elf.Header.EntryPoint:x}");
        Regex.IsMatch(header, $@"Number of section headers: +{elf.Header.SectionHeaderCount}\b").ShouldBeTrue();
        Regex.IsMatch(header, $@"Number of program headers: +{elf.Header.ProgramHeaderCount}\b").ShouldBeTrue();

        static ElfSymbol Symbol(Match m) => new(m.Groups["name"].Value, m.Groups["type"].Value);
        static ulong Hex(Match m, string group) => ulong.Parse(m.Groups[group].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
