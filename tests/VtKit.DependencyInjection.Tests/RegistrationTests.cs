using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using VtKit.Emulator;
using VtKit.Testing;

namespace VtKit.DependencyInjection.Tests;

public sealed class RegistrationTests
{
    private const string Key = "5ec2e7c0ffee5ec2e7c0ffee5ec2e7c0ffee5ec2e7c0ffee5ec2e7c0ffee0001";

    [Fact]
    public void All_values_of_a_section_reach_the_client()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, Certificates.SelfSigned());
        try
        {
            var builder = TestHost.Builder(
                ("Vt:ApiKey", Key), ("Vt:BaseAddress", "https://gateway.example/vt"), ("Vt:ConnectTimeout", "00:00:03"), ("Vt:ReadTimeout", "00:00:20"),
                ("Vt:Deadline", "-00:00:00.001"), ("Vt:Proxy", "http://user:pass@proxy.example:8080"), ("Vt:CertificateAuthorityFile", file), ("Vt:Headers:x-team", "soc"),
                ("Vt:ToolName", "org.product.1"), ("Vt:ApplicationName", "Product/1"), ("Vt:Quota:PerMinute", "4"), ("Vt:Quota:PerDay", "500"),
                ("Vt:QuotaMode", "throw"), ("Vt:UserId", "somebody"), ("Vt:ReconcileAtStart", "true"), ("Vt:Retry:MaxAttempts", "2"), ("Vt:Retry:BaseDelay", "00:00:01"), ("Vt:Retry:MaxDelay", "00:00:02"),
                ("Vt:MaxResponseBytes", "1000"));
            VtClientOptions? seen = null;
            builder.Services.AddVirusTotal(builder.Configuration.GetSection("Vt"), options => options.ConfigureClient(client => seen = client));
            using var host = builder.Build();

            var client = host.Services.GetRequiredService<VtClient>();

            client.ShouldBeSameAs(host.Services.GetRequiredService<VtClient>());
            client.BaseAddress.ShouldBe(new Uri("https://gateway.example/vt"));
            client.Quota.Limits.ShouldBe(new VtQuota(4, 500));
            var options = seen.ShouldNotBeNull();
            (options.ApiKey, options.ConnectTimeout, options.ReadTimeout, options.Deadline).ShouldBe((Key, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(20), Timeout.InfiniteTimeSpan));
            ((WebProxy)options.Proxy!).Address!.Host.ShouldBe("proxy.example");
            options.ExtraCertificateAuthorities.Count.ShouldBe(1);
            options.Headers.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create("x-team", "soc"));
            options.ReconcileAtStart.ShouldBeTrue();
            (options.ToolName, options.ApplicationName, options.UserId, options.QuotaMode).ShouldBe(("org.product.1", "Product/1", "somebody", VtQuotaMode.Throw));
            (options.Retry.MaxAttempts, options.Retry.BaseDelay, options.Retry.MaxDelay, options.MaxResponseBytes).ShouldBe((2, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), 1000));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Every_option_of_the_client_can_be_set_in_a_host()
    {
        // What cannot stand in configuration is set by ConfigureClient; whoever adds an option to the client decides here.
        string[] byCode = ["ExtraCertificateAuthorities", "QuotaLedger", "Cache", "CacheMode", "TimeProvider", "Random", "OnCall", "OnPause"];
        var own = typeof(VirusTotalOptions).GetProperties().Select(property => property.Name).ToList();
        typeof(VtClientOptions).GetProperties().Select(property => property.Name).Except(byCode).ShouldBeSubsetOf(own);
        own.Except(typeof(VtClientOptions).GetProperties().Select(property => property.Name)).ShouldBe(["CertificateAuthorityFile"]);
    }

    [Fact]
    public void What_is_left_out_is_as_the_sdk_has_it()
    {
        var services = new ServiceCollection();
        VtClientOptions? seen = null;
        services.AddVirusTotal(options =>
        {
            options.ApiKey = Key;
            options.ConfigureClient(client => seen = client);
        });
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<VtClient>().BaseAddress.Host.ShouldBe("www.virustotal.com");
        var plain = new VtClientOptions();
        foreach (var property in typeof(VtClientOptions).GetProperties().Where(property => property.PropertyType.IsValueType || property.PropertyType == typeof(string)))
            if (property.Name != "ApiKey") property.GetValue(seen).ShouldBe(property.GetValue(plain), property.Name);
        (seen!.QuotaLedger, seen.TimeProvider, seen.OnCall).ShouldBe((null, TimeProvider.System, null));
    }

    [Theory]
    [InlineData("ApiKey", "", "VirusTotal (configuration section Vt): An API key is needed. Yours is on your profile page at VirusTotal, under API key. Set Vt:ApiKey, in the environment as Vt__ApiKey.")]
    [InlineData("ApiKey", "with space", "VirusTotal (configuration section Vt): The API key holds a character that no key has")]
    [InlineData("BaseAddress", "ftp://example.com", "begins with https:// or http://")]
    [InlineData("ReadTimeout", "00:00:00", "ReadTimeout is more than zero")]
    [InlineData("Retry:MaxAttempts", "0", "Retry.MaxAttempts is at least 1.")]
    [InlineData("Quota:PerDay", "0", "A quota is at least one request")]
    [InlineData("UserId", Key, "UserId is the name of the user, not the key")]
    [InlineData("Proxy", "ftp://user:secret@proxy", "Proxy is an address such as")]
    [InlineData("Proxy", "nowhere", "Proxy is an address such as")]
    [InlineData("CertificateAuthorityFile", "no-such.pem", "CertificateAuthorityFile no-such.pem cannot be read")]
    [InlineData("Headers:x-apikey", "abc", "Give the key as ApiKey, not as a header")]
    [InlineData("MaxResponseBytes", "0", "MaxResponseBytes is at least 1.")]
    public async Task What_cannot_be_used_stops_the_host_at_its_start(string name, string value, string complaint)
    {
        var builder = TestHost.Builder(("Vt:ApiKey", Key), ($"Vt:{name}", value));
        builder.Services.AddVirusTotal(builder.Configuration.GetSection("Vt"));
        using var host = builder.Build();

        var error = await Should.ThrowAsync<OptionsValidationException>(host.StartAsync());

        error.Message.ShouldContain(complaint);
        error.Message.ShouldNotContain("Parameter");
        error.ToString().ShouldNotContain(Key);
        error.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_value_of_another_type_stops_the_host_and_names_itself()
    {
        var builder = TestHost.Builder(("Vt:ApiKey", Key), ("Vt:ReadTimeout", "soon"));
        builder.Services.AddVirusTotal(builder.Configuration.GetSection("Vt"));
        using var host = builder.Build();
        (await Should.ThrowAsync<InvalidOperationException>(host.StartAsync())).Message.ShouldContain("Vt:ReadTimeout");
    }

    [Fact]
    public async Task A_file_without_certificates_is_said_to_be_one()
    {
        var file = Path.GetTempFileName();
        try
        {
            var builder = TestHost.Builder();
            builder.Services.AddVirusTotal(options => (options.ApiKey, options.CertificateAuthorityFile) = (Key, file));
            using var host = builder.Build();
            (await Should.ThrowAsync<OptionsValidationException>(host.StartAsync())).Message.ShouldContain("holds no certificate");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Named_clients_are_apart_and_say_their_name_in_complaints()
    {
        var builder = TestHost.Builder(("A:ApiKey", Key), ("A:BaseAddress", "https://a.example"));
        builder.Services.AddVirusTotal("a", builder.Configuration.GetSection("A"));
        builder.Services.AddVirusTotal("b", options => options.BaseAddress = new Uri("https://b.example"));
        using var host = builder.Build();

        var a = host.Services.GetRequiredKeyedService<VtClient>("a");
        a.BaseAddress.Host.ShouldBe("a.example");
        a.ShouldBeSameAs(host.Services.GetRequiredKeyedService<VtClient>("a"));
        host.Services.GetService<VtClient>().ShouldBeNull();
        (await Should.ThrowAsync<OptionsValidationException>(host.StartAsync())).Message.ShouldStartWith("VirusTotal client 'b': An API key is needed.");
        Should.Throw<ArgumentException>(() => builder.Services.AddVirusTotal(" ", options => options.ApiKey = Key));
    }

    [Fact]
    public async Task Clients_of_one_key_count_together()
    {
        await using var server = await VtTestServer.StartAsync();
        var services = new ServiceCollection();
        foreach (var name in new[] { "a", "b" })
        {
            services.AddVirusTotal(name, options =>
            {
                (options.ApiKey, options.BaseAddress, options.Quota, options.QuotaMode) = (VtEmulatorKeys.Premium, server.BaseAddress, new VtQuota(PerDay: 3), VtQuotaMode.Throw);
            });
        }
        services.AddSingleton<TimeProvider>(server.Clock);
        await using var provider = services.BuildServiceProvider();
        var (a, b) = (provider.GetRequiredKeyedService<VtClient>("a"), provider.GetRequiredKeyedService<VtClient>("b"));

        await a.IpAddresses.GetAsync("8.8.8.8");
        await b.IpAddresses.GetAsync("8.8.8.8");
        await a.IpAddresses.GetAsync("8.8.8.8");

        (await Should.ThrowAsync<VtQuotaException>(b.IpAddresses.GetAsync("8.8.8.8"))).ResetsAt.ShouldBe(VtQuotaLedger.NextDay(server.Clock.GetUtcNow()));
        server.Clock.Advance(TimeSpan.FromDays(1));
        await b.IpAddresses.GetAsync("8.8.8.8");
    }

    [Fact]
    public async Task A_registered_ledger_counts()
    {
        await using var server = await VtTestServer.StartAsync();
        var ledger = new VtMemoryQuotaLedger();
        var services = new ServiceCollection();
        services.AddSingleton<VtQuotaLedger>(ledger);
        services.AddVirusTotal(options => (options.ApiKey, options.BaseAddress) = (VtEmulatorKeys.Premium, server.BaseAddress));
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<VtClient>().IpAddresses.GetAsync("8.8.8.8");
        (await provider.GetRequiredService<VtClient>().Quota.GetUsageAsync()).Day.ShouldBe(1);
    }

    [Fact]
    public async Task The_container_disposes_of_its_clients()
    {
        var services = new ServiceCollection();
        services.AddVirusTotal(options => options.ApiKey = Key);
        services.AddVirusTotal("named", options => options.ApiKey = Key);
        VtClient client, named;
        await using (var provider = services.BuildServiceProvider())
            (client, named) = (provider.GetRequiredService<VtClient>(), provider.GetRequiredKeyedService<VtClient>("named"));
        await Should.ThrowAsync<ObjectDisposedException>(client.GetAsync("/x"));
        await Should.ThrowAsync<ObjectDisposedException>(named.GetAsync("/x"));
    }
}
