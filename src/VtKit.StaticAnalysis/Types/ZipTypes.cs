using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace VtKit.StaticAnalysis;

/// <summary>Tells what a ZIP file is used for: many formats are ZIP files with certain entries.</summary>
internal static class ZipTypes
{
    // Formats show themselves early; a bomb with a million entries need not be walked for this.
    private const int LookedEntries = 5000;

    public static async ValueTask<Sniffed> DetectAsync(ContentView view, ZipDirectory? directory, CancellationToken cancellationToken)
    {
        var magic = await MagicAsync(view, directory, cancellationToken).ConfigureAwait(false);
        if (directory is null) return new Sniffed(FileTypes.Zip, magic);
        var seen = new Seen();
        var count = 0;
        await foreach (var entry in directory.EntriesAsync(cancellationToken).ConfigureAwait(false))
        {
            seen.Add(entry.Name);
            if (++count >= LookedEntries) break;
        }
        if (seen.Has("AndroidManifest.xml") && (seen.Has("classes.dex") || seen.Has("resources.arsc"))) return new Sniffed(FileTypes.Apk, magic);
        if (seen.Has("[Content_Types].xml"))
        {
            if (seen.Has("word/")) return new Sniffed(FileTypes.Docx, "Microsoft Word 2007+");
            if (seen.Has("xl/")) return new Sniffed(FileTypes.Xlsx, "Microsoft Excel 2007+");
            if (seen.Has("ppt/")) return new Sniffed(FileTypes.Pptx, "Microsoft PowerPoint 2007+");
        }
        if (seen.Has("mimetype") && await MimeTypeAsync(view, directory, cancellationToken).ConfigureAwait(false) is { } document) return document;
        if (seen.IsIpa) return new Sniffed(FileTypes.Ipa, "iOS App " + magic);
        if (seen.Has("META-INF/MANIFEST.MF") && (seen.HasClass || seen.First.StartsWith("META-INF/", StringComparison.Ordinal)))
            return new Sniffed(FileTypes.Jar, seen.First.StartsWith("META-INF/", StringComparison.Ordinal) ? "Java archive data (JAR)" : magic);
        if (seen.Has("install.rdf") || (seen.Has("manifest.json") && seen.Has("META-INF/mozilla.rsa"))) return new Sniffed(FileTypes.Xpi, magic);
        return new Sniffed(FileTypes.Zip, magic);
    }

    private sealed class Seen
    {
        private readonly HashSet<string> _names = new(StringComparer.Ordinal);

        public string First { get; private set; } = "";
        public bool HasClass { get; private set; }
        public bool IsIpa { get; private set; }

        public bool Has(string name) => _names.Contains(name);

        public void Add(string name)
        {
            if (First.Length == 0) First = name;
            HasClass |= name.EndsWith(".class", StringComparison.Ordinal);
            IsIpa |= name.StartsWith("Payload/", StringComparison.Ordinal) && name.Contains(".app/", StringComparison.Ordinal);
            switch (name)
            {
                case "AndroidManifest.xml" or "classes.dex" or "resources.arsc" or "[Content_Types].xml" or "mimetype"
                    or "META-INF/MANIFEST.MF" or "install.rdf" or "manifest.json" or "META-INF/mozilla.rsa":
                    _names.Add(name);
                    break;
                default:
                    var slash = name.IndexOf('/', StringComparison.Ordinal);
                    if (slash > 0 && name[..slash] is "word" or "xl" or "ppt") _names.Add(name[..(slash + 1)]);
                    break;
            }
        }
    }

    /// <summary>The version and method of the first entry, as <c>file(1)</c> reads them at the start of the file.</summary>
    private static async ValueTask<string> MagicAsync(ContentView view, ZipDirectory? directory, CancellationToken cancellationToken)
    {
        var header = await view.ReadExactlyAsync(directory?.Shift ?? 0, 10, cancellationToken).ConfigureAwait(false);
        if (header is null || !header.AsSpan().StartsWith("PK\u0003\u0004"u8)) return "Zip archive data (empty)";
        var version = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(4));
        var method = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(8)) switch
        {
            0 => "store",
            8 => "deflate",
            9 => "deflate64",
            12 => "bzip2",
            14 => "lzma",
            93 => "Zstd",
            95 => "xz",
            99 => "AES Encrypted",
            var other => string.Create(CultureInfo.InvariantCulture, $"[0x{other:x4}]"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"Zip archive data, at least v{version / 10}.{version % 10} to extract, compression method={method}");
    }

    /// <summary>Documents store their type as plain text in an entry of its own.</summary>
    private static async ValueTask<Sniffed?> MimeTypeAsync(ContentView view, ZipDirectory directory, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var entry in directory.EntriesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (++count > LookedEntries) break;
            if (entry.Name != "mimetype" || entry.Method != 0 || entry.IsEncrypted || entry.Size > 128) continue;
            if (await ZipContent.LocateAsync(view, directory, entry, cancellationToken).ConfigureAwait(false) is not { } place) return null;
            return Encoding.Latin1.GetString(await view.ReadUpToAsync(place, (int)entry.Size, cancellationToken).ConfigureAwait(false)).Trim() switch
            {
                "application/vnd.oasis.opendocument.text" => new Sniffed(FileTypes.Odt, "OpenDocument Text"),
                "application/vnd.oasis.opendocument.spreadsheet" => new Sniffed(FileTypes.Ods, "OpenDocument Spreadsheet"),
                "application/vnd.oasis.opendocument.presentation" => new Sniffed(FileTypes.Odp, "OpenDocument Presentation"),
                "application/epub+zip" => new Sniffed(FileTypes.Epub, "EPUB document"),
                _ => null,
            };
        }
        return null;
    }
}
