#!/usr/bin/env -S dotnet run
#:package VtKit.Testing@*-*
#:property PublishAot=false

// An Intelligence search, and the network indicators of what it finds. Needs a premium key.
using VtKit;
using VtKit.Testing;

var key = Environment.GetEnvironmentVariable("VT_API_KEY") is { Length: > 0 } set ? set : null;
await using var emulator = key is null ? await VtTestServer.StartAsync() : null;
if (emulator is not null)
{
    // Something to be found, where there is no VirusTotal.
    await emulator.AddUrlAsync("http://www.example.com/login", VtTestVerdict.Malicious(7, of: 70));
    await emulator.AddUrlAsync("http://www.example.com/about");
}
using var vt = emulator?.CreateClient() ?? new VtClient(key!);
var query = args.FirstOrDefault() ?? "entity:url p:5+ hostname:example.com";
// Hits come by the class of their type; a hit on a URL says which in its context.
await foreach (var hit in vt.Intelligence.SearchAsync(query, options: new VtListOptions { Max = 50 }))
    Console.WriteLine(hit switch
    {
        VtUrl url => $"URL:{url.ContextAttributes["url"].AsString() ?? url.Url}",
        VtDomain domain => $"DOMAIN:{domain.Id}",
        VtIpAddress address => $"IP_ADDRESS:{address.Id}",
        _ => $"{hit.Type}:{hit.Id}",
    });
