using System.IO.Compression;
using System.Text;

namespace VtKit.Cli.Tests;

/// <summary>What the person of the story has in a folder, and what the service knows.</summary>
internal static class StoryWorld
{
    public const string Eicar = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";
    public const string Rules = "rule Marker : case7 { strings: $a = \"QX77-marker\" condition: $a }\n";

    private const string Seed =
        """
        {"domains": ["evil.example", "login.evil.example", "www.evil.example"],
         "urls": ["http://evil.example/login"],
         "objects": [
            {"type": "domain", "id": "evil.example", "attributes": {"registrar": "A Registrar, Inc.", "creation_date": 1700000000, "categories": {"One": "phishing"},
                "last_dns_records": [{"type": "A", "ttl": 300, "value": "198.51.100.7"}], "whois": "Domain Name: EVIL.EXAMPLE\nRegistrar: A Registrar, Inc."},
                "relationships": {"resolutions": {"data": [{"type": "resolution", "id": "198.51.100.7evil.example", "attributes": {"date": 1710000000, "host_name": "evil.example", "ip_address": "198.51.100.7", "resolver": "A resolver"}}]}} },
            {"type": "ip_address", "id": "198.51.100.7", "attributes": {"network": "198.51.100.0/24", "country": "AQ", "as_owner": "A network", "asn": 64496},
                "relationships": {"communicating_files": {"data": [{"type": "file", "id": "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f"}]}} },
            {"type": "url", "id": "http://evil.example/login", "attributes": {"url": "http://evil.example/login", "title": "Log in", "last_http_response_code": 200},
                "relationships": {"last_serving_ip_address": {"data": {"type": "ip_address", "id": "198.51.100.7"}}} }],
         "verdicts": [
            {"type": "domain", "id": "evil.example", "malicious": 12, "suspicious": 2, "of": 90},
            {"type": "url", "id": "http://evil.example/login", "malicious": 3, "of": 90}]}
        """;

    public static async Task MakeAsync(string folder, Uri service)
    {
        Directory.CreateDirectory(Path.Combine(folder, "dist", "lib"));
        Directory.CreateDirectory(Path.Combine(folder, "rules"));
        void Write(string name, string text) => File.WriteAllBytes(Path.Combine(folder, name), Encoding.UTF8.GetBytes(text));
        File.WriteAllBytes(Path.Combine(folder, "invoice.com"), Samples.Eicar);
        Write("notes.txt", "Seen on Monday: hxxp://evil[.]example/login, and 198.51.100.7. QX77-marker\n");
        Write("contract.txt", "Not for everybody.\n");
        Write("iocs.txt", $"{Eicar}\nevil[.]example, 198.51.100.7\nunseen[.]example\n10.0.0.1\n");
        Write("dist/app.bin", "an application");
        Write("dist/lib/tool.bin", "a tool");
        Write("details.txt", "Installer of 1.2\n");
        Write("case7.yar", Rules);
        Write("rules/marker.yar", Rules);
        using (var archive = ZipFile.Open(Path.Combine(folder, "mail.zip"), ZipArchiveMode.Create))
        {
            var entry = archive.CreateEntry("note.txt", CompressionLevel.NoCompression);
            entry.LastWriteTime = new DateTimeOffset(2026, 1, 2, 3, 4, 6, TimeSpan.Zero);
            using var content = entry.Open();
            content.Write("beacons to http://evil.example/login\n"u8);
        }
        using var admin = new HttpClient { BaseAddress = service };
        foreach (var seed in new[] { Seed, BehaviourTests.Seed })
        {
            using var content = new StringContent(seed);
            using var answer = await admin.PostAsync(new Uri("_emulator/seed", UriKind.Relative), content);
            answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        }
    }
}
