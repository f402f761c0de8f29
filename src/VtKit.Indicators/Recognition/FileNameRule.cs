namespace VtKit.Indicators;

/// <summary>
/// Tells file names from domains that somebody typed. A list of top-level domains grows old, so a domain is what has the form of one, unless its last label
/// is an extension that files are known by.
/// </summary>
internal static class FileNameRule
{
    // None of these is a top-level domain.
    private static readonly HashSet<string> Extensions = new(
        ("accdb ahk apk appx asp aspx avi bak bash bat bin bmp cer cfg cgi chm class cmd conf cpl cpp crt crx cs css csv dat db deb dex dll dmg doc " +
        "docm docx dotm dotx drv ear elf eml exe flv gif go gz hlp hpp hta htm html ico img inf ini ipa iso jar jpeg jpg js jse json jsp jsx lib " +
        "lnk log lua mdb mht mkv msg msi msix nupkg obj ocx odp ods odt old ova pcap pcapng pdb pdf pem php pif pkg png ppt pptm pptx pst rar rb reg " +
        "rpm rtf scr sct sql sqlite svg swf sys tar tgz tif tiff tmp toml torrent ts tsv tsx txt vb vba vbe vbs vhd vhdx vmdk war wav webp whl wmv " +
        "wsc wsf wsh xhtml xll xls xlsb xlsm xlsx xml xpi xz yaml yar yara yml zst").Split(' '),
        StringComparer.Ordinal);

    /// <summary>Whether the last label is an extension and no top-level domain.</summary>
    public static bool IsFileName(DomainName name) => Extensions.Contains(name.TopLevel);

    /// <summary>
    /// Whether the name could be either: two labels, or a version before the last one (<c>tool-1.2.zip</c>), and the last is a top-level domain that is more often an extension.
    /// </summary>
    public static bool CouldBeFileName(DomainName name)
    {
        if (!TopLevel.IsFileExtension(name.TopLevel)) return false;
        var stem = name.Ascii.AsSpan(0, name.Ascii.LastIndexOf('.'));
        return !stem.Contains('.') || !stem[(stem.LastIndexOf('.') + 1)..].ContainsAnyExceptInRange('0', '9');
    }
}
