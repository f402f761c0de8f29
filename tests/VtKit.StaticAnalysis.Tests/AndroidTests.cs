using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>Android packages: made here by hand, and by Android's own packer and signer where they are installed.</summary>
public class AndroidTests
{
    private const string Framework = "/usr/share/android-framework-res/framework-res.apk";

    private const string Source = """
        <?xml version="1.0" encoding="utf-8"?>
        <manifest xmlns:android="http://schemas.android.com/apk/res/android" package="org.example.sample" android:versionCode="7" android:versionName="1.2.3">
          <uses-sdk android:minSdkVersion="21" android:targetSdkVersion="28"/>
          <permission android:name="org.example.OWN" android:protectionLevel="signature|privileged"/>
          <uses-permission android:name="android.permission.SEND_SMS"/>
          <uses-permission android:name="android.permission.INTERNET"/>
          <uses-permission android:name="org.example.OWN"/>
          <uses-permission android:name="com.other.UNKNOWN"/>
          <application android:label="Sample">
            <uses-library android:name="org.apache.http.legacy" android:required="false"/>
            <activity android:name=".First"><intent-filter><action android:name="android.intent.action.VIEW"/></intent-filter></activity>
            <activity-alias android:name=".Other" android:targetActivity=".Main"><intent-filter>
              <action android:name="android.intent.action.MAIN"/><category android:name="android.intent.category.LAUNCHER"/></intent-filter></activity-alias>
            <activity android:name=".Main"><intent-filter>
              <action android:name="android.intent.action.MAIN"/><category android:name="android.intent.category.LAUNCHER"/></intent-filter></activity>
            <service android:name="org.example.other.Work"/>
            <receiver android:name="Boot"><intent-filter><action android:name="android.intent.action.BOOT_COMPLETED"/></intent-filter></receiver>
            <provider android:name=".Files" android:authorities="x"/>
          </application>
        </manifest>
        """;

    private const string Facts = """
        {
          "AndroidApplication": 1, "AndroidApplicationInfo": "APK", "AndroidApplicationError": false,
          "Package": "org.example.sample", "main_activity": "org.example.sample.Main", "AndroidVersionCode": "7", "AndroidVersionName": "1.2.3",
          "MinSdkVersion": "21", "TargetSdkVersion": "28",
          "Activities": ["org.example.sample.First", "org.example.sample.Main"], "Services": ["org.example.other.Work"],
          "Receivers": ["org.example.sample.Boot"], "Providers": ["org.example.sample.Files"], "Libraries": ["org.apache.http.legacy"],
          "permission_details": {
            "android.permission.SEND_SMS": {"permission_type": "dangerous"}, "android.permission.INTERNET": {"permission_type": "normal|instant"},
            "org.example.OWN": {"permission_type": "signature|privileged"}, "com.other.UNKNOWN": {}
          },
          "intent_filters": {
            "Activities": {
              "org.example.sample.First": {"action": ["android.intent.action.VIEW"]},
              "org.example.sample.Other": {"action": ["android.intent.action.MAIN"], "category": ["android.intent.category.LAUNCHER"]},
              "org.example.sample.Main": {"action": ["android.intent.action.MAIN"], "category": ["android.intent.category.LAUNCHER"]}
            },
            "Receivers": {"org.example.sample.Boot": {"action": ["android.intent.action.BOOT_COMPLETED"]}}
          }
        }
        """;

    internal static byte[] Apk { get; } = Package(Manifest().Build());

    /// <summary>Not packed, so that changes reach the manifest.</summary>
    internal static byte[] StoredApk { get; } = new ZipBuilder().Add("AndroidManifest.xml", Manifest().Build(), deflate: false).Add("classes.dex", [1]).Build();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_manifest_is_read_from_either_encoding_by_numbers_or_names(bool isUtf8)
    {
        var info = await AndroguardAsync(Package(Manifest(isUtf8).Build()));
        info["Package"]!.GetValue<string>().ShouldBe("org.example");
        info["AndroidVersionCode"]!.GetValue<string>().ShouldBe("9");
        info["MinSdkVersion"]!.GetValue<string>().ShouldBe("21");
        info["main_activity"]!.GetValue<string>().ShouldBe("org.example.Mäin");
        info["Services"]!.ToJsonString().ShouldBe("""["org.example.sub.Work"]""");
        info["permission_details"]!["android.permission.CAMERA"]!["permission_type"]!.GetValue<string>().ShouldBe("dangerous|instant");
    }

    [ToolTheory("aapt", "aapt2", Framework)]
    [InlineData("aapt")]
    [InlineData("aapt2")]
    public async Task What_Androids_own_packer_makes_is_read_as_it_was_written(string packer)
    {
        using var folder = new TempFolder();
        var apk = await PackAsync(folder, packer);
        var facts = await FileAnalyzer.AnalyzeFileAsync(apk);
        facts.Type.Tag.ShouldBe("android");
        facts.Tags.ShouldContain("apk");
        facts.Problems.ShouldBeEmpty();
        JsonNode.DeepEquals(facts.Structures["androguard"], JsonNode.Parse(Facts)).ShouldBeTrue(facts.Structures["androguard"].ToJsonString());
    }

    [ToolTheory("aapt", "aapt2", "apksigner", "keytool", Framework)]
    [InlineData("true", "false")]
    [InlineData("false", "true")]
    public async Task The_signers_certificate_is_read_from_either_place(string inFile, string inBlock)
    {
        using var folder = new TempFolder();
        var apk = await PackAsync(folder, "aapt");
        var keys = folder.File("keys");
        await Tool.RunAsync("keytool", "-genkeypair", "-keystore", keys, "-storepass", "secret", "-keypass", "secret", "-alias", "a", "-keyalg", "RSA",
            "-dname", "CN=Sample, OU=Unit, O=Org, L=Town, ST=State, C=DE");
        await Tool.RunAsync("apksigner", "sign", "--ks", keys, "--ks-pass", "pass:secret", "--min-sdk-version", "21",
            "--v1-signing-enabled", inFile, "--v2-signing-enabled", inBlock, "--v3-signing-enabled", "false", apk);
        var certificate = (await FileAnalyzer.AnalyzeFileAsync(apk)).Structures["androguard"]["certificate"]!;
        certificate["Subject"]!.ToJsonString().ShouldBe(
            """{"C":"DE","CN":"Sample","L":"Town","O":"Org","ST":"State","OU":"Unit","DN":"C:DE, CN:Sample, L:Town, O:Org, ST:State, OU:Unit"}""");
        var listed = await Tool.RunAsync("keytool", "-list", "-v", "-keystore", keys, "-storepass", "secret", "-J-Duser.language=en");
        Regex.Match(listed, "SHA1: (?<hex>[0-9A-F:]+)").Groups["hex"].Value.Replace(":", "", StringComparison.Ordinal).ToLowerInvariant()
            .ShouldBe(certificate["thumbprint"]!.GetValue<string>());
        Regex.Match(listed, "Serial number: (?<hex>[0-9a-f]+)").Groups["hex"].Value.ShouldBe(certificate["serialnumber"]!.GetValue<string>());
        certificate["validfrom"]!.GetValue<string>().ShouldMatch(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$");
    }

    [Fact]
    public async Task A_manifest_that_is_marked_as_encrypted_or_packed_in_an_unknown_way_is_read_as_Android_reads_it()
    {
        var manifest = Manifest().Build();
        foreach (var lie in new Func<ZipBuilder.Entry, ZipBuilder.Entry>[] { entry => entry with { Flags = 1 }, entry => entry with { Method = 1234, PackedSize = 1 } })
        {
            var apk = new ZipBuilder().Add("AndroidManifest.xml", manifest, deflate: false, lie).Add("classes.dex", [1]).Build();
            (await AndroguardAsync(apk))["Package"]!.GetValue<string>().ShouldBe("org.example");
        }
    }

    [Fact]
    public async Task Lies_in_a_manifest_are_passed_over()
    {
        byte[] endless = [0x77, 0x77, 8, 0, 0, 0, 0, 0];
        var (manifest, name) = (Manifest(), ("name", 0x0101_0003u));
        // A chunk of an unknown kind, more strings than there are, and a chunk of no size at the end.
        manifest.AddChunk(BinaryXmlBuilder.Chunk(0x7777, [], new byte[24])).Add("uses-permission", ("name", 0x0101_0003, "a.b")).AddChunk(endless)
            .Add("uses-permission", (name.Item1, name.Item2, "never.reached"));
        var info = await AndroguardAsync(Package(manifest.Build(claimedStrings: int.MaxValue)));
        info["permission_details"]!.AsObject().Select(one => one.Key).ShouldBe(["android.permission.CAMERA", "a.b"]);
    }

    [Fact]
    public async Task Names_without_end_are_bounded()
    {
        var manifest = new BinaryXmlBuilder { IsUtf8 = true }.Open("manifest", ("package", 0, "a"));
        for (var i = 0; i < 3000; i++) manifest.Add("uses-permission", ("name", 0x0101_0003, $"p{i}."));
        manifest.Add("uses-library", ("name", 0x0101_0003, new string('x', 10_000)));
        var info = await AndroguardAsync(Package(manifest.Close("manifest").Build()));
        info["permission_details"]!.AsObject().Count.ShouldBe(2000);
        info["Libraries"]![0]!.GetValue<string>().Length.ShouldBe(512);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<manifest package='plain.text'/>")]
    public async Task A_package_without_a_manifest_says_so(string manifest)
    {
        var facts = await Samples.AnalyzeAsync(Package(System.Text.Encoding.UTF8.GetBytes(manifest)));
        facts.Structures["androguard"]["AndroidApplicationError"]!.GetValue<bool>().ShouldBeTrue();
        facts.Problems.ShouldContain("The package's AndroidManifest.xml cannot be read.");
    }

    [SharedFact]
    public void Kinds_of_permissions_are_those_of_real_reports()
    {
        var compared = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(SharedMaterial.Fixtures!, "*android*.json", SearchOption.AllDirectories))
        {
            var node = JsonNode.Parse(File.ReadAllBytes(path), documentOptions: new JsonDocumentOptions { MaxDepth = 256 })!;
            if ((node["data"] ?? node)["attributes"]!["androguard"]?["permission_details"] is not JsonObject details) continue;
            foreach (var (name, detail) in details)
            {
                if (AndroidPermissions.TypeOf(name) is not { } type) continue;
                type.ShouldBe(detail!["permission_type"]!.GetValue<string>(), name);
                compared.Add(name);
            }
        }
        compared.Count.ShouldBeGreaterThan(15);
    }

    private static BinaryXmlBuilder Manifest(bool isUtf8 = false) => new BinaryXmlBuilder { IsUtf8 = isUtf8 }
        .Open("manifest", ("versionCode", 0x0101_021B, 9), ("package", 0, "org.example"))
        .Add("uses-sdk", ("minSdkVersion", 0, 21))
        .Add("uses-permission", ("name", 0x0101_0003, "android.permission.CAMERA"))
        .Open("application")
        .Open("activity", ("name", 0x0101_0003, ".Off"), ("enabled", 0x0101_000E, false)).Open("intent-filter")
        .Add("action", ("name", 0x0101_0003, "android.intent.action.MAIN")).Add("category", ("name", 0x0101_0003, "android.intent.category.LAUNCHER"))
        .Close("intent-filter").Close("activity")
        .Open("activity", ("name", 0x0101_0003, "Mäin")).Open("intent-filter")
        .Add("action", ("name", 0x0101_0003, "android.intent.action.MAIN")).Add("category", ("name", 0x0101_0003, "android.intent.category.LAUNCHER"))
        .Close("intent-filter").Close("activity")
        .Add("service", ("name", 0x0101_0003, ".sub.Work"));

    private static byte[] Package(byte[] manifest) => new ZipBuilder().Add("AndroidManifest.xml", manifest).Add("classes.dex", [1]).Build();

    private static async Task<JsonNode> AndroguardAsync(byte[] apk)
    {
        var facts = await Samples.AnalyzeAsync(apk);
        return facts.Structures["androguard"];
    }

    /// <summary>A package without code: a file of that name makes it one.</summary>
    private static async Task<string> PackAsync(TempFolder folder, string packer)
    {
        var manifest = folder.Write("AndroidManifest.xml", Source);
        var apk = folder.File("sample.apk");
        string[] arguments = packer == "aapt"
            ? ["package", "-f", "-M", manifest, "-I", Framework, "-F", apk] : ["link", "--manifest", manifest, "-I", Framework, "-o", apk];
        await Tool.RunAsync(packer, arguments);
        using var zip = System.IO.Compression.ZipFile.Open(apk, System.IO.Compression.ZipArchiveMode.Update);
        using (var code = zip.CreateEntry("classes.dex").Open()) code.Write("dex\n035\0"u8);
        return apk;
    }
}
