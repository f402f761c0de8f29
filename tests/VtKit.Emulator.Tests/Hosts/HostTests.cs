namespace VtKit.Emulator.Tests;

public sealed class HostTests
{
    [Theory]
    [InlineData("8.8.8.8", "8.8.8.8", false)]
    [InlineData("2001:4860:4860:0:0:0:0:8888", "2001:4860:4860::8888", false)]
    [InlineData("192.168.1.1", "192.168.1.1", true)]
    public async Task An_address_always_has_an_object(string text, string id, bool isPrivate)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var address = (await emulator.GetAsync("/ip_addresses/" + text))["data"]!;
        address["id"]!.GetValue<string>().ShouldBe(id);
        address["type"]!.GetValue<string>().ShouldBe("ip_address");
        address["links"]!["self"]!.GetValue<string>().ShouldEndWith("/ip_addresses/" + id);
        address["attributes"]!["tags"]!.AsArray().Select(tag => tag!.GetValue<string>()).ShouldBe(isPrivate ? ["private"] : []);
        address["attributes"]!["reputation"]!.GetValue<int>().ShouldBe(0);
        // Nothing is invented.
        address["attributes"]!.AsObject().Select(attribute => attribute.Key).ShouldBe(["tags", "reputation", "total_votes"]);
    }

    [Theory]
    [InlineData("8.8.8")]
    [InlineData("8.8.8.256")]
    [InlineData("example.com")]
    public async Task Text_that_is_no_address(string text)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/ip_addresses/" + text)).ShouldBe($"400 InvalidArgumentError IP \"{text}\" is not a valid IP address pattern");
    }

    [Fact]
    public async Task A_domain_is_there_once_it_was_seen()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/domains/example.com")).ShouldBe("404 NotFoundError Domain \"example.com\" not found");
        (await emulator.PostAsync("/domains/WWW.Example.COM./analyse"))["data"]!["id"]!.GetValue<string>().ShouldStartWith("d-www.example.com-");
        (await emulator.GetAsync("/domains/www.example.com"))["data"]!["attributes"]!["last_analysis_date"].ShouldNotBeNull();
        (await emulator.GetAsync("/domains/EXAMPLE.com"))["data"]!["id"]!.GetValue<string>().ShouldBe("example.com");
        (await emulator.GetAsync("/domains/example.com"))["data"]!["attributes"]!["last_analysis_date"].ShouldBeNull();
    }

    [Fact]
    public async Task Domains_know_those_below_beside_and_above_them()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        foreach (var domain in new[] { "a.example.com", "b.example.com", "x.a.example.com", "other-example.com", "example.community", "example.org" })
            await emulator.PostAsync($"/domains/{domain}/analyse");
        (await IdsAsync(emulator, "/domains/example.com/subdomains")).ShouldBe(["a.example.com", "b.example.com", "x.a.example.com"], ignoreOrder: true);
        (await IdsAsync(emulator, "/domains/a.example.com/subdomains")).ShouldBe(["x.a.example.com"]);
        (await IdsAsync(emulator, "/domains/a.example.com/siblings")).ShouldBe(["b.example.com"]);
        (await IdsAsync(emulator, "/domains/x.a.example.com/siblings")).ShouldBeEmpty();
        (await emulator.GetAsync("/domains/x.a.example.com/immediate_parent"))["data"]!["id"]!.GetValue<string>().ShouldBe("a.example.com");
        (await emulator.GetAsync("/domains/example.com/immediate_parent"))["data"].ShouldBeNull();
        // The list of public suffixes is the machine's.
        if (PublicSuffixes.Known is null) (await emulator.Premium.FailAsync(HttpMethod.Get, "/domains/a.example.com/parent")).ShouldStartWith("501 NotSupportedByEmulator");
        else
        {
            (await emulator.GetAsync("/domains/x.a.example.com/parent"))["data"]!["id"]!.GetValue<string>().ShouldBe("example.com");
            (await emulator.GetAsync("/domains/example.com/parent"))["data"].ShouldBeNull();
            (await emulator.GetAsync("/domains/x.a.example.com"))["data"]!["attributes"]!["tld"]!.GetValue<string>().ShouldBe("com");
        }
    }

    [Fact]
    public async Task An_analysis_of_an_address_is_followed_like_any_other()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var id = (await emulator.PostAsync("/ip_addresses/8.8.8.8/analyse"))["data"]!["id"]!.GetValue<string>();
        id.ShouldBe($"i-8.8.8.8-{emulator.Clock.GetUtcNow().ToUnixTimeSeconds()}");
        var analysis = await emulator.GetAsync("/analyses/" + id);
        analysis["data"]!["attributes"]!["status"]!.GetValue<string>().ShouldBe("completed");
        analysis["data"]!["links"]!["item"]!.GetValue<string>().ShouldEndWith("/api/v3/ip_addresses/8.8.8.8");
        analysis.ContainsKey("meta").ShouldBeFalse();
    }

    private static async Task<string[]> IdsAsync(EmulatorFixture emulator, string path) =>
        [.. (await emulator.GetAsync(path))["data"]!.AsArray().Select(item => item!["id"]!.GetValue<string>())];
}
