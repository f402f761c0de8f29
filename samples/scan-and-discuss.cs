#!/usr/bin/env -S dotnet run
#:package VtKit.Testing@*-*
#:property PublishAot=false

// The life of a file: hash it, look it up, upload it if it is unknown, wait for the verdicts, comment, vote.
using VtKit;
using VtKit.Indicators;
using VtKit.Testing;

var key = Environment.GetEnvironmentVariable("VT_API_KEY") is { Length: > 0 } set ? set : null;
await using var emulator = key is null ? await VtTestServer.StartAsync() : null;
using var vt = emulator?.CreateClient() ?? new VtClient(key!);
var path = args.FirstOrDefault() ?? Environment.ProcessPath!;
// What is uploaded to VirusTotal is public: it is only done for whoever says so.
var mayUpload = emulator is not null || args.Contains("--upload");

var hashes = await FileHasher.HashFileAsync(path, HashKinds.All);
Console.WriteLine($"MD5 {hashes.Md5}, SHA-1 {hashes.Sha1}, SHA-256 {hashes.Sha256}");
var hash = hashes.Sha256!.Value;
try
{
    await vt.Files.GetAsync(hash);
    Console.WriteLine("known already: nothing is uploaded");
}
catch (VtNotFoundException) when (mayUpload)
{
    var analysis = await vt.Files.ScanAndWaitAsync(path, wait: new VtWaitOptions { Deadline = TimeSpan.FromMinutes(10) });
    Console.WriteLine($"uploaded; analysis {analysis.Status}");
}

var report = await vt.Files.GetAsync(hash);
Console.WriteLine($"{report.TypeDescription}, {report.LastAnalysisStats.Malicious} malicious, {report.LastAnalysisStats.Undetected} undetected");
if (emulator is null) return;

// Comments and votes are public, too.
var comment = await vt.Files.AddCommentAsync(hash, "Looks fine to me #samples");
Console.WriteLine($"comment {comment.Id}, tags: {string.Join(", ", comment.Tags)}");
await vt.Files.AddVoteAsync(hash, VoteVerdict.Harmless);
await foreach (var vote in vt.Files.VotesAsync(hash)) Console.WriteLine($"vote: {vote.Verdict}");
