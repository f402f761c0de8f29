using System.Security.Cryptography;
using System.Text;

namespace VtKit.Cli.Tests;

/// <summary><c>vtk scan</c> and <c>vtk lookup</c> against the emulator, over HTTP.</summary>
public sealed class ScanTests : EmulatorTests
{
    private const string EicarSha256 = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";

    // In two parts, so that a scanner on this machine leaves the tests alone.
    private static readonly byte[] Eicar = Encoding.ASCII.GetBytes(@"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD" + "-ANTIVIRUS-TEST-FILE!$H+H*");

    [Fact]
    public async Task An_unknown_file_is_uploaded_once_and_found_by_its_hash_afterwards()
    {
        var content = Encoding.UTF8.GetBytes("some text that nobody has seen");
        var path = Vtk.WriteFile("notes.txt", content);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));

        var first = await Vtk.RunAsync("scan", "file", path, "--format", "table");
        first.Code.ShouldBe(ExitCode.Ok, first.Error);
        first.Out.ShouldContain(hash);
        first.ErrorLine.ShouldBe($"vtk: uploaded {hash} as \"notes.txt\" to {Emulator.BaseAddress.Authority}");

        var second = await Vtk.RunAsync("scan", "file", path, "--format", "table");
        second.Out.ShouldBe(first.Out);
        second.ErrorLine.ShouldBe($"vtk: {path} is known by its hash: nothing was uploaded");
        (await UploadsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task The_password_of_an_archive_goes_along()
    {
        await using var service = new StubService(request => request.Method == "GET" ? StubAnswer.Error(404, "NotFoundError", "No.") : StubAnswer.Object("analysis", "a-1"));
        using var vtk = new CliRun().At(service.Address);
        var result = await vtk.RunAsync("scan", "file", vtk.WriteFile("a.zip", [1, 2, 3]), "--yes", "--no-wait", "--password", "infected", "-I", "--format", "table");
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        result.Out.ShouldBe("a-1\n");
        result.Error.ShouldNotContain("infected");
        Encoding.Latin1.GetString(service.Requests.Last().Body).ShouldMatch("(?s)name=\"?password\"?.*infected");
    }

    [Fact]
    public async Task The_test_virus_is_malicious()
    {
        var result = await Vtk.RunAsync("scan", "file", Vtk.WriteFile("test.com", Eicar), "--format", "table");
        result.Code.ShouldBe(ExitCode.Ok);
        result.Out.ShouldStartWith("malicious 1/");
    }

    [Fact]
    [Trait("seed", "92")]
    public async Task A_fresh_store_knows_the_test_virus()
    {
        var result = await Vtk.RunAsync("file", "44d88612fea8a8f36de82e1278abb02f", "--format", "table");
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        result.Out.ShouldContain(EicarSha256);
        result.Out.ShouldStartWith("malicious 1/");
    }

    [Fact]
    [Trait("seed", "46")]
    public async Task A_file_is_known_by_each_of_its_hashes()
    {
        var result = await Vtk.RunAsync("file", "44d88612fea8a8f36de82e1278abb02f", "3395856CE81F2B7382DEE72602F798B642F14140", EicarSha256, "-I", "--format", "table");
        result.Out.ShouldBe(string.Concat(Enumerable.Repeat(EicarSha256 + "\n", 3)));
    }

    [Fact]
    [Trait("seed", "61")]
    public async Task Looking_a_file_up_hashes_it_and_never_uploads()
    {
        var known = await Vtk.RunAsync("lookup", Vtk.WriteFile("sample.bin", Eicar), "-I", "--format", "table");
        known.ShouldBe(new CliResult(ExitCode.Ok, EicarSha256 + "\n", ""));
        var unknown = Vtk.WriteFile("unknown.bin", [1, 2, 3]);
        var result = await Vtk.RunAsync("lookup", unknown);
        result.Code.ShouldBe(ExitCode.NotFound);
        result.ErrorLine.ShouldBe($"vtk: {unknown}: not found: the service has never seen it");
        (await UploadsAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Anything_can_be_looked_up_as_it_was_pasted()
    {
        var url = await Vtk.RunAsync("scan", "url", "hxxp://www[.]example[.]com/a?b=c", "-I", "--format", "table");
        url.Code.ShouldBe(ExitCode.Ok, url.Error);
        var result = await Vtk.RunAsync("lookup", "hxxp://www[.]example[.]com/a?b=c", "44D88612FEA8A8F36DE82E1278ABB02F", "8.8.8[.]8", "www.example.com", "-I", "--format", "table");
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        result.Out.ShouldBe($"{url.Out}{EicarSha256}\n8.8.8.8\nwww.example.com\n");
    }

    [Fact]
    public async Task A_name_that_is_also_a_file_is_the_file()
    {
        var path = Vtk.WriteFile("44d88612fea8a8f36de82e1278abb02f", [1, 2, 3]);
        var result = await Vtk.RunAsync("lookup", path);
        result.Code.ShouldBe(ExitCode.NotFound);
    }

    [Fact]
    public async Task A_url_is_submitted_with_a_receipt_and_reported()
    {
        var result = await Vtk.RunAsync("scan", "url", "http://example.com/some?thing=1&other=2", "--format", "table");
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        result.ErrorLine.ShouldBe($"vtk: submitted http://example.com/some?thing=1&other=2 to {Emulator.BaseAddress.Authority}");
        result.Out.ShouldContain("http://example.com/some?thing=1&other=2");
    }

    [Fact]
    public async Task Without_waiting_the_analysis_is_printed_and_can_be_asked_for()
    {
        var submitted = await Vtk.RunAsync("scan", "file", Vtk.WriteFile("a.txt", "abc"u8.ToArray()), "--no-wait", "-I", "--format", "table");
        submitted.Code.ShouldBe(ExitCode.Ok);
        var analysis = await Vtk.RunAsync("analysis", submitted.Out.Trim(), "--format", "table");
        analysis.Code.ShouldBe(ExitCode.Ok, analysis.Error);
        analysis.Out.ShouldContain("Status       completed");
        var item = await Vtk.RunAsync("analysis", "item", submitted.Out.Trim(), "-I", "--format", "table");
        item.Out.ShouldBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n");
    }

    [Fact]
    public async Task The_name_can_be_kept_from_the_service()
    {
        var content = "a secret of ACME Ltd"u8.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        var result = await Vtk.RunAsync("scan", "file", Vtk.WriteFile("ACME-Ltd-secret.txt", content), "--hide-name");
        result.ErrorLine.ShouldBe($"vtk: uploaded {hash} as \"{hash}\" to {Emulator.BaseAddress.Authority}");
        result.Out.ShouldNotContain("ACME");
    }

    [Fact]
    public async Task Several_files_come_out_in_order_and_those_that_cannot_be_read_do_not_stop_the_rest()
    {
        var paths = Enumerable.Range(0, 6).Select(i => Vtk.WriteFile($"file{i}.txt", Encoding.UTF8.GetBytes($"content {i}"))).ToList();
        paths.Insert(3, Path.Combine(Vtk.Home.FullName, "absent.txt"));
        var result = await Vtk.RunAsync(["scan", "file", .. paths, "-I", "--format", "table"]);
        result.Code.ShouldBe(ExitCode.Partial);
        result.Out.ShouldBe(string.Concat(Enumerable.Range(0, 6).Select(i => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"content {i}"))) + "\n")));
        result.Error.ShouldContain($"vtk: {paths[3]} does not exist: check the path\n");
    }

    // A service that is not on this machine: the emulator, reached through itself as a proxy.
    [Theory]
    [InlineData(null, ExitCodes.Usage, 0)]
    [InlineData("", ExitCodes.NotFound, 0)]
    [InlineData("n", ExitCodes.NotFound, 0)]
    [InlineData("y", ExitCodes.Ok, 1)]
    [InlineData("--yes", ExitCodes.Ok, 1)]
    public async Task A_file_leaves_this_machine_with_consent_only(string? answer, int code, int uploads)
    {
        Vtk.CanAsk = answer is not (null or "--yes");
        Vtk.Input = answer + "\n";
        var path = Vtk.WriteFile("private.txt", "private"u8.ToArray());
        var result = await Vtk.RunAsync(
            ["scan", "file", path, "--base-url", "http://vt.example", "--proxy", Emulator.BaseAddress.AbsoluteUri, .. answer == "--yes" ? ["--yes"] : Array.Empty<string>()]);
        ((int)result.Code).ShouldBe(code, result.Error);
        (await UploadsAsync()).ShouldBe(uploads);
        if (answer is null)
            result.ErrorLine.ShouldBe($"vtk: {path} is unknown to vt.example, and uploading it needs consent: others can then see and download it. Give it with --yes");
        if (answer == "n")
            result.Error.ShouldContain("Others can see and download what is uploaded there. Upload it?");
    }

    [Theory]
    [InlineData("scan", "file", "would send 715dc8493c36579a5b116995100f635e3572fdf8703e708ef1a08d943b36774e as \"private.txt\" (7 B) to vt.example")]
    [InlineData("private", "scan file", "would send 715dc8493c36579a5b116995100f635e3572fdf8703e708ef1a08d943b36774e as \"private.txt\" (7 B) to vt.example")]
    public async Task A_dry_run_sends_nothing_asks_nobody_and_leaves_no_receipt(string command, string verb, string says)
    {
        Vtk.CanAsk = true;
        var path = Vtk.WriteFile("private.txt", "private"u8.ToArray());
        var result = await Vtk.RunAsync([command, .. verb.Split(' '), path, "--dry-run", "--base-url", "http://vt.example", "--proxy", Emulator.BaseAddress.AbsoluteUri]);
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        result.Out.ShouldStartWith("POST http://vt.example/api/v3/");
        result.Error.ShouldContain(says);
        result.Error.ShouldContain("vtk: nothing was sent\n");
        result.Error.ShouldNotContain("Upload it?");
        (await UploadsAsync()).ShouldBe(0);
        (await Vtk.RunAsync("receipts")).Out.ShouldBe("[]\n");
    }

    [Fact]
    public async Task A_dry_run_looks_up_what_is_known_and_says_so()
    {
        var result = await Vtk.RunAsync("scan", "file", Vtk.WriteFile("test.com", Eicar), "--dry-run");
        result.Code.ShouldBe(ExitCode.Ok);
        result.Out.ShouldBeEmpty();
        result.ErrorLine.ShouldEndWith("test.com is known by its hash: nothing was uploaded");
    }

    [Fact]
    public async Task A_folder_is_scanned_with_all_that_is_in_it_and_paths_come_from_stdin_too()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Vtk.Home.FullName, "dist", "lib")).Parent!.FullName;
        Vtk.WriteFile("dist/a.txt", "content a"u8.ToArray());
        Vtk.WriteFile("dist/lib/b.txt", "content b"u8.ToArray());
        Vtk.Input = Vtk.WriteFile("c.txt", "content c"u8.ToArray()) + "\n";
        var result = await Vtk.RunAsync("scan", "file", folder, "-", "-I", "--format", "table");
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        result.Out.ShouldBe(string.Concat(new[] { "content a", "content b", "content c" }.Select(text => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))) + "\n")));
        (await Vtk.RunAsync("scan", "file", Directory.CreateDirectory(Path.Combine(Vtk.Home.FullName, "empty")).FullName)).ErrorLine.ShouldEndWith("names no files: there is nothing to do");
    }

    [Fact]
    public async Task Consent_can_be_given_for_all()
    {
        Vtk.CanAsk = true;
        Vtk.Input = "a\n";
        var paths = Enumerable.Range(0, 5).Select(i => Vtk.WriteFile($"{i}.txt", Encoding.UTF8.GetBytes($"all {i}")));
        var result = await Vtk.RunAsync(["scan", "file", .. paths, "--base-url", "http://vt.example", "--proxy", Emulator.BaseAddress.AbsoluteUri]);
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        (await UploadsAsync()).ShouldBe(5);
    }

    [Fact]
    public async Task A_known_file_needs_no_consent()
    {
        var path = Vtk.WriteFile("test.com", Eicar);
        var result = await Vtk.RunAsync("scan", "file", path, "--base-url", "http://vt.example", "--proxy", Emulator.BaseAddress.AbsoluteUri);
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
    }

    [Fact]
    [Trait("seed", "43")]
    public async Task Ids_are_computed_here()
    {
        await Emulator.StopAsync();
        var path = Vtk.WriteFile("abc", "abc"u8.ToArray());
        (await Vtk.RunAsync("id", path)).Out.ShouldBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n");
        (await Vtk.RunAsync("id", path, "--hash", "SHA1")).Out.ShouldBe("a9993e364706816aba3e25717850c26c9cd0d89d\n");
        (await Vtk.RunAsync("id", path, "--hash", "md5")).Out.ShouldBe("900150983cd24fb0d6963f7d28e17f72\n");
        (await Vtk.RunAsync("id", "hxxp://example[.]com/", "Example[.]COM", "8.8.8[.]8")).Out.ShouldBe("aHR0cDovL2V4YW1wbGUuY29tLw\nexample.com\n8.8.8.8\n");
        var failed = await Vtk.RunAsync("id", "wat", path);
        failed.Code.ShouldBe(ExitCode.Partial);
        failed.Out.ShouldStartWith("ba78");
        (await Vtk.RunAsync("id", path, "--hash", "crc")).ErrorLine.ShouldContain("there are sha256, sha1 and md5");
    }

    private static class ExitCodes
    {
        public const int Ok = (int)ExitCode.Ok;
        public const int Usage = (int)ExitCode.Usage;
        public const int NotFound = (int)ExitCode.NotFound;
    }
}
