using VtKit.Testing.Shared;

namespace VtKit.Cli.Tests;

/// <summary>What is kept between runs of <c>vtk</c>.</summary>
public sealed class CacheTests : EmulatorTests
{
    private const string Eicar = "44d88612fea8a8f36de82e1278abb02f";
    private const string EicarSha256 = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";

    private int Asked => Emulator.Requests.Count(request => request.Path.StartsWith("/api/v3/files/", StringComparison.Ordinal));

    private string CacheFile => Path.Combine(Vtk.Home.FullName, ".cache", "vtkit", "responses.db");

    [Fact]
    public async Task A_report_is_asked_for_once_and_comes_back_as_it_was()
    {
        Configure("cache = on");
        var first = await Vtk.RunAsync("file", Eicar);
        var second = await Vtk.RunAsync("file", EicarSha256);

        second.ShouldBe(first);
        Asked.ShouldBe(1);
        (await Vtk.RunAsync("file", Eicar, "--refresh")).Code.ShouldBe(ExitCode.Ok);
        Asked.ShouldBe(2);
    }

    [Fact]
    public async Task A_person_is_told_that_it_is_kept_and_how_old_it_is()
    {
        Configure("cache = on");
        await Vtk.RunAsync("file", Eicar);
        Vtk.CanAsk = true;

        (await Vtk.RunAsync("file", Eicar)).ErrorLine.ShouldMatch("^vtk: from the cache, [0-9]+ s old; --refresh asks the service$");
        (await Vtk.RunAsync("file", Eicar, "--verbose")).Error.ShouldContain("* GET /files/{id}: 200 from the cache, ");
    }

    [Fact]
    public async Task A_person_is_told_why_nothing_happens()
    {
        Configure("quota = 1/min");
        Vtk.Time = new FakeTime { AutoAdvance = true };
        Vtk.CanAsk = true;

        (await Vtk.RunAsync("file", Eicar, EicarSha256)).Error.ShouldBe("vtk: the minute's quota is used up: going on in 60 s\n");
    }

    [Fact]
    public async Task Offline_nothing_is_asked()
    {
        Configure("cache = on");
        await Vtk.RunAsync("file", Eicar);

        (await Vtk.RunAsync("file", Eicar, "--offline")).Code.ShouldBe(ExitCode.Ok);
        var missing = await Vtk.RunAsync("domain", "example.com", "--offline");

        missing.Code.ShouldBe(ExitCode.Error);
        missing.ErrorLine.ShouldContain("not in the cache");
        missing.ErrorLine.ShouldEndWith("Leave --offline out to ask");
        (await Vtk.RunAsync("file", Eicar, "--offline", "--refresh")).Code.ShouldBe(ExitCode.Usage);
        Emulator.Requests.Count(request => request.Path.StartsWith("/api/v3/", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Of_a_service_on_this_machine_nothing_is_kept_unless_it_is_asked_for()
    {
        await Vtk.RunAsync("file", Eicar);
        await Vtk.RunAsync("file", Eicar);

        Asked.ShouldBe(2);
        File.Exists(CacheFile).ShouldBeFalse();
        File.Exists(Path.Combine(Vtk.Home.FullName, ".local", "share", "vtkit", "quota.db")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_quota_of_the_configuration_holds_for_all_runs_together()
    {
        Configure("quota = 2/day");
        (await Vtk.RunAsync("file", Eicar)).Code.ShouldBe(ExitCode.Ok);
        (await Vtk.RunAsync("file", Eicar)).Code.ShouldBe(ExitCode.Ok);

        var third = await Vtk.RunAsync("file", Eicar);

        third.Code.ShouldBe(ExitCode.Quota);
        third.ErrorLine.ShouldContain("The quota of 2 requests a day is spent. It resets at");
        Asked.ShouldBe(2);
    }

    [Fact]
    public async Task Another_programs_file_in_its_place_is_told_and_done_without()
    {
        Configure("cache = on");
        Directory.CreateDirectory(Path.GetDirectoryName(CacheFile)!);
        await File.WriteAllTextAsync(CacheFile, "mine, and long enough that a database could begin like this, which it does not");

        var result = await Vtk.RunAsync("file", Eicar);

        result.Code.ShouldBe(ExitCode.Ok);
        result.ErrorLine.ShouldEndWith("Going on without it");
        (await File.ReadAllTextAsync(CacheFile)).ShouldStartWith("mine");
        (await Vtk.RunAsync("file", Eicar, "--offline")).Code.ShouldBe(ExitCode.Error);
    }

    [Fact]
    public async Task The_cache_tells_its_size_and_can_be_cleared()
    {
        (await Vtk.RunAsync("cache", "--format", "table")).Out.ShouldBe($"0 answers, 0.0 MB in {CacheFile}\n");
        Configure("cache = on");
        await Vtk.RunAsync("file", Eicar);

        (await Vtk.RunAsync("cache")).Out.ShouldContain("\"answers\": 1");
        (await Vtk.RunAsync("cache", "clear")).ErrorLine.ShouldBe("vtk: forgot 1 answer");
        (await Vtk.RunAsync("cache")).Out.ShouldContain("\"answers\": 0");
    }

    [Theory]
    [InlineData("quota", "4 a minute", "quota: '4 a minute' is none; write public, unlimited, or numbers such as 4/min,500/day,15500/month")]
    [InlineData("cache", "maybe", "cache: 'maybe' is neither on nor off")]
    [InlineData("own", "a b", "own: 'a b' is no domain name")]
    [InlineData("user", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "user: give the name of the key's user, which is on its profile page, not the key")]
    public async Task A_setting_that_means_nothing_is_refused(string name, string value, string problem)
    {
        var result = await Vtk.RunAsync("config", "set", name, value);
        (result.Code, result.ErrorLine).ShouldBe((ExitCode.Usage, "vtk: " + problem));
    }

    private void Configure(params string[] lines) => File.AppendAllLines(Vtk.ConfigFile, lines);
}
