using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>The structure of real programs, compared with what independent tools say of them.</summary>
public class PeToolTests
{
    private const string Source = """
        #include <windows.h>
        __declspec(dllexport) int Answer(int x) { return x * 42; }
        int main(void) { MessageBoxA(0, "hello", "title", 0); return Answer(1); }
        """;

    private const string Resources = """
        #include <windows.h>
        1 VERSIONINFO
        FILEVERSION 1,2,3,4
        BEGIN
          BLOCK "StringFileInfo"
          BEGIN
            BLOCK "040904b0"
            BEGIN
              VALUE "FileDescription", "A test"
              VALUE "FileVersion", "1.2.3.4"
              VALUE "ProductName", "Tests"
              VALUE "OriginalFilename", "sample.exe"
            END
          END
        END
        LANGUAGE LANG_GERMAN, SUBLANG_GERMAN_SWISS
        7 RCDATA { "some bytes of data" }
        LANGUAGE LANG_JAPANESE, 4
        BLOB MYTYPE { "<?xml version=""1.0""?><a/>" }
        """;

    [ToolFact("x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-windres", "/usr/lib/python3/dist-packages/pefile.py")]
    public async Task Compiled_and_managed_programs_agree_with_pefile()
    {
        using var folder = new TempFolder();
        var program = await CompileAsync(folder);
        var files = Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Order(StringComparer.Ordinal).Append(program)
            .Append(folder.Write("overlay.exe", [.. File.ReadAllBytes(program), 1, 2, 3]))
            .Append(folder.Write("rich.exe", PeBuilder.WithRichHeader(
                new PeBuilder { Imports = [("kernel32.dll", ["ExitProcess"])] }.Section(".text", Samples.Random(1, 600)).Build()))).ToArray();
        var script = Path.Combine(AppContext.BaseDirectory, "Support", "pefile-facts.py");
        var lines = (await Tool.RunAsync("/usr/bin/python3", [script, .. files])).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(files.Length);
        for (var i = 0; i < files.Length; i++)
        {
            using var document = JsonDocument.Parse(lines[i]);
            var expected = document.RootElement;
            var pe = (await FileAnalyzer.AnalyzeFileAsync(files[i])).Pe!;
            (pe.Imphash ?? "").ShouldBe(expected.GetProperty("imphash").GetString(), files[i]);
            (pe.RichHash ?? "").ShouldBe(expected.GetProperty("rich").GetString(), files[i]);
            pe.Sections.Select(s => (s.Name, s.Md5)).ShouldBe(List("sections").Select(s => (Text(s, "name"), Text(s, "md5")))!, files[i]);
            pe.Sections.Zip(List("sections")).ShouldAllBe(pair => Math.Abs(pair.First.Entropy!.Value - pair.Second.GetProperty("entropy").GetDouble()) < 0.0051);
            pe.Imports.Select(import => $"{import.LibraryName}:{import.Functions.Count}").ShouldBe(List("imports").Select(import => import.GetString())!, files[i]);
            pe.Exports.ShouldBe(List("exports").Select(export => export.GetString())!, files[i]);
            pe.Debug.Select(d => $"{d.Type},{d.Timestamp},{d.Offset},{d.Size}").ShouldBe(List("debug").Select(d => string.Join(',', d.EnumerateArray())), files[i]);
            pe.Debug.Select(d => d.CodeView).OfType<PeCodeView>().Select(view => $"{view.Guid!.Value.ToString()[..18]} {view.Age} {view.Name}")
                .ShouldBe(List("codeview").Select(view => view.GetString()), files[i]);
            pe.Resources.Select(r => (r.Type, r.Name, r.Language, r.Sha256)).ShouldBe(
                List("resources").Select(r => (Text(r, "type"), Text(r, "name"), Language(Text(r, "lang")), Text(r, "sha256"))), files[i]);
            // pefile takes a signature for part of what follows, as the service does.
            pe.Overlay?.Offset.ShouldBe(expected.GetProperty("overlay").GetInt64(), files[i]);

            IEnumerable<JsonElement> List(string name) => expected.GetProperty(name).EnumerateArray();
        }

        static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
    }

    [ToolFact("x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-windres")]
    public async Task Resources_say_what_the_program_is_and_are_children()
    {
        using var folder = new TempFolder();
        var facts = await FileAnalyzer.AnalyzeFileAsync(await CompileAsync(folder));
        var info = facts.Pe!.Structures["signature_info"];
        info["file version"]!.GetValue<string>().ShouldBe("1.2.3.4");
        info["description"]!.GetValue<string>().ShouldBe("A test");
        info["product"]!.GetValue<string>().ShouldBe("Tests");
        info["original name"]!.GetValue<string>().ShouldBe("sample.exe");
        facts.Pe.Resources.Single(r => r.Type == "MYTYPE").ShouldSatisfyAllConditions(
            r => r.Language.ShouldBe("JAPANESE ARABIC LIBYA"),
            r => r.FileType.ShouldBe("XML"),
            r => facts.Children.ShouldContain(new FileChild(FileChildKind.PeResource, "MYTYPE/BLOB", r.Size, r.Sha256)));
        facts.Tags.ShouldNotContain("signed");
    }

    [ToolFact("x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-windres", "osslsigncode", "openssl")]
    public async Task A_signature_is_read_and_its_hash_is_the_one_that_osslsigncode_computes()
    {
        using var folder = new TempFolder();
        var program = await CompileAsync(folder);
        var (key, certificate, signed) = (folder.File("key.pem"), folder.File("cert.pem"), folder.File("signed.exe"));
        await Tool.RunAsync("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "365",
            "-subj", "/CN=Test Signer/O=Tests", "-addext", "extendedKeyUsage=codeSigning");
        await Tool.RunAsync("osslsigncode", "sign", "-h", "sha256", "-certs", certificate, "-key", key, "-in", program, "-out", signed);
        var facts = await FileAnalyzer.AnalyzeFileAsync(signed);
        var told = await Tool.RunAsync("osslsigncode", "verify", "-CAfile", certificate, "-in", signed);
        facts.Pe!.Authentihash.ShouldBe(Regex.Match(told, @"Calculated message digest\s*:\s*(?<hash>[0-9A-F]+)").Groups["hash"].Value.ToLowerInvariant());
        // The hash is that of the file before it was signed, too.
        (await FileAnalyzer.AnalyzeFileAsync(program)).Pe!.Authentihash.ShouldBe(facts.Pe.Authentihash);
        facts.Pe.SignatureFits.ShouldBe(true);
        facts.Tags.ShouldContain("signed");
        var info = facts.Pe.Structures["signature_info"];
        info["signers"]!.GetValue<string>().ShouldBe("Test Signer");
        info["signers details"]![0]!["valid usage"]!.GetValue<string>().ShouldBe("Code Signing");
        info["x509"]![0]!["cert issuer"]!.GetValue<string>().ShouldBe("Test Signer");
        info["x509"]![0]!["algorithm"]!.GetValue<string>().ShouldBe("sha256RSA");
        info.AsObject().ContainsKey("verified").ShouldBeFalse();

        var changed = await File.ReadAllBytesAsync(signed);
        changed[0x450] ^= 1;
        var forged = await Samples.AnalyzeAsync(changed);
        forged.Pe!.SignatureFits.ShouldBe(false);
        forged.Tags.ShouldContain("invalid-signature");
        forged.Pe.Structures["signature_info"]["verified"]!.GetValue<string>().ShouldBe("The digital signature of the object did not verify.");
    }

    [ToolFact("x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-windres", "osslsigncode", "openssl")]
    public async Task A_time_stamp_and_a_nested_signature_are_read()
    {
        using var folder = new TempFolder();
        var program = await CompileAsync(folder);
        await CertifyAsync("signer", "Test Signer", "codeSigning");
        await CertifyAsync("other", "Other Signer", "codeSigning");
        await CertifyAsync("clock", "Test Clock", "critical,timeStamping");
        await SignAsync("signer", program, "stamped.exe", "-h", "sha1", "-TSA-certs", folder.File("clock.pem"), "-TSA-key", folder.File("clock.key"), "-TSA-time", "1700000000");
        await SignAsync("other", folder.File("stamped.exe"), "nested.exe", "-h", "sha256", "-nest");

        var stamped = (await FileAnalyzer.AnalyzeFileAsync(folder.File("stamped.exe"))).Pe!.Structures["signature_info"];
        Text(stamped, "signers").ShouldBe("Test Signer");
        Text(stamped, "counter signers").ShouldBe("Test Clock");
        stamped["counter signers details"]![0]!["valid usage"]!.GetValue<string>().ShouldBe("Timestamp Signing");
        Text(stamped, "signing date").ShouldBe("10:13 PM 11/14/2023");
        stamped["x509"]!.AsArray().Select(certificate => Text(certificate!, "name")).ShouldBe(["Test Signer", "Test Clock"], ignoreOrder: true);

        var facts = await FileAnalyzer.AnalyzeFileAsync(folder.File("nested.exe"));
        facts.Pe!.SignatureFits.ShouldBe(true);
        var nested = facts.Pe.Structures["signature_info"];
        Text(nested, "signers").ShouldBe("Test Signer; Other Signer");
        nested["signers details"]!.AsArray().Select(certificate => Text(certificate!, "name")).ShouldBe(["Test Signer", "Other Signer"]);
        Text(nested, "counter signers").ShouldBe("Test Clock");
        Text(nested, "signing date").ShouldBe("10:13 PM 11/14/2023");
        nested["x509"]!.AsArray().Count.ShouldBe(3);

        Task CertifyAsync(string file, string name, string usage) => Tool.RunAsync(
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder.File(file + ".key"), "-out", folder.File(file + ".pem"), "-days", "365",
            "-subj", "/CN=" + name, "-addext", "extendedKeyUsage=" + usage);

        Task SignAsync(string by, string from, string to, params string[] more) => Tool.RunAsync(
            "osslsigncode", ["sign", "-certs", folder.File(by + ".pem"), "-key", folder.File(by + ".key"), .. more, "-in", from, "-out", folder.File(to)]);

        static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
    }

    [Fact]
    public async Task The_names_of_this_assembly_are_read()
    {
        var facts = await FileAnalyzer.AnalyzeFileAsync(typeof(PeToolTests).Assembly.Location);
        var assembly = facts.Pe!.Structures["dot_net_assembly"];
        assembly["assembly_name"]!.GetValue<string>().ShouldBe("VtKit.StaticAnalysis.Tests.dll");
        assembly["assembly_data"]!["name"]!.GetValue<string>().ShouldBe("VtKit.StaticAnalysis.Tests");
        assembly["clr_version"]!.GetValue<string>().ShouldBe("v4.0.30319");
        assembly["external_assemblies"]!.AsObject().Select(pair => pair.Key).ShouldBe(
            typeof(PeToolTests).Assembly.GetReferencedAssemblies().Select(name => name.Name!), ignoreOrder: true);
        assembly["streams"]!["#GUID"]!["size"]!.GetValue<uint>().ShouldBe(16u);
        facts.Pe.Structures["dot_net_guids"]["mvid"]!.GetValue<string>().ShouldBe(typeof(PeToolTests).Module.ModuleVersionId.ToString());
    }

    private static async Task<string> CompileAsync(TempFolder folder)
    {
        var (source, script, resources, program) = (folder.Write("a.c", Source), folder.Write("a.rc", Resources), folder.File("a.res"), folder.File("a.exe"));
        await Tool.RunAsync("x86_64-w64-mingw32-windres", script, "-O", "coff", "-o", resources);
        await Tool.RunAsync("x86_64-w64-mingw32-gcc", "-s", source, resources, "-o", program);
        return program;
    }

    private static string Language(string pair)
    {
        var parts = pair.Split(" | ");
        var (language, variant) = (parts[0]["LANG_".Length..].Replace('_', ' '), parts[1]["SUBLANG_".Length..].Replace('_', ' '));
        return variant == language || variant.StartsWith(language + " ", StringComparison.Ordinal) ? variant : $"{language} {variant}";
    }
}
