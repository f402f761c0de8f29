#!/usr/bin/env -S dotnet run
#:package VtKit.Testing@*-*
#:property PublishAot=false

// Many look-ups at once: a few at a time, one outcome for each, in order. Any mix of hashes, URLs, domains and addresses.
using VtKit;
using VtKit.Testing;

var key = Environment.GetEnvironmentVariable("VT_API_KEY") is { Length: > 0 } set ? set : null;
await using var emulator = key is null ? await VtTestServer.StartAsync() : null;
using var vt = emulator?.CreateClient() ?? new VtClient(key!);
if (emulator is not null) await emulator.AddDomainAsync("evil.example", VtTestVerdict.Malicious(12, of: 90));

string[] indicators = args.Length > 0 ? args : ["44d88612fea8a8f36de82e1278abb02f", "evil[.]example", "8.8.8.8", "no indicator at all", new string('0', 64)];
Console.WriteLine($"This needs {(await vt.EstimateManyAsync(indicators)).Requests} requests.");
await foreach (var lookup in vt.LookupManyAsync(indicators, new VtLookupOptions { Concurrency = 4 }))
{
    var malicious = lookup.Object?["last_analysis_stats"]["malicious"].AsInt64();
    Console.WriteLine($"{lookup.Outcome,-10} {lookup.Id}{(malicious is null ? "" : $": {malicious} malicious")}");
}
