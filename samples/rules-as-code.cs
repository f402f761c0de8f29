#!/usr/bin/env -S dotnet run
#:package VtKit.Testing@*-*
#:property PublishAot=false

// Livehunt rules as code: each *.yar of a folder is a ruleset of the same name. Only what differs is changed. Needs a premium key.
using VtKit;
using VtKit.Testing;

var key = Environment.GetEnvironmentVariable("VT_API_KEY") is { Length: > 0 } set ? set : null;
await using var emulator = key is null ? await VtTestServer.StartAsync() : null;
using var vt = emulator?.CreateClient() ?? new VtClient(key!);
var folder = args.FirstOrDefault() ?? ".";
try
{
    var live = new Dictionary<string, VtHuntingRuleset>(StringComparer.Ordinal);
    await foreach (var ruleset in vt.HuntingRulesets.ListAsync(options: new VtListOptions { PageSize = 40 }))
        if (ruleset.Name is { } name)
            live[name] = ruleset;

    foreach (var path in Directory.EnumerateFiles(folder, "*.yar").Order(StringComparer.Ordinal))
    {
        var (name, rules) = (Path.GetFileNameWithoutExtension(path), await File.ReadAllTextAsync(path));
        if (!live.TryGetValue(name, out var ruleset))
            Console.WriteLine($"created {(await vt.HuntingRulesets.CreateAsync(new VtHuntingRulesetEdit { Name = name, Rules = rules, Enabled = true })).Id} {name}");
        else if (ruleset.Rules != rules)
            Console.WriteLine($"changed {(await vt.HuntingRulesets.UpdateAsync(ruleset.Id, new VtHuntingRulesetEdit { Rules = rules })).Id} {name}");
        else
            Console.WriteLine($"same    {ruleset.Id} {name}");
    }
}
catch (VtApiException e) when (e.Code == "NotSupportedByEmulator")
{
    Console.WriteLine("The emulator has no Livehunt yet: set VT_API_KEY to a premium key to ask VirusTotal.");
}
