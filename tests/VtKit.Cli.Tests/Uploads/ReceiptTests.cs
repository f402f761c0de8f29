using System.Text.Json;

namespace VtKit.Cli.Tests;

/// <summary>Nothing leaves without a receipt.</summary>
public sealed class ReceiptTests : EmulatorTests
{
    private string ReceiptsFile => Path.Combine(Vtk.Home.FullName, ".local", "state", "vtkit", "receipts.jsonl");

    [Fact]
    public async Task An_upload_leaves_what_when_to_whom_and_under_which_id()
    {
        var sample = Vtk.WriteFile("sample.bin", [1, 2, 3]);

        var scan = await Vtk.RunAsync("scan", "file", sample, "--no-wait", "-I");

        scan.Code.ShouldBe(ExitCode.Ok);
        var receipts = JsonDocument.Parse((await Vtk.RunAsync("receipts", "--format", "json")).Out).RootElement;
        receipts.GetArrayLength().ShouldBe(1);
        receipts[0].GetProperty("what").GetString().ShouldBe("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81");
        receipts[0].GetProperty("to").GetString().ShouldBe(Emulator.BaseAddress.Authority);
        receipts[0].GetProperty("name").GetString().ShouldBe("sample.bin");
        receipts[0].GetProperty("size").GetInt64().ShouldBe(3);
        receipts[0].GetProperty("id").GetString().ShouldBe(scan.Out.Trim().Trim('"', '[', ']', ' ', '\n'));
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(ReceiptsFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_submitted_url_leaves_one_and_a_look_up_none()
    {
        await Vtk.RunAsync("lookup", "https://example.com/a", Vtk.WriteFile("known", [4]));
        File.Exists(ReceiptsFile).ShouldBeFalse();

        await Vtk.RunAsync("scan", "url", "https://example.com/a");

        Vtk.OutIsTerminal = true;
        (await Vtk.RunAsync("receipts")).Out.ShouldContain("https://example.com/a");
    }

    [Fact]
    public async Task Where_no_receipt_can_be_written_nothing_is_sent()
    {
        Directory.CreateDirectory(ReceiptsFile);

        var result = await Vtk.RunAsync("scan", "file", Vtk.WriteFile("sample.bin", [9, 9]));

        result.Code.ShouldBe(ExitCode.Error);
        result.Error.ShouldContain("without one nothing is sent");
        (await UploadsAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_crash_in_between_leaves_a_receipt_without_an_id_and_a_torn_line_is_passed_over()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(ReceiptsFile)!);
        await File.WriteAllTextAsync(ReceiptsFile,
            """
            {"when":"2026-03-01T10:00:00Z","kind":"file","what":"aa","to":"example.org","name":"a.bin","size":1}
            {"when":"2026-03-01T11:00:00Z","kind":"url","what":"http://b/","to":"example.org"}
            {"when":"2026-03-01T11:00:00Z","kind":"url","what":"http://b/","to":"example.org","id":"u-1"}
            {"when":"2026-03-01T1
            """);
        Vtk.OutIsTerminal = true;

        Vtk.Environment["NO_COLOR"] = "1";
        (await Vtk.RunAsync("receipts")).Out.ShouldBe(
            """
            2026-03-01T10:00:00Z  file · a.bin · 1 B · to example.org
              aa
              no answer came: whether it arrived is not known
            2026-03-01T11:00:00Z  url · to example.org
              http://b/
              id u-1

            """);
    }

    [Fact]
    public async Task Without_uploads_there_is_nothing_to_show()
    {
        Vtk.OutIsTerminal = true;
        var result = await Vtk.RunAsync("receipts");
        result.Code.ShouldBe(ExitCode.Ok);
        result.ErrorLine.ShouldBe("vtk: nothing was uploaded or submitted from here");
    }
}
