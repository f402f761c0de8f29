#!/usr/bin/env -S dotnet run
#:package VtKit.Testing@*-*
#:property PublishAot=false

// From one indicator to its neighbours: each relationship is a method of its area.
using VtKit;
using VtKit.Testing;

var key = Environment.GetEnvironmentVariable("VT_API_KEY") is { Length: > 0 } set ? set : null;
await using var emulator = key is null ? await VtTestServer.StartAsync() : null;
using var vt = emulator?.CreateClient() ?? new VtClient(key!);
var domain = args.FirstOrDefault() ?? "shop.example";
if (emulator is not null)
    foreach (var path in new[] { "offers", "login", "basket" })
        await vt.Urls.SubmitAsync($"http://www.{domain}/{path}");

await foreach (var sub in vt.Domains.SubdomainsAsync(domain, new VtListOptions { Max = 10 })) Console.WriteLine($"DOMAIN:{sub.Id}");
await foreach (var url in vt.Domains.UrlsAsync($"www.{domain}", new VtListOptions { Max = 10 })) Console.WriteLine($"URL:{url.ContextAttributes["url"].AsString() ?? url.Url}");
var location = await vt.Urls.GetNetworkLocationAsync($"http://www.{domain}/offers");
Console.WriteLine(location switch
{
    VtDomain host => $"served by DOMAIN:{host.Id}",
    VtIpAddress address => $"served by IP_ADDRESS:{address.Id}",
    _ => "nobody knows who serves it",
});
