#!/usr/bin/env -S dotnet run
#:package VtKit.Testing@*-*
#:property PublishAot=false

// A feed: everything that was analysed, minute by minute. It costs no quota, and needs a licence of its own.
using VtKit;
using VtKit.Testing;

var key = Environment.GetEnvironmentVariable("VT_API_KEY") is { Length: > 0 } set ? set : null;
await using var emulator = key is null ? await VtTestServer.StartAsync() : null;
using var vt = emulator?.CreateClient() ?? new VtClient(key!);
var since = DateTimeOffset.UtcNow.AddMinutes(-75);
if (emulator is not null)
{
    since = emulator.Clock.GetUtcNow();
    await vt.Urls.SubmitAsync("http://shop.example/offers");
    emulator.Clock.Advance(TimeSpan.FromHours(2));
}

var options = new VtFeedOptions { OnGap = gap => Console.Error.WriteLine($"missing: {gap}") };
await foreach (var (url, next) in vt.Feeds.UrlsAsync(new VtFeedRange { Since = since, Until = since.AddMinutes(5) }, options))
    Console.WriteLine($"{url.Url} (go on from {next})");
