using System.Buffers.Binary;
using System.Globalization;

namespace VtKit.StaticAnalysis;

/// <summary>Types that a few bytes at a fixed place give away.</summary>
internal static class BinarySignatures
{
    /// <summary>A few dozen kinds of tables are known, and each occurs once.</summary>
    private const int MaxFontTables = 100;

    private readonly record struct Signature(int Offset, byte[] Bytes, TypeInfo Type, string Magic);

    // Longer and more telling signatures first: the first one that fits decides.
    private static readonly Signature[] Table =
    [
        At(0, "\u0089PNG\r\n\u001a\n", FileTypes.Png, "PNG image data"),
        At(0, "Rar!\u001a\u0007\u0001\0", FileTypes.Rar, "RAR archive data, v5"),
        At(0, "Rar!\u001a\u0007\0", FileTypes.Rar, "RAR archive data, v4"),
        At(0, "\u00fd7zXZ\0", FileTypes.Xz, "XZ compressed data"),
        At(0, "\u0028\u00b5\u002f\u00fd", FileTypes.Zstandard, "Zstandard compressed data (v0.8+)"),
        At(0, "bvx2", FileTypes.Lzfse, "lzfse compressed, compressed tables"),
        At(0, "MSCF\0\0\0\0", FileTypes.Cab, "Microsoft Cabinet archive data"),
        At(7, "**ACE**", FileTypes.Ace, "ACE archive data"),
        At(0, "!<arch>\ndebian-binary", FileTypes.Deb, "Debian binary package (format 2.0)"),
        At(0, "\u00ed\u00ab\u00ee\u00db", FileTypes.Rpm, "RPM"),
        At(0, "dex\n03", FileTypes.Dex, "Dalvik dex file"),
        At(0, "%!PS-AdobeFont", FileTypes.Unknown, "PostScript Type 1 font text"),
        At(0, "%!FontType1", FileTypes.Unknown, "PostScript Type 1 font program data"),
        At(0, "%!PS-Adobe", FileTypes.PostScript, "PostScript document text"),
        At(0, "{\\rt", FileTypes.Rtf, "Rich Text Format data, version 1"),
        At(0, "L\0\0\0\u0001\u0014\u0002\0\0\0\0\0\u00c0\0\0\0\0\0\0F", FileTypes.Lnk, "MS Windows shortcut"),
        At(0, "ITSF", FileTypes.Chm, "MS Windows HtmlHelp Data"),
        At(0, "Cr24", FileTypes.Crx, "Google Chrome extension"),
        At(0, "\u00e4\u0052\u005c\u007b\u008c\u00d8\u00a7\u004d\u00ae\u00b1\u0053\u0078\u00d0\u0029\u0096\u00d3", FileTypes.OneNote, "Microsoft OneNote"),
        At(0, "bplist00", FileTypes.ApplePlist, "Apple binary property list"),
        At(0, "conectix", FileTypes.Vhd, "Microsoft Disk Image, Virtual Server or Virtual PC"),
        At(0, "GIF87a", FileTypes.Gif, "GIF image data, version 87a"),
        At(0, "GIF89a", FileTypes.Gif, "GIF image data, version 89a"),
        At(0, "\u00ff\u00d8\u00ff", FileTypes.Jpeg, "JPEG image data"),
        At(0, "II*\0", FileTypes.Tiff, "TIFF image data, little-endian"),
        At(0, "MM\0*", FileTypes.Tiff, "TIFF image data, big-endian"),
        At(0, "8BPS\0\u0001", FileTypes.Psd, "Adobe Photoshop Image"),
        At(40, " EMF\0\0\u0001\0", FileTypes.Emf, "Windows Enhanced Metafile (EMF) image data version 0x10000"),
        At(0, "gimp xcf ", FileTypes.Gimp, "GIMP XCF image data"),
        At(0, "fLaC", FileTypes.Flac, "FLAC audio bitstream data"),
        At(0, "MThd\0\0\0\u0006", FileTypes.Midi, "Standard MIDI data"),
        At(0, "OggS\0", FileTypes.Ogg, "Ogg data"),
        At(0, "ID3", FileTypes.Mp3, "Audio file with ID3"),
        At(0, "FLV\u0001", FileTypes.Flv, "Macromedia Flash Video"),
        At(0, "\u0030\u0026\u00b2\u0075\u008e\u0066\u00cf\u0011\u00a6\u00d9\0\u00aa\0\u0062\u00ce\u006c", FileTypes.Asf, "Microsoft ASF"),
        At(0, "\0\0\u0001\u00ba", FileTypes.Mpeg, "MPEG sequence"),
        // Known to file(1), without a type in the service's list.
        At(0, "SQLite format 3\0", FileTypes.Unknown, "SQLite 3.x database"),
        At(0, "\0asm\u0001\0\0\0", FileTypes.Unknown, "WebAssembly (wasm) binary module version 0x1 (MVP)"),
        At(0, "OTTO\0", FileTypes.Unknown, "OpenType font data"),
        At(0, "wOFF", FileTypes.Unknown, "Web Open Font Format"),
        At(0, "wOF2", FileTypes.Unknown, "Web Open Font Format (Version 2)"),
        At(0, "!<arch>\n", FileTypes.Unknown, "current ar archive"),
    ];

    /// <summary>Looks at the first bytes.</summary>
    /// <param name="head">The first bytes of the content.</param>
    /// <param name="size">The size of the whole content.</param>
    public static Sniffed? Match(ReadOnlySpan<byte> head, long size)
    {
        if (Structured(head, size) is { } found) return found;
        foreach (var signature in Table)
        {
            if (head.Length < signature.Offset + signature.Bytes.Length) continue;
            if (head.Slice(signature.Offset, signature.Bytes.Length).SequenceEqual(signature.Bytes))
                return new Sniffed(signature.Type, signature.Magic);
        }
        return null;
    }

    /// <summary>Whether the content is a tar archive: one of the oldest dialect has no mark, but a checksum that fits.</summary>
    public static bool IsTar(ReadOnlySpan<byte> head) =>
        HasTarMark(head) || (head.Length >= TarHeader.Length && head[0] != 0 && TarHeader.Read(head[..TarHeader.Length]) is not null);

    private static bool HasTarMark(ReadOnlySpan<byte> head) => head.Length > 262 && head.Slice(257, 5).SequenceEqual("ustar"u8);

    /// <summary>Types whose first bytes alone are too common, or hold more than a name.</summary>
    private static Sniffed? Structured(ReadOnlySpan<byte> head, long size)
    {
        if (head.Length < 4) return null;
        var big = BinaryPrimitives.ReadUInt32BigEndian(head);
        switch (big)
        {
            case 0xCAFEBABE when head.Length >= 8:
                // Java's class files and Apple's many-architecture files share these bytes. Java's versions start at 45, and
                // nobody builds for so many architectures.
                var next = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
                return next < 43
                    ? new Sniffed(FileTypes.MachO, Invariant($"Mach-O universal binary with {next} architectures"))
                    : new Sniffed(FileTypes.JavaClass, Invariant($"compiled Java class data, version {next & 0xFFFF}.{next >> 16}"));
            case 0xFEEDFACE or 0xCEFAEDFE or 0xFEEDFACF or 0xCFFAEDFE when head.Length >= 28:
                return new Sniffed(FileTypes.MachO, (big & 0xFF0000FF) is 0xFE0000CF or 0xCF0000FE ? "Mach-O 64-bit" : "Mach-O");
            case 0xD4C3B2A1 or 0x4D3CB2A1 or 0xA1B2C3D4 or 0xA1B23C4D when head.Length >= 24:
                return new Sniffed(FileTypes.Pcap, Pcap(head, big));
            case 0x0A0D0D0A when head.Length >= 12 && BinaryPrimitives.ReadUInt32LittleEndian(head[8..]) is 0x1A2B3C4D or 0x4D3C2B1A:
                return new Sniffed(FileTypes.Pcap, "pcapng capture file");
            case 0x1A45DFA3:
                return head.IndexOf("webm"u8) is > 0 and < 64 ? new Sniffed(FileTypes.Webm, "WebM") : new Sniffed(FileTypes.Mkv, "Matroska data");
        }
        if (head.StartsWith("RIFF"u8) && head.Length >= 12) return Riff(head[8..12]);
        if (head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8)) return Iso(head[8..12]);
        if (head.Length >= 8 && head[4..8].SequenceEqual("moov"u8)) return new Sniffed(FileTypes.Mov, "Apple QuickTime movie");
        if (head.StartsWith((ReadOnlySpan<byte>)[(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C]) && head.Length >= 8)
            return new Sniffed(FileTypes.SevenZip, Invariant($"7-zip archive data, version {head[6]}.{head[7]}"));
        if (head is [0x1F, 0x8B, ..]) return new Sniffed(FileTypes.Gzip, "gzip compressed data");
        if (head is [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', ..])
            return new Sniffed(FileTypes.Bzip, Invariant($"bzip2 compressed data, block size = {head[3] - '0'}00k"));
        if (head is [0x60, 0xEA, ..] && head.Length >= 11 && head[10] <= 2 && BinaryPrimitives.ReadUInt16LittleEndian(head[2..]) <= 2600)
            return new Sniffed(FileTypes.Arj, "ARJ archive data");
        if (head is [(byte)'F' or (byte)'C' or (byte)'Z', (byte)'W', (byte)'S', > 0 and < 60, ..] && head.Length >= 8)
            return new Sniffed(FileTypes.Flash, Invariant($"Macromedia Flash data{(head[0] == 'F' ? "" : " (compressed)")}, version {head[3]}"));
        if (head is [(byte)'B', (byte)'M', ..] && IsBitmap(head)) return new Sniffed(FileTypes.Bmp, "PC bitmap");
        if (IsIcon(head, size)) return new Sniffed(FileTypes.Ico, Invariant($"MS Windows icon resource - {head[4]} icon{(head[4] == 1 ? "" : "s")}"));
        if (head is [_, _, 0x0D, 0x0A, ..] && head.Length >= 16 && BinaryPrimitives.ReadUInt16LittleEndian(head) is >= 3000 and < 4000)
            return new Sniffed(FileTypes.Pyc, "Byte-compiled Python module");
        if (OldPython(head) is { } python) return new Sniffed(FileTypes.Pyc, $"python {python} byte-compiled");
        if (IsTrueType(head, size)) return new Sniffed(FileTypes.Ttf, "TrueType Font data");
        if (IsMpegAudio(head)) return new Sniffed(FileTypes.Mp3, "MPEG ADTS, layer III, v1");
        if (IsTar(head))
            return new Sniffed(FileTypes.Tar, !HasTarMark(head) ? "tar archive" : head[262] == 0 ? "POSIX tar archive" : "POSIX tar archive (GNU)");
        if (CertificateFile.Magic(head) is { } certificates) return new Sniffed(FileTypes.Unknown, certificates);
        if (IsTorrent(head)) return new Sniffed(FileTypes.Torrent, "BitTorrent file");
        return CoffObject.Match(head, size);
    }

    private static Sniffed? Riff(ReadOnlySpan<byte> kind) =>
        kind.SequenceEqual("WAVE"u8) ? new Sniffed(FileTypes.Wav, "RIFF (little-endian) data, WAVE audio")
        : kind.SequenceEqual("AVI "u8) ? new Sniffed(FileTypes.Avi, "RIFF (little-endian) data, AVI")
        : kind.SequenceEqual("WEBP"u8) ? new Sniffed(FileTypes.Webp, "RIFF (little-endian) data, Web/P image")
        : new Sniffed(FileTypes.Unknown, "RIFF (little-endian) data");

    private static Sniffed Iso(ReadOnlySpan<byte> brand) =>
        brand.StartsWith("qt"u8) ? new Sniffed(FileTypes.Mov, "ISO Media, Apple QuickTime movie, Apple QuickTime (.MOV/QT)")
        : brand.StartsWith("3g"u8) ? new Sniffed(FileTypes.T3gp, "ISO Media, MPEG v4 system, 3GPP")
        : brand.StartsWith("mp4"u8) || brand.StartsWith("iso"u8) || brand.StartsWith("avc1"u8) || brand.StartsWith("M4"u8) || brand.StartsWith("dash"u8)
            ? new Sniffed(FileTypes.Mp4, "ISO Media, MP4 Base Media v1")
        : new Sniffed(FileTypes.Unknown, "ISO Media");

    private static string Pcap(ReadOnlySpan<byte> head, uint magic)
    {
        var little = magic is 0xD4C3B2A1 or 0x4D3CB2A1;
        uint Number(ReadOnlySpan<byte> bytes) => little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
        ushort Short(ReadOnlySpan<byte> bytes) => little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
        var link = Number(head[20..]) & 0x3FFFFFF;
        return Invariant($"pcap capture file, {(magic is 0x4D3CB2A1 or 0xA1B23C4D ? "nanosecond" : "microsecond")} ts ({(little ? "little" : "big")}-endian) - version {Short(head[4..])}.{Short(head[6..])} ({(link == 1 ? "Ethernet" : $"link-type#{link}")}, capture length {Number(head[16..])})");
    }

    /// <summary>The size of the second header tells bitmaps from text that starts with BM.</summary>
    private static bool IsBitmap(ReadOnlySpan<byte> head) =>
        head.Length >= 26 && BinaryPrimitives.ReadUInt32LittleEndian(head[14..]) is 12 or 40 or 52 or 56 or 64 or 108 or 124;

    /// <summary>The first picture must lie inside the file: four bytes with three zeros among them prove nothing.</summary>
    private static bool IsIcon(ReadOnlySpan<byte> head, long size) =>
        head is [0, 0, 1, 0, > 0, 0, ..] && head.Length >= 22 && head[9] == 0
        && BinaryPrimitives.ReadUInt32LittleEndian(head[18..]) is >= 22 and var offset
        && offset + (long)BinaryPrimitives.ReadUInt32LittleEndian(head[14..]) <= size;

    /// <summary>A frame header of layer III, with another one where the first frame ends.</summary>
    private static bool IsMpegAudio(ReadOnlySpan<byte> head)
    {
        if (head is not [0xFF, 0xFB or 0xFA, ..] || head.Length < 4) return false;
        ReadOnlySpan<int> rates = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0];
        ReadOnlySpan<int> frequencies = [44100, 48000, 32000, 0];
        var rate = rates[head[2] >> 4];
        var frequency = frequencies[(head[2] >> 2) & 3];
        if (rate == 0 || frequency == 0) return false;
        var length = 144_000 * rate / frequency + ((head[2] >> 1) & 1);
        return head.Length < length + 2 || head[length..] is [0xFF, 0xFB or 0xFA, ..];
    }

    /// <summary>The version of Python 2 whose number begins the file; the code object follows behind the time.</summary>
    private static string? OldPython(ReadOnlySpan<byte> head) =>
        head is not [_, _, 0x0D, 0x0A, _, _, _, _, (byte)'c', ..] ? null : BinaryPrimitives.ReadUInt16LittleEndian(head) switch
        {
            60717 or 60718 => "2.2",
            >= 62011 and <= 62022 => "2.3",
            >= 62041 and <= 62062 => "2.4",
            >= 62071 and <= 62132 => "2.5",
            >= 62151 and <= 62162 => "2.6",
            >= 62171 and <= 62212 => "2.7",
            _ => null,
        };

    /// <summary>The version, then a list of tables with names that can be read: the version alone begins other files, too.</summary>
    private static bool IsTrueType(ReadOnlySpan<byte> head, long size)
    {
        if (head.Length < 28 || !(head.StartsWith("\0\u0001\0\0"u8) || head.StartsWith("true"u8))) return false;
        var tables = BinaryPrimitives.ReadUInt16BigEndian(head[4..]);
        if (tables is 0 or > MaxFontTables || 12 + 16 * tables > size) return false;
        for (var at = 12; at < 12 + 16 * tables && at + 4 <= head.Length; at += 16)
            if (head.Slice(at, 4).ContainsAnyExceptInRange((byte)' ', (byte)'~'))
                return false;
        return true;
    }

    private static bool IsTorrent(ReadOnlySpan<byte> head) =>
        head is [(byte)'d', >= (byte)'1' and <= (byte)'9', ..]
        && (head.StartsWith("d8:announce"u8) || head.StartsWith("d13:announce-list"u8) || head.StartsWith("d10:created by"u8)
            || head.StartsWith("d7:comment"u8) || head.StartsWith("d13:creation date"u8) || head.StartsWith("d4:infod"u8))
        && head.IndexOf("4:info"u8) > 0;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Each character stands for one byte.</summary>
    private static Signature At(int offset, string bytes, TypeInfo type, string magic) =>
        new(offset, [.. bytes.Select(c => (byte)c)], type, magic);
}
