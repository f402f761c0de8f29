namespace VtKit.StaticAnalysis;

/// <summary>Puts the facts about one file together, part by part, within the time budget.</summary>
internal static class FactsBuilder
{
    private const int NativeSubsystem = 1;

    public static async Task<FileFacts> BuildAsync(Stream content, ContentDigest digest, AnalysisOptions options, CancellationToken cancellationToken)
    {
        var scope = new AnalysisScope(options, cancellationToken);
        var view = new ContentView(content, digest.Size);
        using var budget = new CancellationTokenSource(options.TimeBudget, options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, cancellationToken);

        var detected = await TryAsync("type", () => TypeDetector.DetectAsync(view, digest.Size, scope, both.Token), scope).ConfigureAwait(false)
            ?? new Detected(new Sniffed(FileTypes.Unknown, "data"));
        if (detected.Type.Type == FileTypes.Pdf)
            detected = detected with { Pdf = await TryAsync("PDF", () => PdfDocument.ReadAsync(view, scope, both.Token), scope).ConfigureAwait(false) };
        PeFacts? pe = null;
        ElfFacts? elf = null;
        if (detected.Pe is { } header)
            pe = await TryAsync("PE", () => PeReader.ReadAsync(view, header, scope, both.Token), scope).ConfigureAwait(false);
        if (detected.Elf is { } image)
            elf = await TryAsync("ELF", () => ElfReader.ReadAsync(view, image, detected.ElfDynamic, scope, both.Token), scope).ConfigureAwait(false);
        // Not guarded like the others: an exception of the caller's own callback has to reach the caller.
        var bundle = await BundleReader.ReadAsync(view, detected, scope, depth: 1, both.Token).ConfigureAwait(false);

        var formats = new FormatFacts(view, detected, scope);
        await TryAsync("format", () => formats.ReadAsync(both.Token), scope).ConfigureAwait(false);

        var indicators = await TryAsync("strings", () => IndicatorFinder.FindAsync(view, detected.Pdf, formats, both.Token), scope).ConfigureAwait(false);

        await new InnerFiles(content, view, scope, both.Token).GiveAsync(pe, formats.Attachments).ConfigureAwait(false);

        return new FileFacts
        {
            Md5 = digest.Md5,
            Sha1 = digest.Sha1,
            Sha256 = digest.Sha256,
            Ssdeep = digest.Ssdeep,
            Tlsh = digest.Tlsh,
            Size = digest.Size,
            Entropy = digest.Entropy,
            Type = detected.Type.ToFileType(),
            Tags = [.. Tags(detected, pe, bundle).Concat(formats.Tags).Distinct(StringComparer.Ordinal)],
            Structures = formats.Structures,
            Attachments = [.. formats.Attachments.Select(attachment => attachment.Child)],
            Pe = pe,
            Elf = elf,
            Bundle = bundle,
            Shortcut = formats.Shortcut,
            Mail = formats.Mail,
            Indicators = indicators ?? [],
            IsEicar = digest.Size <= Eicar.MaxLength && Eicar.Is(await view.ReadUpToAsync(0, Eicar.MaxLength, cancellationToken).ConfigureAwait(false)),
            Problems = scope.Problems,
        };
    }

    /// <summary>
    /// Runs one part. When its time is up, or when it trips over something that nobody foresaw, the other parts and the
    /// hashes are still worth having. Faults of the stream itself are the caller's to know.
    /// </summary>
    private static async ValueTask<T?> TryAsync<T>(string part, Func<ValueTask<T>> run, AnalysisScope scope) where T : class
    {
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!scope.IsCancelled)
        {
            scope.Problem($"The time was up while the {part} was analysed.");
        }
        catch (Exception exception) when (exception is ArgumentException or IndexOutOfRangeException or InvalidOperationException or ArithmeticException)
        {
            scope.Problem($"The {part} analysis met something unforeseen ({exception.GetType().Name}): please report the file's SHA-256.");
        }
        return null;
    }

    private static List<string> Tags(Detected detected, PeFacts? pe, BundleFacts? bundle)
    {
        var type = detected.Type.Type;
        var tags = new List<string>();
        if (type.Tag is not null) tags.Add(type.Tag);
        if (type == FileTypes.Apk) tags.Add("apk");
        if (type == FileTypes.Dex) tags.Add("dex");
        if (detected.Pe is { Is64Bit: true } || detected.Elf is { Is64Bit: true }) tags.Add("64bits");
        if (detected.Elf is { Type: 1 }) tags.Add("relocatable");
        // Programs that may be loaded anywhere have the type of libraries, but name their loader or are marked.
        if (detected.Elf is { Type: 3 } elf && detected.ElfDynamic is { IsPie: false } && elf.Segments.All(segment => segment.Type != ElfMagic.InterpreterSegment))
            tags.Add("shared-lib");
        if (pe is not null)
        {
            if (pe.IsDotNet) tags.Add("assembly");
            if (pe.Subsystem == NativeSubsystem) tags.Add("native");
            if (pe.Subsystem is >= 10 and <= 13) tags.Add("efi");
            if (pe.Overlay is not null) tags.Add("overlay");
            if (pe.SignatureFits is { } fits) tags.Add(fits ? "signed" : "invalid-signature");
            if (pe.Sections.Any(s => s.Name == "UPX0")) tags.Add("upx");
        }
        if (bundle is { HasEncrypted: true }) tags.Add("encrypted");
        if (bundle is { Type: not null })
        {
            if (bundle.FileTypes.ContainsKey(FileTypes.PeExe.ContentName)) tags.Add("contains-pe");
            if (bundle.FileTypes.ContainsKey(FileTypes.Elf.ContentName)) tags.Add("contains-elf");
            if (bundle.FileTypes.ContainsKey(FileTypes.MachO.ContentName)) tags.Add("contains-macho");
        }
        return tags;
    }
}
