#!/usr/bin/env -S dotnet run
#:package VtKit.Testing@*-*
#:property PublishAot=false

// An Intelligence search, and the network indicators of what it finds. Needs a premium key.
using VtKit;
using VtKit.Testing;

var key = Environment.GetEnvironmentVariable("VT_API_KEY") is { Length: > 0 } set ? set : null;
await using var emulator = key is null ? await VtTestServer.StartAsync() : null;
using var vt = emulator?.CreateClient() ?? new VtClient(key!);
var query = args.FirstOrDefault() ?? "entity:url p:5+ hostname:example.com";
try
{
    // Hits come by the class of their type; a hit on a URL says which in its context.
    await foreach (var hit in vt.Intelligence.SearchAsync(query, options: new VtListOptions { Max = 50 }))
        Console.WriteLine(hit switch
        {
            VtUrl url => $"URL:{url.ContextAttributes["url"].AsString() ?? url.Url}",
            VtDomain domain => $"DOMAIN:{domain.Id}",
            VtIpAddress address => $"IP_ADDRESS:{address.Id}",
            _ => $"{hit.Type}:{hit.Id}",
        });
}
catch (VtApiException e) when (e.Code == "NotSupportedByEmulator")
{
    Console.WriteLine("The emulator has no Intelligence search yet: set VT_API_KEY to a premium key to ask VirusTotal.");
}
