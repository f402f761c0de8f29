using System.IO.Compression;
using System.Security.Cryptography;
using VtKit.StaticAnalysis.Tests;

namespace VtKit.Emulator.Tests;

/// <summary>Files inside others are files: they have reports of their own, and lead back.</summary>
public sealed class InnerFileTests
{
    [Fact]
    public async Task What_lies_behind_a_program_has_a_report_and_so_has_what_is_in_it()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var overlay = Zip("note.txt", "go to http://c2.example.com/a");
        var program = new PeBuilder { Overlay = overlay }.Section(".text", new byte[512]).Build();
        await emulator.UploadAsync(program, "setup.exe");

        var child = (await emulator.GetAsync($"/files/{Sha256(program)}/overlay_children"))["data"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)child["id"]!).ShouldBe(Sha256(overlay));
        var report = (await emulator.GetAsync("/files/" + Sha256(overlay)))["data"]!["attributes"]!;
        ((string)report["type_tag"]!).ShouldBe("zip");
        ((int)report["size"]!).ShouldBe(overlay.Length);
        ((string)report["last_analysis_results"]!["EICAR"]!["category"]!).ShouldBe("undetected");
        // Nobody gave it a name, and nobody submitted it.
        report["names"]!.AsArray().ShouldBeEmpty();
        report["times_submitted"].ShouldBeNull();
        (await DownloadAsync(emulator, Sha256(overlay))).ShouldBe(overlay);
        Hunts.Ids(await emulator.GetAsync($"/files/{Sha256(overlay)}/overlay_parents")).ShouldBe([Sha256(program)]);

        var note = (await emulator.GetAsync($"/files/{Sha256(overlay)}/bundled_files"))["data"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)note["attributes"]!["meaningful_name"]!).ShouldBe("note.txt");
        Hunts.Ids(await emulator.GetAsync($"/files/{note["id"]}/embedded_domains")).ShouldBe(["c2.example.com"]);
        Hunts.Ids(await emulator.GetAsync("/intelligence/search?query=have:overlay_children")).ShouldBe([Sha256(program)]);
        Hunts.Ids(await emulator.GetAsync("/intelligence/search?query=have:bundled_files")).ShouldBe([Sha256(overlay)]);
    }

    [Fact]
    public async Task Resources_of_a_program_have_reports()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var program = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "VtKit.Indicators.dll"));
        await emulator.UploadAsync(program, "VtKit.Indicators.dll");
        var resource = (await emulator.GetAsync($"/files/{Sha256(program)}/pe_resource_children"))["data"]!.AsArray().ShouldHaveSingleItem()!;
        var content = await DownloadAsync(emulator, (string)resource["id"]!);
        Sha256(content).ShouldBe((string)resource["id"]!);
        System.Text.Encoding.Unicode.GetString(content).ShouldContain("VS_VERSION_INFO");
        Hunts.Ids(await emulator.GetAsync($"/files/{resource["id"]}/pe_resource_parents")).ShouldBe([Sha256(program)]);
    }

    [Fact]
    public async Task What_is_attached_to_a_message_has_a_report_under_its_name()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var content = "WScript.Echo(1);\n".Utf8();
        var mail = ("From: a@example.com\nTo: b@example.com\nSubject: x\nDate: Mon, 1 Jan 2024 00:00:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
            + "--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"../run.js\"\nContent-Transfer-Encoding: base64\n\n"
            + Convert.ToBase64String(content) + "\n--b--\n").Utf8();
        await emulator.UploadAsync(mail, "mail.eml");
        var attached = (await emulator.GetAsync($"/files/{Sha256(mail)}/email_attachments"))["data"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)attached["id"]!).ShouldBe(Sha256(content));
        ((string)attached["attributes"]!["meaningful_name"]!).ShouldBe("run.js");
        (await DownloadAsync(emulator, Sha256(content))).ShouldBe(content);
        Hunts.Ids(await emulator.GetAsync($"/files/{Sha256(content)}/email_parents")).ShouldBe([Sha256(mail)]);
    }

    private static async Task<byte[]> DownloadAsync(EmulatorFixture emulator, string sha256) =>
        await emulator.Admin.GetByteArrayAsync(new Uri((string)(await emulator.GetAsync($"/files/{sha256}/download_url"))["data"]!));

    private static byte[] Zip(string name, string text)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(text.Utf8());
        }
        return bytes.ToArray();
    }

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
