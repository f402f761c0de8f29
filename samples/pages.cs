#!/usr/bin/env -S dotnet run
#:package VtKit.Testing@*-*
#:property PublishAot=false

// Lists: a size of pages, a limit, and a place to go on from that loses nothing and repeats nothing.
using VtKit;
using VtKit.Testing;

var key = Environment.GetEnvironmentVariable("VT_API_KEY") is { Length: > 0 } set ? set : null;
await using var emulator = key is null ? await VtTestServer.StartAsync() : null;
using var vt = emulator?.CreateClient() ?? new VtClient(key!);
const string Eicar = "44d88612fea8a8f36de82e1278abb02f";
if (emulator is not null)
    for (var i = 1; i <= 25; i++)
        await vt.Files.AddCommentAsync(Eicar, $"Comment {i} of #samples");

// At most 12 items, asked for by fives; the service decides where PageSize is not set, and there is no limit where Max is not.
var read = 0;
await foreach (var comment in vt.Files.CommentsAsync(Eicar, new VtListOptions { PageSize = 5, Max = 12 }))
    Console.WriteLine($"{++read,2} {comment.Text}");

// Page by page, with a token after any item. It is text: keep it where you like.
string? kept = null;
await foreach (var page in vt.Files.CommentsAsync(Eicar, new VtListOptions { PageSize = 10 }).Pages())
{
    kept = page.After(3).ToString();
    break;
}
await foreach (var page in vt.Files.CommentsAsync(Eicar, new VtListOptions { PageSize = 10 }).Pages(VtResumeToken.Parse(kept!)))
{
    Console.WriteLine($"went on with: {page.Items[0].Text}");
    break;
}
