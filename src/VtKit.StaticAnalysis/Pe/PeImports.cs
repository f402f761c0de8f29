using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace VtKit.StaticAnalysis;

/// <summary>Walks the import directory: libraries, functions, and the hash over both.</summary>
internal static class PeImports
{
    private const int DescriptorSize = 20;
    private const int MaxLibraries = 1024;
    private const int MaxName = 512;
    private const int MaxBroken = 16;
    private const string Invalid = "*invalid*";

    public sealed record Result(IReadOnlyList<PeImport> Libraries, string? Imphash);

    public static async ValueTask<Result> ReadAsync(ContentView view, PeImage image, AnalysisScope scope, CancellationToken cancellationToken)
    {
        var libraries = new List<PeImport>();
        var directory = image.Header.Directory(PeHeader.ImportDirectory);
        if (directory.Address == 0) return new Result(libraries, null);

        using var hash = new ImportHash();
        var left = scope.Options.MaxSymbols;
        var address = directory.Address;
        var descriptor = new byte[DescriptorSize];
        for (var count = 0; ; count++)
        {
            if (image.Offset(address) is not { } offset || await view.ReadAsync(offset, descriptor, cancellationToken).ConfigureAwait(false) < DescriptorSize)
            {
                scope.Problem("The import directory of the PE file leads outside the file.");
                break;
            }
            var nameAddress = BinaryPrimitives.ReadUInt32LittleEndian(descriptor.AsSpan(12));
            var lookup = BinaryPrimitives.ReadUInt32LittleEndian(descriptor);
            var bound = BinaryPrimitives.ReadUInt32LittleEndian(descriptor.AsSpan(16));
            // The loader stops at a descriptor without a name or without a table, not only at one that is all zero.
            if (nameAddress == 0 || bound == 0) break;
            // Counted by descriptors: those without functions are not listed, but cost as much.
            if (count == MaxLibraries)
            {
                scope.Problem($"More than {MaxLibraries} imported libraries: the rest is left out.");
                hash.Spoil();
                break;
            }
            var library = await NameAsync(view, image, nameAddress, IsLibraryCharacter, cancellationToken).ConfigureAwait(false);
            var functions = await FunctionsAsync(view, image, lookup != 0 ? lookup : bound, library, left, hash, cancellationToken).ConfigureAwait(false);
            left -= functions.Count;
            // By lower case, where the underscore precedes all letters: comparers that ignore case compare by upper case.
            if (functions.Count > 0) libraries.Add(new PeImport(library, [.. functions.OrderBy(name => name.ToLowerInvariant(), StringComparer.Ordinal)]));
            if (left == 0)
            {
                scope.Problem($"More than {scope.Options.MaxSymbols} imports: the rest is left out, and there is no import hash.");
                hash.Spoil();
                break;
            }
            if (address > uint.MaxValue - DescriptorSize) break;
            address += DescriptorSize;
        }
        return new Result(libraries, hash.Value());
    }

    private static async ValueTask<List<string>> FunctionsAsync(
        ContentView view, PeImage image, uint table, string library, int limit, ImportHash hash, CancellationToken cancellationToken)
    {
        var functions = new List<string>();
        var size = image.Header.Is64Bit ? 8 : 4;
        var thunk = new byte[size];
        var broken = 0;
        for (var address = table; functions.Count < limit && broken < MaxBroken && address <= uint.MaxValue - 8; address += (uint)size)
        {
            if (image.Offset(address) is not { } offset || await view.ReadAsync(offset, thunk, cancellationToken).ConfigureAwait(false) < size) break;
            var value = size == 8 ? BinaryPrimitives.ReadUInt64LittleEndian(thunk) : BinaryPrimitives.ReadUInt32LittleEndian(thunk);
            if (value == 0) break;
            string function;
            if (value >> (size * 8 - 1) != 0)
            {
                var ordinal = (ushort)value;
                var known = OrdinalNames.Find(library, ordinal);
                hash.Add(library, known ?? FormattableString.Invariant($"ord{ordinal}"));
                function = known ?? FormattableString.Invariant($"Ord({ordinal})");
            }
            else
            {
                // Two bytes of hint precede the name.
                function = await NameAsync(view, image, (uint)(value & 0x7FFF_FFFF) + 2, IsFunctionCharacter, cancellationToken).ConfigureAwait(false);
                if (function == Invalid) broken++;
                hash.Add(library, function);
            }
            functions.Add(function);
        }
        return functions;
    }

    private static async ValueTask<string> NameAsync(ContentView view, PeImage image, uint address, Func<char, bool> allowed, CancellationToken cancellationToken)
    {
        if (image.Offset(address) is not { } offset) return Invalid;
        var name = await view.ReadTextAsync(offset, MaxName, cancellationToken).ConfigureAwait(false);
        return !string.IsNullOrEmpty(name) && name.All(allowed) ? name : Invalid;
    }

    // What is not written with these is no name, and is called invalid, so that packed files do not fill reports with noise.
    private static bool IsFunctionCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "._?@$()<>".Contains(c, StringComparison.Ordinal);

    private static bool IsLibraryCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'()-@^_`{}~+,.;=[]:\\/".Contains(c, StringComparison.Ordinal);

    /// <summary>MD5 over <c>library.function,library.function</c> in lower case, the library without a usual extension.</summary>
    private sealed class ImportHash : IDisposable
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        private bool _any;
        private bool _spoilt;

        public void Add(string library, string function)
        {
            var stem = library.ToLowerInvariant();
            var dot = stem.LastIndexOf('.');
            if (dot >= 0 && stem[(dot + 1)..] is "dll" or "ocx" or "sys") stem = stem[..dot];
            _hash.AppendData(Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(_any ? "," : "")}{stem}.{function.ToLowerInvariant()}")));
            _any = true;
        }

        /// <summary>Not everything was added: there is no hash then.</summary>
        public void Spoil() => _spoilt = true;

        public string? Value() => _any && !_spoilt ? Convert.ToHexStringLower(_hash.GetHashAndReset()) : null;

        public void Dispose() => _hash.Dispose();
    }
}
