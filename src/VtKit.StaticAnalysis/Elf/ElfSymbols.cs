namespace VtKit.StaticAnalysis;

/// <summary>Reads what an ELF file needs from and offers to others: libraries and symbols.</summary>
internal static class ElfSymbols
{
    private const int MaxLibraries = 1024;
    private const int MaxName = 1024;
    // No real table comes near it; it bounds the walk through a table that claims to be the whole file.
    private const ulong MaxScanned = 1_000_000;

    private const uint SymtabSection = 2;
    private const uint DynamicSection = 6;
    private const uint DynsymSection = 11;
    private const uint DynamicSegment = 2;
    private const ushort RelocatableFile = 1;

    /// <summary>What the dynamic table says; zero and empty where it says nothing.</summary>
    public sealed record Dynamic(IReadOnlyList<string> Libraries, ulong Symbols, ulong SymbolCount, ulong Strings, ulong StringsSize, bool IsPie);

    private sealed record Table(ulong Offset, ulong Count, ulong Strings, ulong StringsSize);

    public static async ValueTask<Dynamic?> ReadDynamicAsync(ContentView view, ElfImage image, AnalysisScope scope, CancellationToken cancellationToken)
    {
        // The program headers are what the loader reads; sections can be absent or lie.
        var place = image.Segments.Where(s => s.Type == DynamicSegment).Select(s => (s.Offset, Size: s.FileSize))
            .Concat(image.Sections.Where(s => s.Type == DynamicSection).Select(s => (s.Offset, s.Size)))
            .FirstOrDefault();
        if (place.Size == 0) return null;
        var order = image.Order;
        var entrySize = image.Is64Bit ? 16 : 8;
        var table = await view.ReadUpToAsync(place.Offset, (int)Math.Min(place.Size, 64 * 1024), cancellationToken).ConfigureAwait(false);
        var needed = new List<ulong>();
        ulong strings = 0, stringsSize = 0, symbols = 0, hash = 0, flags = 0;
        for (var at = 0; at + entrySize <= table.Length; at += entrySize)
        {
            var tag = order.Word(table, at);
            var value = order.Word(table, at + entrySize / 2);
            if (tag == 0) break;
            switch (tag)
            {
                case 1 when needed.Count < MaxLibraries: needed.Add(value); break;
                case 4: hash = value; break;
                case 5: strings = value; break;
                case 6: symbols = value; break;
                case 10: stringsSize = value; break;
                case 0x6FFF_FFFB: flags = value; break;
            }
        }
        var stringsAt = image.Offset(strings) ?? 0;
        var libraries = new List<string>();
        foreach (var name in needed)
        {
            if (stringsAt == 0 || name >= stringsSize) continue;
            var text = await view.ReadTextAsync(ElfImage.Sum(stringsAt, name), 512, cancellationToken).ConfigureAwait(false);
            if (!string.IsNullOrEmpty(text)) libraries.Add(text);
        }
        if (libraries.Count < needed.Count) scope.Problem("Some names of needed libraries lie outside the file.");
        var symbolsAt = image.Offset(symbols) ?? 0;
        var count = await SymbolCountAsync(view, image, hash, symbols, strings, cancellationToken).ConfigureAwait(false);
        return new Dynamic(libraries, symbolsAt, count, stringsAt, stringsSize, (flags & 0x0800_0000) != 0);
    }

    public static async ValueTask<(List<ElfSymbol> Imports, List<ElfSymbol> Exports)> ReadAsync(
        ContentView view, ElfImage image, Dynamic? dynamic, AnalysisScope scope, CancellationToken cancellationToken)
    {
        var imports = new List<ElfSymbol>();
        var exports = new List<ElfSymbol>();
        if (FindTable(image, dynamic) is not { } table) return (imports, exports);
        var order = image.Order;
        var size = image.Is64Bit ? 24 : 16;
        var limit = scope.Options.MaxSymbols;
        var block = new byte[size * 1024];
        var left = Math.Min(table.Count, MaxScanned);
        for (var offset = table.Offset; left > 0 && (imports.Count < limit || exports.Count < limit); offset = ElfImage.Sum(offset, (ulong)block.Length))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = await view.ReadAsync(offset, block.AsMemory(0, (int)Math.Min((ulong)block.Length, left * (ulong)size)), cancellationToken).ConfigureAwait(false);
            for (var at = 0; at + size <= read; at += size)
            {
                var info = block[at + (image.Is64Bit ? 4 : 12)];
                var visibility = block[at + (image.Is64Bit ? 5 : 13)] & 3;
                var defined = order.U16(block, at + (image.Is64Bit ? 6 : 14)) != 0;
                var name = order.U32(block, at);
                // Global, weak, unique. Hidden and internal ones are not offered to anybody.
                if ((info >> 4) is not (1 or 2 or 10) || (defined && visibility is 1 or 2) || name == 0 || name >= table.StringsSize) continue;
                var list = defined ? exports : imports;
                if (list.Count >= limit) continue;
                var text = await view.ReadTextAsync(ElfImage.Sum(table.Strings, name), MaxName, cancellationToken).ConfigureAwait(false);
                if (!string.IsNullOrEmpty(text)) list.Add(new ElfSymbol(text, ElfNames.SymbolType(info & 15)));
            }
            if (read < block.Length) break;
            left -= Math.Min(left, (ulong)(block.Length / size));
        }
        if (imports.Count >= limit || exports.Count >= limit) scope.Problem($"More than {limit} symbols: the rest is left out.");
        return (imports, exports);
    }

    private static Table? FindTable(ElfImage image, Dynamic? dynamic)
    {
        // An object file has no dynamic symbols yet: what the linker would use is in its full table.
        var type = image.Type == RelocatableFile ? SymtabSection : DynsymSection;
        var section = image.Sections.FirstOrDefault(s => s.Type == type);
        if (section is not null && section.Link < image.Sections.Count)
        {
            var strings = image.Sections[(int)section.Link];
            return new Table(section.Offset, section.Size / (image.Is64Bit ? 24UL : 16UL), strings.Offset, strings.Size);
        }
        return dynamic is { Symbols: not 0, Strings: not 0 } ? new Table(dynamic.Symbols, dynamic.SymbolCount, dynamic.Strings, dynamic.StringsSize) : null;
    }

    /// <summary>How many dynamic symbols there are, where no section says so.</summary>
    private static async ValueTask<ulong> SymbolCountAsync(
        ContentView view, ElfImage image, ulong hash, ulong symbols, ulong strings, CancellationToken cancellationToken)
    {
        // The classic hash table has one chain entry for each symbol.
        if (hash != 0 && image.Offset(hash) is { } at && await view.ReadExactlyAsync(at, 8, cancellationToken).ConfigureAwait(false) is { } head)
            return image.Order.U32(head, 4);
        // Every linker places the names right behind the symbols.
        return strings > symbols ? (strings - symbols) / (image.Is64Bit ? 24UL : 16UL) : 0;
    }
}
