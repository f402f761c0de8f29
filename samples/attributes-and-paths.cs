#!/usr/bin/env -S dotnet run
#:package VtKit.Testing@*-*
#:property PublishAot=false

// Playing with attributes: typed, by name, by path; what nobody has typed yet is there all the same.
using VtKit;
using VtKit.Testing;

var key = Environment.GetEnvironmentVariable("VT_API_KEY") is { Length: > 0 } set ? set : null;
await using var emulator = key is null ? await VtTestServer.StartAsync() : null;
using var vt = emulator?.CreateClient() ?? new VtClient(key!);
var file = await vt.Files.GetAsync("44d88612fea8a8f36de82e1278abb02f");

Console.WriteLine($"typed:      {file.LastAnalysisStats.Malicious}, {file.LastAnalysisDate:u}");
Console.WriteLine($"by name:    {file["last_analysis_stats"]["malicious"].AsInt64()}, {file["last_analysis_date"].AsInt64()}");
Console.WriteLine($"as a value: {file.ValueOf("last_analysis_date"):u}");
Console.WriteLine($"absent:     {file.PeInfo.Sections.Count} sections, imphash '{file.PeInfo.Imphash}'");
foreach (var hit in file.Select("$.attributes.last_analysis_results[?@.category == 'malicious'].engine_name"))
    Console.WriteLine($"by path:    {hit.AsString()}");
Console.WriteLine($"everything: {file.ToJson(indented: true).Length} characters of JSON");
