using System.Security.Cryptography;
using System.Text;
using VtKit.Emulator;

namespace VtKit.Contract.Tests;

/// <summary>The key stands in no store, no log and no exception.</summary>
public sealed class KeyTests
{
    private static readonly string WrongKey = new('9', 64);

    private static readonly string[] Keys =
        [VtEmulatorKeys.Public, VtEmulatorKeys.Premium, VtEmulatorKeys.OneADay, VtEmulatorKeys.NotActive, VtEmulatorKeys.OtherGroup, WrongKey];

    [Fact]
    public async Task No_file_of_the_store_and_no_log_holds_a_key()
    {
        using var folder = new TempFolder();
        var said = new StringBuilder();
        string log;
        await using (var service = await EmulatedService.StartAsync(options => (options.DataDirectory, options.Log) = (folder.At("store"), line => said.AppendLine(line))))
        {
            await UseAsync(service);
            log = string.Join('\n', await service.RequestsAsync());
            await ShouldHoldNoKeyAsync(folder.Path);
        }

        log.ShouldContain("GET /users/<redacted>/overall_quotas 200");
        ShouldHoldNoKey(log, "the request log");
        ShouldHoldNoKey(said.ToString(), "what the emulator said");
        // Once more when everything has been written out.
        (await ShouldHoldNoKeyAsync(folder.Path)).ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task No_exception_holds_a_key()
    {
        await using var service = await EmulatedService.StartAsync();
        var wrong = service.Client(WrongKey);
        var inactive = service.Client(VtEmulatorKeys.NotActive);
        var vt = service.Client(VtEmulatorKeys.Premium, options => (options.Retry.MaxAttempts, options.UserId) = (1, "premium"));
        var calls = new List<(string Fault, Func<Task> Call)>
        {
            ("", () => wrong.Files.GetAsync(Samples.EicarMd5)),
            ("", () => inactive.Files.GetAsync(Samples.EicarMd5)),
            ("", () => wrong.GetAsync($"/users/{WrongKey}")),
            ("", () => vt.GetAsync($"/no_such_path/{VtEmulatorKeys.Premium}")),
            ("", () => vt.GetAsync($"/users/{VtEmulatorKeys.Premium}/no_such_relationship?x={VtEmulatorKeys.Premium}")),
            ("", () => vt.Quota.RefreshAsync(VtEmulatorKeys.Premium)),
            ("""{"kind": "reset"}""", () => vt.GetAsync($"/users/{VtEmulatorKeys.Premium}")),
            ("""{"kind": "corrupt"}""", () => vt.GetAsync($"/users/{VtEmulatorKeys.Premium}")),
            ("""{"status": 200, "body": "<html>"}""", () => vt.GetObjectAsync<VtObject>($"/users/{VtEmulatorKeys.Premium}")),
            ("""{"status": 429}""", () => vt.GetAsync($"/users/{VtEmulatorKeys.Premium}")),
            ($$"""{"status": 500, "message": "It was {{VtEmulatorKeys.Premium}} that failed"}""", () => vt.Files.GetAsync(Samples.EicarMd5)),
            ($$"""{"status": 502, "body": "<html>x-apikey: {{VtEmulatorKeys.Premium}}</html>"}""", () => vt.Files.GetAsync(Samples.EicarMd5)),
        };

        foreach (var (fault, call) in calls)
        {
            if (fault.Length > 0) await service.FaultAsync(fault);

            var error = await Should.ThrowAsync<Exception>(call);

            ShouldHoldNoKey(error.ToString(), fault);
            if (error is VtApiException api)
            {
                ShouldHoldNoKey(api.Path + api.ServiceMessage, fault);
                ShouldHoldNoKey(Encoding.UTF8.GetString(api.RawBody.Span), fault);
            }
            if (error is VtProtocolException protocol)
            {
                ShouldHoldNoKey(protocol.Path, fault);
                ShouldHoldNoKey(Encoding.UTF8.GetString(protocol.RawBody.Span), fault);
            }
        }
        (await service.FaultsLeftAsync()).ShouldBe(0);
    }

    [Fact]
    [Trait("seed", "58")]
    public async Task A_wrong_key_and_an_inactive_user_are_told_apart()
    {
        await using var service = await EmulatedService.StartAsync();

        var wrong = await Should.ThrowAsync<VtAuthenticationException>(() => service.Client(WrongKey).Files.GetAsync(Samples.EicarMd5));
        (wrong.Code, wrong.ServiceMessage, wrong.IsForbidden).ShouldBe((VtErrorCode.WrongCredentialsError, "Wrong API key: ***", false));
        var inactive = await Should.ThrowAsync<VtAuthenticationException>(() => service.Client(VtEmulatorKeys.NotActive).Files.GetAsync(Samples.EicarMd5));
        (inactive.Code, inactive.IsForbidden).ShouldBe((VtErrorCode.UserNotActiveError, false));
        Should.Throw<ArgumentException>(() => service.Client("")).Message.ShouldContain("An API key is needed");
    }

    /// <summary>A bit of everything that writes, and keys where careless programs put them.</summary>
    private static async Task UseAsync(EmulatedService service)
    {
        var vt = service.Premium;
        using var file = new MemoryStream(Samples.Zip(("inside.txt", Samples.Text("keys"))));
        await vt.Files.ScanAndWaitAsync(file, new VtUploadOptions { FileName = "keys.zip" });
        using var zeros = new Zeros(33 * 1024 * 1024);
        await vt.Files.UploadAsync(zeros, new VtUploadOptions { FileName = "zeros.bin" });
        await vt.Urls.SubmitAsync("http://keys.example.com/");
        var comment = await vt.Domains.AddCommentAsync("keys.example.com", "About #keys");
        await vt.Comments.VoteAsync(comment.Id, VtCommentRating.Positive);
        await vt.Files.AddVoteAsync(Samples.EicarMd5, VoteVerdict.Malicious);
        using var content = new MemoryStream();
        await vt.Files.DownloadAsync(Samples.EicarMd5, content);
        foreach (var key in new[] { VtEmulatorKeys.Public, VtEmulatorKeys.OneADay, VtEmulatorKeys.OtherGroup })
            await service.Client(key).IpAddresses.GetAsync("8.8.8.8");
        // vt-py names the user by the key.
        (await vt.GetAsync($"/users/{VtEmulatorKeys.Premium}/overall_quotas")).IsSuccess.ShouldBeTrue();
        await Should.ThrowAsync<VtAuthenticationException>(() => service.Client(WrongKey).Files.GetAsync(Samples.EicarMd5));
        await Should.ThrowAsync<VtAuthenticationException>(() => service.Client(VtEmulatorKeys.NotActive).Files.GetAsync(Samples.EicarMd5));
    }

    private static async Task<int> ShouldHoldNoKeyAsync(string folder)
    {
        // What marks the folder as in use is locked while it is, and empty.
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".held", StringComparison.Ordinal)).ToList();
        foreach (var path in files)
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes);
            foreach (var key in Keys)
                foreach (var spelling in new[] { Encoding.ASCII.GetBytes(key), Encoding.Unicode.GetBytes(key), SHA256.HashData(Encoding.ASCII.GetBytes(key)) })
                    bytes.AsSpan().IndexOf(spelling).ShouldBe(-1, Path.GetFileName(path));
        }
        return files.Count;
    }

    private static void ShouldHoldNoKey(string text, string where)
    {
        foreach (var key in Keys) text.Contains(key, StringComparison.Ordinal).ShouldBeFalse(where);
    }
}
