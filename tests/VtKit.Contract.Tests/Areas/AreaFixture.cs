using VtKit.Emulator;

namespace VtKit.Contract.Tests;

/// <summary>An emulator that knows a text file, an archive with two files in it, a URL and what users said about them.</summary>
public sealed class AreaFixture : IAsyncLifetime
{
    public const string Url = "http://shop.example.com/offers?id=1";
    public const string Domain = "shop.example.com";
    public const string Address = "198.51.100.7";

    internal EmulatedService Service { get; private set; } = null!;

    /// <summary>The premium user: may do everything.</summary>
    internal VtClient Vt => Service.Premium;

    /// <summary>Another user, whose votes and comments are not the caller's.</summary>
    internal VtClient Other { get; private set; } = null!;

    internal byte[] Letter { get; } = Samples.Text("areas");

    internal string LetterSha256 => Samples.Sha256(Letter);

    internal string ArchiveSha256 { get; private set; } = "";

    internal string[] MemberSha256 { get; private set; } = [];

    internal string UrlAnalysis { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Service = await EmulatedService.StartAsync();
        Other = Service.Client(VtEmulatorKeys.OtherGroup);
        using var folder = new TempFolder();
        await Vt.Files.UploadAsync(await folder.WriteAsync("letter.txt", Letter));
        var members = new[] { Samples.Text("the first member"), Samples.Text("the second member") };
        var archive = Samples.Zip(("notes/first.txt", members[0]), ("second.txt", members[1]));
        await Vt.Files.UploadAsync(await folder.WriteAsync("archive.zip", archive));
        MemberSha256 = [.. members.Select(member => Samples.Sha256(member))];
        ArchiveSha256 = Samples.Sha256(archive);
        UrlAnalysis = (await Vt.Urls.SubmitAsync(Url)).Id;
        await Vt.Urls.SubmitAsync($"http://{Address}/login");
    }

    public async Task DisposeAsync() => await Service.DisposeAsync();
}
