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

    // Two rules to begin with, where the folder has none.
    if (!Directory.EnumerateFiles(folder, "*.yar").Any())
    {
        folder = Directory.CreateTempSubdirectory("rules-as-code-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "eicar.yar"), "rule eicar { strings: $a = \"EICAR-STANDARD\" condition: $a }");
        await File.WriteAllTextAsync(Path.Combine(folder, "broken.yar"), "rule broken { condition: nonsense }");
    }

    foreach (var path in Directory.EnumerateFiles(folder, "*.yar").Order(StringComparer.Ordinal))
    {
        var (name, rules) = (Path.GetFileNameWithoutExtension(path), await File.ReadAllTextAsync(path));
        try
        {
            if (!live.TryGetValue(name, out var ruleset))
                Console.WriteLine($"created {(await vt.HuntingRulesets.CreateAsync(new VtHuntingRulesetEdit { Name = name, Rules = rules, Enabled = true })).Id} {name}");
            else if (ruleset.Rules != rules)
                Console.WriteLine($"changed {(await vt.HuntingRulesets.UpdateAsync(ruleset.Id, new VtHuntingRulesetEdit { Rules = rules })).Id} {name}");
            else
                Console.WriteLine($"same    {ruleset.Id} {name}");
        }
        catch (VtApiException e) when (e.Status == System.Net.HttpStatusCode.BadRequest)
        {
            Console.WriteLine($"refused {name}: {e.ServiceMessage}");
        }
    }

    // From now on each file that is submitted is matched. This one is known, so it is analysed again.
    if (emulator is not null)
    {
        await vt.Files.AnalyseAsync("44d88612fea8a8f36de82e1278abb02f");
        await foreach (var match in vt.IocStream.ListAsync(filter: "origin:hunting"))
            Console.WriteLine($"matched {match.Id} {match.ContextAttributes["hunting_info"]["rule_name"].AsString()}");
    }
}
catch (VtApiException e) when (e.Code == "NotSupportedByEmulator")
{
    Console.WriteLine(e.ServiceMessage);
}
