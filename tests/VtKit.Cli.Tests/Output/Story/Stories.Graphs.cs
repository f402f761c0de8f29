namespace VtKit.Cli.Tests;

internal static partial class Stories
{
    private static IEnumerable<Act> Drawing =>
    [
        new("graph new case7/case.json --name \"Case 7\""),
        new("graph add case7/case.json case7/invoice.com evil.example actor:APT0"),
        new("graph link case7/case.json evil.example invoice.com contacted_domains"),
        new("graph add case7/case.json 198.51.100.8 198.51.100.9 --note \"named by the CERT\""),
        new("graph fetch case7/case.json --dry-run"),
        new("graph fetch case7/case.json"),
        new("graph expand case7/case.json evil.example --relationship resolutions --relationship subdomains"),
        new("graph connect case7/case.json 198.51.100.7 invoice.com -r communicating_files --max-hops 2"),
        new("graph group case7/case.json \"First wave\" 198.51.100.8 198.51.100.9"),
        new("graph show case7/case.json"),
        new("graph show case7/case.json evil.example"),
        new("graph path case7/case.json actor:APT0 evil.example"),
        new("graph path case7/case.json 198.51.100.7 evil.example"),
        new("graph layout case7/case.json --layout radial"),
        new("graph export case7/case.json -o case7/case.svg"),
        new("graph export case7/case.json --format csv"),
        new("graph import case7/other.json case7/case.json"),
        new("graph clone case7/copy.json case7/case.json --name \"My view\""),
        new("graph save case7/case.json --private --viewer other") { Keep = [("graph", $"g{Hex}{{64}}")] },
        new("graph list"),
        new("graph load case7/theirs.json {graph}"),
        new("graph clone case7/copy.json {graph} --name \"My view\""),
        new("graph share case7/case.json"),
        new("graph share case7/case.json --editor other"),
        new("graph unlink case7/case.json evil.example invoice.com contacted_domains"),
        new("graph remove case7/case.json actor:APT0"),
        new("graph ungroup case7/case.json \"First wave\""),
        new("graph diff case7/theirs.json case7/case.json"),
        new("graph merge case7/case.json case7/theirs.json"),
        new("graph open case7/case.json --no-browser") { RunsOn = true, Keep = [("secret", $"127.0.0.1:\\d+/({Hex}+)")] },
        new("graph delete case7/case.json") { Answer = "y" },
    ];
}
