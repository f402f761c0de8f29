using System.Globalization;

namespace VtKit.StaticAnalysis;

/// <summary>
/// The service's words for types and languages of resources: the names in Windows' headers, as they were when there were
/// fewer. A variant that its language did not have then goes by the name of the first variant of that number in any
/// language, which is why <c>JAPANESE ARABIC LIBYA</c> occurs.
/// </summary>
internal static class ResourceNames
{
    public const string Version = "RT_VERSION";

    private static readonly string?[] Types =
    [
        null, "CURSOR", "BITMAP", "ICON", "MENU", "DIALOG", "STRING", "FONTDIR", "FONT", "ACCELERATOR", "RCDATA", "MESSAGETABLE", "GROUP_CURSOR",
        null, "GROUP_ICON", null, "VERSION", "DLGINCLUDE", null, "PLUGPLAY", "VXD", "ANICURSOR", "ANIICON", "HTML", "MANIFEST",
    ];

    private static readonly string[] AnyVariant =
    [
        "NEUTRAL", "DEFAULT", "SYS DEFAULT", "ARABIC EGYPT", "ARABIC LIBYA", "ARABIC ALGERIA", "ARABIC MOROCCO", "ARABIC TUNISIA", "ARABIC OMAN", "ARABIC YEMEN",
        "ARABIC SYRIA", "ARABIC JORDAN", "ARABIC LEBANON", "ARABIC KUWAIT", "ARABIC UAE", "ARABIC BAHRAIN", "ARABIC QATAR",
    ];

    // The language, then its own variants from number 1 on; a dash where it has none of that number, a dot for the language itself.
    private static readonly Dictionary<int, string[]> Languages = new()
    {
        [0x00] = ["NEUTRAL"],
        [0x01] = ["ARABIC", "SAUDI ARABIA", "IRAQ", "EGYPT", "LIBYA", "ALGERIA", "MOROCCO", "TUNISIA", "OMAN", "YEMEN", "SYRIA", "JORDAN", "LEBANON", "KUWAIT", "UAE", "BAHRAIN", "QATAR"],
        [0x02] = ["BULGARIAN"], [0x03] = ["CATALAN"],
        [0x04] = ["CHINESE", "TRADITIONAL", "SIMPLIFIED", "HONGKONG", "SINGAPORE", "MACAU"],
        [0x05] = ["CZECH"], [0x06] = ["DANISH"],
        [0x07] = ["GERMAN", ".", "SWISS", "AUSTRIAN", "LUXEMBOURG", "LIECHTENSTEIN"],
        [0x08] = ["GREEK"],
        [0x09] = ["ENGLISH", "US", "UK", "AUS", "CAN", "NZ", "EIRE", "SOUTH AFRICA", "JAMAICA", "CARIBBEAN", "BELIZE", "TRINIDAD", "ZIMBABWE", "PHILIPPINES"],
        [0x0a] = ["SPANISH", ".", "MEXICAN", "MODERN", "GUATEMALA", "COSTA RICA", "PANAMA", "DOMINICAN REPUBLIC", "VENEZUELA", "COLOMBIA", "PERU", "ARGENTINA", "ECUADOR",
            "CHILE", "URUGUAY", "PARAGUAY", "BOLIVIA", "EL SALVADOR", "HONDURAS", "NICARAGUA", "PUERTO RICO"],
        [0x0b] = ["FINNISH"],
        [0x0c] = ["FRENCH", ".", "BELGIAN", "CANADIAN", "SWISS", "LUXEMBOURG", "MONACO"],
        [0x0d] = ["HEBREW"], [0x0e] = ["HUNGARIAN"], [0x0f] = ["ICELANDIC"],
        [0x10] = ["ITALIAN", ".", "SWISS"], [0x11] = ["JAPANESE"], [0x12] = ["KOREAN", "."],
        [0x13] = ["DUTCH", ".", "BELGIAN", "SURINAM"], [0x14] = ["NORWEGIAN", "BOKMAL", "NYNORSK"], [0x15] = ["POLISH"],
        [0x16] = ["PORTUGUESE", "BRAZILIAN", "."], [0x17] = ["RHAETO ROMANCE"], [0x18] = ["ROMANIAN", ".", "MOLDAVIA"],
        [0x19] = ["RUSSIAN", ".", "MOLDAVIA"], [0x1a] = ["SERBIAN", "-", "LATIN", "CYRILLIC"], [0x1b] = ["SLOVAK"], [0x1c] = ["ALBANIAN"],
        [0x1d] = ["SWEDISH", ".", "FINLAND"], [0x1e] = ["THAI"], [0x1f] = ["TURKISH"], [0x20] = ["URDU", "PAKISTAN", "INDIA"], [0x21] = ["INDONESIAN"],
        [0x22] = ["UKRAINIAN"], [0x23] = ["BELARUSIAN"], [0x24] = ["SLOVENIAN"], [0x25] = ["ESTONIAN"], [0x26] = ["LATVIAN"],
        [0x27] = ["LITHUANIAN", ".", "CLASSIC"], [0x29] = ["FARSI"], [0x2a] = ["VIETNAMESE"], [0x2b] = ["ARMENIAN"], [0x2c] = ["AZERI", "LATIN", "CYRILLIC"],
        [0x2d] = ["BASQUE"], [0x2f] = ["MACEDONIAN"], [0x36] = ["AFRIKAANS"], [0x37] = ["GEORGIAN"], [0x39] = ["HINDI"], [0x3a] = ["MALTESE"],
        [0x3c] = ["GAELIC", ".", "SCOTTISH", "MANX"], [0x3e] = ["MALAY", "MALAYSIA", "BRUNEI DARUSSALAM"], [0x3f] = ["KAZAK"], [0x40] = ["KYRGYZ"],
        [0x41] = ["SWAHILI"], [0x43] = ["UZBEK", "LATIN", "CYRILLIC"], [0x44] = ["TATAR"], [0x45] = ["BENGALI"], [0x46] = ["PUNJABI"],
        [0x47] = ["GUJARATI"], [0x49] = ["TAMIL"], [0x4a] = ["TELUGU"], [0x4b] = ["KANNADA"], [0x4c] = ["MALAYALAM"], [0x4e] = ["MARATHI"],
        [0x50] = ["MONGOLIAN"], [0x56] = ["GALICIAN"], [0x61] = ["NEPALI", "-", "INDIA"], [0x7f] = ["INVARIANT"], [0x92] = ["WELSH"],
    };

    public static string Type(uint type) => type < Types.Length && Types[type] is { } name ? "RT_" + name : $"Struct({type.ToString(CultureInfo.InvariantCulture)})";

    public static string Language(ushort id)
    {
        var variant = id >> 10;
        if (!Languages.TryGetValue(id & 0x3FF, out var names)) return "*unknown*";
        var own = variant > 0 && variant < names.Length ? names[variant] : "-";
        return own switch
        {
            "." => names[0],
            not "-" => $"{names[0]} {own}",
            _ when id == 0 => names[0],
            _ => variant < AnyVariant.Length ? $"{names[0]} {AnyVariant[variant]}" : names[0],
        };
    }
}
