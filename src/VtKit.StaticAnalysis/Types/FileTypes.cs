namespace VtKit.StaticAnalysis;

/// <summary>
/// The types that are told apart. Those under "Seen" stand word for word in real reports. For the others the tag and its
/// family come from the service's list of <c>type:</c> values, and the description is assumed.
/// </summary>
internal static class FileTypes
{
    // Seen
    public static readonly TypeInfo PeExe = Make("executable windows win32 pe peexe", "Win32 EXE", "exe", "Portable Executable");
    public static readonly TypeInfo PeDll = Make("executable windows win32 pe pedll", "Win32 DLL", "dll", "Portable Executable");
    public static readonly TypeInfo Mz = Make("executable dos mz", "DOS EXE", "exe");
    public static readonly TypeInfo Elf = Make("executable linux elf", "ELF", "so");
    public static readonly TypeInfo ElfObject = Make("executable linux elf", "ELF", null);
    public static readonly TypeInfo MachO = Make("executable mac macho", "Mach-O", null);
    public static readonly TypeInfo Deb = Make("executable linux deb", "Debian Package", "deb");
    public static readonly TypeInfo Apk = Make("executable mobile android apk", "Android", "apk") with { Tag = "android" };
    public static readonly TypeInfo Dex = Make("executable mobile android", "Android", null, "DEX");
    public static readonly TypeInfo Zip = Make("compressed zip", "ZIP", "zip");
    public static readonly TypeInfo Jar = Make("compressed jar", "JAR", "jar");
    public static readonly TypeInfo Rar = Make("compressed rar", "RAR", "rar");
    public static readonly TypeInfo Pcap = Make("internet cap pcap", "Network capture", "cap") with { Tag = "cap" };
    public static readonly TypeInfo Pdf = Make("document pdf", "PDF", "pdf");
    public static readonly TypeInfo Rtf = Make("document msoffice text word rtf", "Rich Text Format", "rtf");
    public static readonly TypeInfo Doc = Make("document msoffice text word doc", "MS Word Document", "doc");
    public static readonly TypeInfo Xls = Make("document msoffice spreadsheet excel xls", "MS Excel Spreadsheet", "xls");
    public static readonly TypeInfo Xlsx = Make("document msoffice spreadsheet excel xlsx", "Office Open XML Spreadsheet", "xlsx");
    public static readonly TypeInfo Html = Make("internet html", "HTML", "html", "HTML");
    public static readonly TypeInfo Json = Make("internet json", "JSON", "json", "JSON");
    public static readonly TypeInfo JavaScript = Make("source javascript js", "JavaScript", "js") with { Tag = "javascript" };
    public static readonly TypeInfo PowerShell = Make("source powershell ps ps1", "Powershell", "ps1") with { Tag = "powershell" };
    public static readonly TypeInfo Text = Make("text", "Text", "txt", "unknown");
    public static readonly TypeInfo Unknown = new(null, [], "unknown", null, "unknown");

    // Executables
    public static readonly TypeInfo NeExe = Make("executable windows win16 ne neexe", "Win16 EXE", "exe");
    public static readonly TypeInfo NeDll = Make("executable windows win16 ne nedll", "Win16 DLL", "dll");
    public static readonly TypeInfo Coff = Make("executable coff", "COFF", "obj");
    public static readonly TypeInfo Msi = Make("executable windows installer msi", "Windows Installer", "msi");
    public static readonly TypeInfo Rpm = Make("executable linux rpm", "RPM", "rpm");
    public static readonly TypeInfo Dmg = Make("executable mac dmg", "Macintosh Disk Image", "dmg");
    public static readonly TypeInfo JavaClass = Make("executable java class", "Java Bytecode", "class");
    public static readonly TypeInfo Pyc = Make("executable python pyc", "Python bytecode", "pyc");
    public static readonly TypeInfo Ipa = Make("executable mobile iphone", "iOS", "ipa");

    // Bundles
    public static readonly TypeInfo SevenZip = Make("compressed 7zip", "7ZIP", "7z");
    public static readonly TypeInfo Gzip = Make("compressed gzip", "GZIP", "gz");
    public static readonly TypeInfo Bzip = Make("compressed bzip", "BZIP", "bz2");
    public static readonly TypeInfo Xz = Make("compressed xz", "XZ", "xz");
    public static readonly TypeInfo Zstandard = Make("compressed zst", "Zstandard", "zst");
    public static readonly TypeInfo Lzfse = Make("compressed lzfse", "LZFSE", "lzfse");
    public static readonly TypeInfo Tar = Make("compressed tar", "TAR", "tar");
    public static readonly TypeInfo Cab = Make("compressed cab", "CAB", "cab");
    public static readonly TypeInfo Arj = Make("compressed arj", "ARJ", "arj");
    public static readonly TypeInfo Ace = Make("compressed ace", "ACE", "ace");
    public static readonly TypeInfo IsoImage = Make("compressed isoimage", "ISO image", "iso");
    public static readonly TypeInfo Vhd = Make("compressed vhd", "Virtual Hard Disk", "vhd");

    // Documents
    public static readonly TypeInfo Ppt = Make("document msoffice presentation powerpoint ppt", "MS PowerPoint Presentation", "ppt");
    public static readonly TypeInfo Docx = Make("document msoffice text word docx", "Office Open XML Document", "docx");
    public static readonly TypeInfo Pptx = Make("document msoffice presentation powerpoint pptx", "Office Open XML Slide Show", "pptx");
    public static readonly TypeInfo Odt = Make("document text odt", "OpenDocument Text", "odt");
    public static readonly TypeInfo Ods = Make("document spreadsheet ods", "OpenDocument Spreadsheet", "ods");
    public static readonly TypeInfo Odp = Make("document presentation odp", "OpenDocument Presentation", "odp");
    public static readonly TypeInfo Epub = Make("document epub", "EPUB", "epub");
    public static readonly TypeInfo Hwp = Make("document hwp", "Hangul Word Processor Document", "hwp");
    public static readonly TypeInfo OneNote = Make("document onenote", "MS OneNote", "one");
    public static readonly TypeInfo PostScript = Make("document ps", "PostScript", "ps");

    // Internet
    public static readonly TypeInfo Xml = Make("internet xml", "XML", "xml");
    public static readonly TypeInfo Email = Make("internet email", "Email", "eml");
    public static readonly TypeInfo Outlook = Make("internet email outlook", "Outlook", "msg");
    public static readonly TypeInfo Flash = Make("internet flash swf", "Flash", "swf") with { Tag = "flash" };
    public static readonly TypeInfo Torrent = Make("internet bittorrent", "BitTorrent", "torrent");
    public static readonly TypeInfo Crx = Make("internet browser extension crx", "Chrome Extension", "crx");
    public static readonly TypeInfo Xpi = Make("internet browser extension xpi", "Mozilla Extension", "xpi");

    // Images
    public static readonly TypeInfo Png = Make("image png", "PNG", "png");
    public static readonly TypeInfo Jpeg = Make("image jpeg jpg", "JPEG", "jpg", "JPG") with { Tag = "jpeg" };
    public static readonly TypeInfo Gif = Make("image gif", "GIF", "gif");
    public static readonly TypeInfo Bmp = Make("image bmp", "BMP", "bmp");
    public static readonly TypeInfo Tiff = Make("image tiff", "TIFF", "tiff");
    public static readonly TypeInfo Ico = Make("image ico", "ICO", "ico");
    public static readonly TypeInfo Psd = Make("image psd", "PSD", "psd");
    public static readonly TypeInfo Emf = Make("image emf", "EMF", "emf");
    public static readonly TypeInfo Svg = Make("image svg", "SVG", "svg");
    public static readonly TypeInfo Webp = Make("image webp", "WEBP", "webp");
    public static readonly TypeInfo Gimp = Make("image gimp", "GIMP", "xcf");

    // Audio and video
    public static readonly TypeInfo Mp3 = Make("audio mp3", "MP3", "mp3");
    public static readonly TypeInfo Wav = Make("audio wav", "WAV", "wav");
    public static readonly TypeInfo Flac = Make("audio flac", "FLAC", "flac");
    public static readonly TypeInfo Midi = Make("audio midi", "MIDI", "mid");
    public static readonly TypeInfo Ogg = Make("audio ogg", "OGG", "ogg");
    public static readonly TypeInfo Mp4 = Make("video mp4", "MP4", "mp4");
    public static readonly TypeInfo Mov = Make("video mov", "QuickTime", "mov");
    public static readonly TypeInfo T3gp = Make("video 3gp", "3GP", "3gp");
    public static readonly TypeInfo Avi = Make("video avi", "AVI", "avi");
    public static readonly TypeInfo Mkv = Make("video mkv", "Matroska", "mkv");
    public static readonly TypeInfo Webm = Make("video webm", "WEBM", "webm");
    public static readonly TypeInfo Flv = Make("video flv", "FLV", "flv");
    public static readonly TypeInfo Asf = Make("video asf", "ASF", "asf");
    public static readonly TypeInfo Mpeg = Make("video mpeg", "MPEG", "mpg");

    // Source code
    public static readonly TypeInfo Php = Make("source php", "PHP", "php");
    public static readonly TypeInfo Python = Make("source python", "Python", "py");
    public static readonly TypeInfo Perl = Make("source perl", "Perl", "pl");
    public static readonly TypeInfo Ruby = Make("source ruby", "Ruby", "rb");
    public static readonly TypeInfo Shell = Make("source shell", "Shell script", "sh");
    public static readonly TypeInfo Vba = Make("source vba", "VBA", "vba");
    public static readonly TypeInfo C = Make("source c", "C", "c");
    public static readonly TypeInfo Cpp = Make("source cpp", "C++", "cpp");
    public static readonly TypeInfo Java = Make("source java", "Java", "java");

    // Others
    public static readonly TypeInfo Lnk = Make("windows lnk", "Windows shortcut", "lnk");
    public static readonly TypeInfo Chm = Make("windows chm", "Windows HTML Help", "chm");
    public static readonly TypeInfo Ttf = Make("font ttf", "TrueType Font", "ttf");
    public static readonly TypeInfo ApplePlist = Make("apple appleplist", "Apple Plist", "plist");
    public static readonly TypeInfo Pem = Make("text pem", "PEM", "pem");
    public static readonly TypeInfo Pgp = Make("text pgp", "PGP", "pgp");

    /// <summary>The tag is the narrowest of the families; a type whose real reports say otherwise overrides it.</summary>
    private static TypeInfo Make(string families, string description, string? extension, string? contentName = null)
    {
        var tags = families.Split(' ');
        return new TypeInfo(tags[^1], tags, description, extension, contentName ?? description);
    }
}
