#!/usr/bin/env -S dotnet run
#:package VtKit.Testing@*-*
#:property PublishAot=false

// The first thing anyone does: a report by a file's hash.
using VtKit;
using VtKit.Testing;

// With a key this asks VirusTotal; without one, an emulator in this process.
var key = Environment.GetEnvironmentVariable("VT_API_KEY") is { Length: > 0 } set ? set : null;
await using var emulator = key is null ? await VtTestServer.StartAsync() : null;
using var vt = emulator?.CreateClient() ?? new VtClient(key!);

var file = await vt.Files.GetAsync("44d88612fea8a8f36de82e1278abb02f");

Console.WriteLine($"{file.Sha256}");
Console.WriteLine($"{file.Size} bytes, {file.TypeDescription}, last analysed {file.LastAnalysisDate:u}");
Console.WriteLine($"{file.LastAnalysisStats.Malicious} of {file.LastAnalysisResults.Count} engines call it malicious");
foreach (var (engine, verdict) in file.LastAnalysisResults)
    if (verdict.Result is not null)
        Console.WriteLine($"  {engine}: {verdict.Result}");
