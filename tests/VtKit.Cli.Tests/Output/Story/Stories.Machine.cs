namespace VtKit.Cli.Tests;

internal static partial class Stories
{
    private static IEnumerable<Act> OnThisMachine =>
    [
        new("inspect case7/mail.zip"),
        new("inspect case7/dist"),
        new("extract case7/notes.txt"),
        new("extract case7/iocs.txt --defang"),
        new("extract \"nothing to see\""),
        new("id case7/notes.txt evil[.]example http://evil.example/login"),
        new("check case7/dist case7/invoice.com"),
        new("check case7/dist --summary case7/summary.md"),
        new("mcp"),
        new("emulator --port 0 --in-memory") { RunsOn = true },
        new("help cache clear"),
        new("version"),
        new("cache"),
        new("cache clear"),
    ];
}
