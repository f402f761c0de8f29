#!/usr/bin/env -S dotnet run
#:package VtKit.Testing@*-*
#:property PublishAot=false

// Retrohunt: YARA rules over the past. Start, watch, fetch the matches; Ctrl-C aborts the job. Needs a premium key.
using VtKit;
using VtKit.Testing;

var key = Environment.GetEnvironmentVariable("VT_API_KEY") is { Length: > 0 } set ? set : null;
await using var emulator = key is null ? await VtTestServer.StartAsync() : null;
using var vt = emulator?.CreateClient() ?? new VtClient(key!);
var rules = args.Length > 0 ? await File.ReadAllTextAsync(args[0]) : "rule eicar { strings: $a = \"EICAR-STANDARD\" condition: $a }";
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };
try
{
    var job = await vt.RetrohuntJobs.CreateAsync(new VtRetrohuntJobEdit { Rules = rules, Corpus = RetrohuntCorpus.Main }, stop.Token);
    Console.WriteLine($"started {job.Id}");
    try
    {
        job = await vt.RetrohuntJobs.WaitAsync(job.Id, new VtWaitOptions { Deadline = Timeout.InfiniteTimeSpan, FirstInterval = TimeSpan.FromSeconds(30) }, stop.Token);
    }
    catch (OperationCanceledException)
    {
        job = await vt.RetrohuntJobs.AbortAsync(job.Id);
    }
    Console.WriteLine($"{job.Status}");
    await foreach (var file in vt.RetrohuntJobs.MatchingFilesAsync(job.Id))
        Console.WriteLine($"{file.Id} {file.ContextAttributes["rule_name"].AsString()}\n{file.ContextAttributes["snippet"].AsString()}");
}
catch (VtApiException e) when (e.Code == "NotSupportedByEmulator")
{
    Console.WriteLine(e.ServiceMessage);
}
