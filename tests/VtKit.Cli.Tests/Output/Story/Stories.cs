namespace VtKit.Cli.Tests;

/// <summary>The stories: between them they have every command. Files stand in a folder that is named after the story.</summary>
internal static partial class Stories
{
    private const string Md5 = "44d88612fea8a8f36de82e1278abb02f";
    private const string Hex = "[0-9a-f]";

    /// <summary>An analyst looks into a case; needs nothing but the emulator.</summary>
    public static IReadOnlyList<Act> Analyst => [.. Accounts, .. LookingUp, .. Submitting, .. Sharing, .. Drawing, .. Monitoring, .. OnThisMachine, .. Feeds];

    private static IEnumerable<Act> LookingUp =>
    [
        new("lookup case7/invoice.com"),
        new("lookup hxxp://evil[.]example/login 198.51.100.7 evil.example case7/notes.txt"),
        new($"file {Md5}"),
        new($"file {Md5} ffffffffffffffffffffffffffffffff nonsense"),
        new($"file {Md5} --format json --include names"),
        new("url http://evil.example/login"),
        new("url relationships http://evil.example/login"),
        new("url last_serving_ip_address http://evil.example/login"),
        new("domain evil.example"),
        new("domain evil.example login.evil.example"),
        new("domain relationships evil.example"),
        new("domain resolutions evil.example"),
        new("ip 198.51.100.7"),
        new("ip relationships 198.51.100.7"),
        new($"behaviour {Md5}"),
        new($"behaviour {Md5} --sandbox zenbox"),
        new($"behaviour download html {Md5} -o case7/page.html"),
        new("search entity:file"),
        new("search entity:file size:100mb+"),
        new("search content EICAR-STANDARD"),
        new($"rescan {Md5}") { Keep = [("analysis", "[A-Za-z0-9_-]{40,}={0,2}")] },
        new("analysis {analysis}"),
        new("analysis relationships {analysis}"),
        new($"rescan {Md5} evil.example --wait"),
        new("enrich list"),
        new("enrich case7/iocs.txt --dry-run"),
        new("enrich case7/iocs.txt --format csv --columns indicator,outcome,malicious --concurrency 1 --budget 2") { Answer = "y", Keep = [("run", $"iocs-{Hex}{{6}}")] },
        new("enrich list"),
        new("enrich --resume {run}"),
        new("enrich case7/iocs.txt --format md --columns indicator,outcome,malicious --concurrency 1 --yes"),
        new("enrich remove {run}"),
        new("enrich remove {run}") { Keep = [("other", $"there is (iocs-{Hex}{{6}})")] },
    ];

    private static IEnumerable<Act> Submitting =>
    [
        new("receipts"),
        new("scan file case7/dist case7/invoice.com --dry-run"),
        new("scan url https://www.evil.example/a --dry-run"),
        new("private scan file case7/contract.txt --dry-run"),
        new("receipts"),
        new("scan file case7/invoice.com"),
        new("scan file case7/notes.txt"),
        new("scan file case7/dist/app.bin --no-wait"),
        new("scan url hxxps://www[.]evil[.]example/a"),
        new("scan url https://www.evil.example/b --no-wait"),
        new($"download {Md5} ffffffffffffffffffffffffffffffff -o case7/samples"),
        new($"download {Md5} --zip --password infected -o case7/all.zip"),
        new("private scan file case7/contract.txt --retention-days 2"),
        new("private scan url http://intranet.example/x"),
        new("private scan url http://intranet.example/y --dry-run"),
        new("private file list -I") { Keep = [("contract", $"{Hex}{{64}}")] },
        new("private file list"),
        new("private file {contract}"),
        new("private file relationships {contract}") { Keep = [("scanned", "analyses \\(1\\)\n  (\\S+)")] },
        new("private file rescan {contract} --no-sandbox") { Keep = [("rescanned", "[A-Za-z0-9_-]{60,}={0,2}")] },
        new("private url http://intranet.example/x"),
        new("private url relationships http://intranet.example/x") { Keep = [("visited", "analyses \\(1\\)\n  (\\S+)")] },
        new("private analysis list"),
        new("private analysis {rescanned}"),
        new("private analysis relationships {rescanned}"),
        new("private file delete {contract}") { Answer = "y" },
        new("receipts"),
        new("receipts --path"),
    ];

    private static IEnumerable<Act> Sharing =>
    [
        new("comment list evil.example"),
        new("comment add evil.example \"Seen in phishing #campaign7\"") { Keep = [("comment", $"d-evil\\.example-({Hex}{{8}})")] },
        new("comment add case7/invoice.com -") { Piped = "The test file of EICAR, which every engine knows, and nobody has to be afraid of; not even on Mondays.\n#eicar\n", Keep = [("about", $"f-{Hex}{{64}}-({Hex}{{8}})")] },
        new("comment add evil.example \"Never sent\" --dry-run"),
        new("comment list evil.example"),
        new("comment get d-evil.example-{comment}"),
        new($"file comments {Md5}"),
        new($"file relationships {Md5}"),
        new("comment delete d-evil.example-{comment}") { Answer = "n" },
        new("comment delete d-evil.example-{comment}") { Answer = "y" },
        new("vote list evil.example"),
        new("vote add evil.example malicious") { Keep = [("vote", $"d-evil\\.example-({Hex}{{8}})")] },
        new("vote list evil.example"),
        new("vote add evil.example malicious"),
        new("collection create --name \"Case 7\" --description \"Phishing of January\" evil.example 198.51.100.7 http://evil.example/login") { Keep = [("collection", $"{Hex}{{64}}")] },
        new("collection {collection}"),
        new("collection list --filter owner:premium"),
        new("collection relationships {collection}"),
        new("collection rename {collection} \"Case 7, closed\""),
        new($"collection update {{collection}} {Md5} login.evil.example"),
        new("collection remove {collection} login.evil.example http://evil.example/login"),
        new("collection delete {collection}") { Answer = "y" },
        new("collection {collection}"),
    ];

    private static IEnumerable<Act> Accounts =>
    [
        new("user premium"),
        new("user relationships premium"),
        new("user privileges grant ana intelligence --expiration 2026-12-31 --dry-run"),
        new("user privileges grant ana intelligence"),
        new("user privileges revoke ana intelligence --dry-run"),
        new("group premium-group"),
        new("group relationships premium-group"),
        new("group privileges grant soc intelligence --dry-run"),
        new("group privileges revoke soc intelligence --dry-run"),
        new("quota premium"),
        new("quota public") { Key = Emulator.VtEmulatorKeys.Public },
        new("quota nobody"),
        new("meta"),
        new("init --profile work --base-url {service}") { Piped = Emulator.VtEmulatorKeys.Public + "\n" },
        new("config path"),
        new("config list"),
        new("config set read-timeout 90"),
        new("config get read-timeout"),
        new("config unset read-timeout"),
        new("config get read-timeout"),
        new("completion bash") { Lines = 20 },
        new("completion zsh") { Lines = 20 },
        new("completion fish") { Lines = 20 },
        new("completion powershell") { Lines = 20 },
    ];

    private static IEnumerable<Act> Monitoring =>
    [
        new("monitor list"),
        new("monitor upload case7/dist /releases/1.2/ --dry-run"),
        new("monitor upload case7/dist /releases/1.2/") { Answer = "y" },
        new("monitor list"),
        new("monitor list --filter path:/releases/1.2/app.bin -I") { Keep = [("item", "(\\S+)\n")] },
        new("monitor {item}"),
        new("monitor relationships {item}"),
        new("monitor set-details {item} -") { Piped = "Installer of 1.2\n" },
        new("monitor delete-details {item}"),
        new("monitor download {item} -o case7/releases"),
        new("monitor delete {item}") { Answer = "y" },
        new("monitor upload case7/invoice.com /eicar.com") { Answer = "y" },
        new("monitorpartner list") { Key = Emulator.VtEmulatorKeys.OtherGroup },
        new($"monitorpartner download {StoryWorld.Eicar} -o case7/detected") { Key = Emulator.VtEmulatorKeys.OtherGroup },
    ];

    private static IEnumerable<Act> Feeds =>
    [
        new("feed files --since 2026-01-15T12:00 --until 2026-01-15T12:01 --out case7/files.jsonl") { Later = TimeSpan.FromHours(2) },
        new("feed files --since 2026-01-15T12:00 --until 2026-01-15T12:01 --filter type_tag=nothing"),
        new("feed urls --since 2026-01-15T12:00 --until 2026-01-15T12:01 --out case7/urls.jsonl"),
        new("feed domains --since 2026-01-15T12:00 --until 2026-01-15T12:01 --out case7/domains.jsonl"),
        new("feed ips --since 2026-01-15T12:00 --until 2026-01-15T12:01 --out case7/ips.jsonl"),
        new("feed behaviours --since 2026-01-15T12:00 --until 2026-01-15T12:01 --out case7/behaviours.jsonl"),
    ];
}
