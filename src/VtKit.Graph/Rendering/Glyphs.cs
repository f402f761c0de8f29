namespace VtKit.Graph;

/// <summary>The icons of node types: strokes of width 2 in a square from -10 to 10.</summary>
internal static class Glyphs
{
    /// <summary>For a type that has no icon.</summary>
    public const string Other = "other";

    private static readonly Dictionary<string, string> Paths = new(StringComparer.Ordinal)
    {
        // A sheet with a folded corner.
        ["file"] = "M-6 -9H2L6 -5V9H-6ZM2 -9V-5H6M-3 0H3M-3 4H3",
        // Two links of a chain.
        ["url"] = "M-2 2L2 -2M-1 -5L1 -7A4.2 4.2 0 0 1 7 -1L5 1M1 5L-1 7A4.2 4.2 0 0 1 -7 1L-5 -1",
        // A globe.
        ["domain"] = "M-9 0A9 9 0 1 1 9 0A9 9 0 1 1 -9 0ZM-9 0H9M0 -9C-5 -4 -5 4 0 9M0 -9C5 -4 5 4 0 9",
        // Two servers in a rack.
        ["ip_address"] = "M-8 -8H8V-1H-8ZM-8 1.5H8V8.5H-8ZM-5 -4.5H-3M-5 5H-3M1 -4.5H5M1 5H5",
        // A card with a name.
        ["whois"] = "M-9 -7H9V7H-9ZM-6 3.5C-6 0.5 -1 0.5 -1 3.5M-5.2 -2A1.7 1.7 0 1 1 -1.8 -2A1.7 1.7 0 1 1 -5.2 -2ZM2 -2.5H6M2 1.5H6",
        // A padlock.
        ["ssl_cert"] = "M-7 -1H7V9H-7ZM-4 -1V-4.5A4 4 0 0 1 4 -4.5V-1M0 3V5.5",
        // A pile.
        ["collection"] = "M0 -9L9 -4.5L0 0L-9 -4.5ZM-9 0L0 4.5L9 0M-9 4.5L0 9L9 4.5",
        // An open book.
        ["reference"] = "M0 -5C-3 -8 -7 -7.5 -9 -7V6C-7 5.5 -3 5 0 8C3 5 7 5.5 9 6V-7C7 -7.5 3 -8 0 -5ZM0 -5V8",
        // Hat and glasses.
        ["threat_actor"] = "M-9.5 -1H9.5M-6 -1L-4.5 -8H4.5L6 -1M-8 5A3 3 0 1 1 -2 5A3 3 0 1 1 -8 5ZM2 5A3 3 0 1 1 8 5A3 3 0 1 1 2 5ZM-2 4.5C-1 3.5 1 3.5 2 4.5",
        // A target.
        ["attack_technique"] = "M-7 0A7 7 0 1 1 7 0A7 7 0 1 1 -7 0ZM-2 0A2 2 0 1 1 2 0A2 2 0 1 1 -2 0ZM0 -10V-5M0 5V10M-10 0H-5M5 0H10",
        // A bug.
        ["malware_family"] = "M-4.5 0C-4.5 -5 4.5 -5 4.5 0V3C4.5 9.5 -4.5 9.5 -4.5 3ZM0 -3V8M-3 -4L-5 -8M3 -4L5 -8M-4.5 -0.5L-9 -3M4.5 -0.5L9 -3M-4.5 2.5H-9.5M4.5 2.5H9.5M-4 5.5L-8 9M4 5.5L8 9",
        // A flag.
        ["campaign"] = "M-6 10V-8M-6 -8C-2 -11 2 -5 8 -8V1C2 4 -2 -2 -6 1",
        // A shield with a crack.
        ["vulnerability"] = "M0 -9.5L8 -6.5V0C8 5 4 8 0 9.5C-4 8 -8 5 -8 0V-6.5ZM1 -5L-2.5 0H2.5L-1 5",
        // A sheet with bars.
        ["report"] = "M-7 -9H7V9H-7ZM-3.5 5V1M0 5V-4M3.5 5V-1",
        // A person.
        ["actor"] = "M-3.8 -4.5A3.8 3.8 0 1 1 3.8 -4.5A3.8 3.8 0 1 1 -3.8 -4.5ZM-8 9C-8 0.5 8 0.5 8 9",
        // A house with many windows.
        ["department"] = "M-7 9V-9H7V9M-9 9H9M-3.5 -5H-2.5M2.5 -5H3.5M-3.5 -1H-2.5M2.5 -1H3.5M-1.8 9V4H1.8V9",
        // A letter.
        ["email"] = "M-9 -6.5H9V6.5H-9ZM-9 -6L0 1.5L9 -6",
        // A person with a warning.
        ["victim"] = "M-6.8 -4.5A3.8 3.8 0 1 1 0.8 -4.5A3.8 3.8 0 1 1 -6.8 -4.5ZM-10 9C-10 1.5 2 1 3.5 6M7 -8V0M7 4V4.5",
        // A screen.
        ["device"] = "M-9 -8H9V4H-9ZM-4 9H4M0 4V9",
        // A plug.
        ["port"] = "M-6 -3H6V1A6 6 0 0 1 -6 1ZM-3 -3V-9M3 -3V-9M0 7V10",
        // A cog.
        ["service"] = "M-3 0A3 3 0 1 1 3 0A3 3 0 1 1 -3 0ZM-6.3 0A6.3 6.3 0 1 1 6.3 0A6.3 6.3 0 1 1 -6.3 0ZM0 -6.5V-9.5M0 6.5V9.5M-6.5 0H-9.5M6.5 0H9.5M-4.6 -4.6L-6.7 -6.7M4.6 -4.6L6.7 -6.7M-4.6 4.6L-6.7 6.7M4.6 4.6L6.7 6.7",
        // A purse.
        ["wallet"] = "M6 -4V-8H-6A3 2.5 0 0 0 -6 -4H9V8H-6A3 3 0 0 1 -9 5.5V-6M9 -0.5H4A2.4 2.4 0 0 0 4 4.5H9",
        // A magnifying glass.
        ["intelligence"] = "M-8.5 -2A6.3 6.3 0 1 1 4.1 -2A6.3 6.3 0 1 1 -8.5 -2ZM2.5 2.5L9 9",
        // A radar.
        ["hunting"] = "M-9 0A9 9 0 1 1 9 0A9 9 0 1 1 -9 0ZM0 0L6 -6.5M-5 0A5 5 0 0 1 0 -5M-0.6 0A0.6 0.6 0 1 1 0.6 0A0.6 0.6 0 1 1 -0.6 0ZM3.6 3.5H4",
        // A clock that runs back.
        ["retrohunt"] = "M-8 -3A8.5 8.5 0 1 1 -8.3 2.5M-9.5 -8L-8.3 -2.5L-3 -4M0.3 -4V0.5L4 3",
        // Two circles with a part in common.
        ["commonality"] = "M-9 0A5.7 5.7 0 1 1 2.4 0A5.7 5.7 0 1 1 -9 0ZM-2.4 0A5.7 5.7 0 1 1 9 0A5.7 5.7 0 1 1 -2.4 0Z",
        // A tag.
        [Other] = "M-8 -8H0L9 1L1 9L-8 0ZM-4.5 -4.3A0.4 0.4 0 1 1 -3.7 -4.3A0.4 0.4 0 1 1 -4.5 -4.3Z",
    };

    /// <summary>The name of the icon of a type.</summary>
    public static string Name(NodeType type) => Paths.ContainsKey(type.Name) ? type.Name : Other;

    public static string Path(string name) => Paths[name];
}
