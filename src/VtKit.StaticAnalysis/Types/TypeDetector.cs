namespace VtKit.StaticAnalysis;

/// <summary>What detection found, with what it had to open on the way, so that nothing is opened twice.</summary>
internal sealed record Detected(Sniffed Type)
{
    public PeHeader? Pe { get; init; }
    public ElfImage? Elf { get; init; }
    public ElfSymbols.Dynamic? ElfDynamic { get; init; }
    public ZipDirectory? Zip { get; init; }
    public bool IsCompound { get; init; }

    /// <summary>What a PDF document holds; known for the analysed file alone, not for those inside.</summary>
    public PdfDocument? Pdf { get; init; }
}

/// <summary>Finds the type of a file from its content, never from its name.</summary>
internal static class TypeDetector
{
    /// <summary>How much of the beginning is looked at.</summary>
    public const int HeadSize = 64 * 1024;

    /// <summary>Finds the type, opening what has to be opened for it.</summary>
    /// <param name="view">The content, or its beginning.</param>
    /// <param name="size">Size of the whole content.</param>
    /// <param name="scope">Takes what is wrong with the headers.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    public static async ValueTask<Detected> DetectAsync(ContentView view, long size, AnalysisScope scope, CancellationToken cancellationToken)
    {
        var head = await view.ReadUpToAsync(0, HeadSize, cancellationToken).ConfigureAwait(false);
        if (await PeHeader.ReadAsync(view, cancellationToken).ConfigureAwait(false) is { } pe)
            return new Detected(await PeMagic.DescribeAsync(view, pe, cancellationToken).ConfigureAwait(false)) { Pe = pe };
        if (await ElfImage.ReadHeaderAsync(view, cancellationToken).ConfigureAwait(false) is { } header)
        {
            var elf = await header.WithTablesAsync(view, scope, cancellationToken).ConfigureAwait(false);
            var dynamic = await ElfSymbols.ReadDynamicAsync(view, elf, scope, cancellationToken).ConfigureAwait(false);
            var magic = await ElfMagic.DescribeAsync(view, elf, dynamic, cancellationToken).ConfigureAwait(false);
            return new Detected(new Sniffed(elf.Type == 1 ? FileTypes.ElfObject : FileTypes.Elf, magic)) { Elf = elf, ElfDynamic = dynamic };
        }
        if (IsZip(head))
        {
            var zip = await ZipDirectory.OpenAsync(view, cancellationToken).ConfigureAwait(false);
            if (zip is null && view.Length == size) scope.Problem("The ZIP file has no directory: its entries are not listed.");
            return new Detected(await ZipTypes.DetectAsync(view, zip, cancellationToken).ConfigureAwait(false)) { Zip = zip };
        }
        if (CompoundFile.Is(head)) return new Detected(await CompoundFile.DetectAsync(view, cancellationToken).ConfigureAwait(false)) { IsCompound = true };
        var sniffed = Sniff(head, size);
        if (sniffed.Type != FileTypes.Unknown) return new Detected(sniffed);
        return new Detected(await DetectElsewhereAsync(view, cancellationToken).ConfigureAwait(false) ?? sniffed);
    }

    /// <summary>Finds the type from the beginning alone.</summary>
    /// <param name="head">The first bytes.</param>
    /// <param name="size">Size of the whole content.</param>
    public static Sniffed Sniff(ReadOnlySpan<byte> head, long size)
    {
        if (size == 0) return new Sniffed(FileTypes.Unknown, "empty");
        // The service has classed the test file as a script since 2024, and file(1) knows it by name.
        if (size <= Eicar.MaxLength && Eicar.Is(head)) return new Sniffed(FileTypes.PowerShell, "EICAR virus test files");
        if (size == 1) return new Sniffed(FileTypes.Unknown, "very short file (no magic)");
        if (PeMagic.Sniff(head) is { } dos) return dos;
        if (head.StartsWith("\u007fELF"u8)) return new Sniffed(FileTypes.Elf, "ELF");
        if (IsZip(head)) return new Sniffed(FileTypes.Zip, "Zip archive data");
        if (BinarySignatures.Match(head, size) is { } found) return found;
        // Readers of PDF accept up to a kilobyte of anything in front.
        var pdf = head[..Math.Min(head.Length, 1024)].IndexOf("%PDF-"u8);
        if (pdf >= 0) return new Sniffed(FileTypes.Pdf, PdfMagic(head[pdf..]));
        return TextShape.Read(head, head.Length == size) is { } text
            ? TextTypes.Classify(text, head.Length == size)
            : new Sniffed(FileTypes.Unknown, "data");
    }

    /// <summary>Whether the content must be had as a whole before its type is known.</summary>
    public static bool NeedsWhole(ReadOnlySpan<byte> head) =>
        IsZip(head) || CompoundFile.Is(head) || BinarySignatures.IsTar(head)
        || head is [0x1F, 0x8B, ..] or [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] or [0xFD, (byte)'7', (byte)'z', (byte)'X', ..];

    private static bool IsZip(ReadOnlySpan<byte> head) => head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8);

    /// <summary>Disk images, which say what they are far from their beginning.</summary>
    private static async ValueTask<Sniffed?> DetectElsewhereAsync(ContentView view, CancellationToken cancellationToken)
    {
        if (await view.ReadExactlyAsync(0x8001, 5, cancellationToken).ConfigureAwait(false) is { } volume && volume.AsSpan().SequenceEqual("CD001"u8))
            return new Sniffed(FileTypes.IsoImage, "ISO 9660 CD-ROM filesystem data");
        if (view.Length < 512) return null;
        var trailer = await view.ReadUpToAsync((ulong)view.Length - 512, 8, cancellationToken).ConfigureAwait(false);
        if (trailer.AsSpan().StartsWith("koly"u8)) return new Sniffed(FileTypes.Dmg, "zlib compressed data");
        return trailer.AsSpan().SequenceEqual("conectix"u8) ? new Sniffed(FileTypes.Vhd, "Microsoft Disk Image, Virtual Server or Virtual PC") : null;
    }

    private static string PdfMagic(ReadOnlySpan<byte> text) =>
        text.Length >= 8 && char.IsAsciiDigit((char)text[5]) && text[6] == '.' && char.IsAsciiDigit((char)text[7])
            ? $"PDF document, version {(char)text[5]}.{(char)text[7]}" : "PDF document";
}
