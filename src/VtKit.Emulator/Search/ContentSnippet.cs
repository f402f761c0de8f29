using System.Globalization;
using System.Text;
using VtKit.Indicators;

namespace VtKit.Emulator;

/// <summary>The bytes around a match, as people read them. Their id tells which, and only a search makes one.</summary>
internal static class ContentSnippet
{
    private const string Begin = "*begin_highlight*", End = "*end_highlight*";
    private const int LineBytes = 16, LinesAround = 2, MaxBytes = 512;

    public static string Id(Backend backend, string sha256, long offset, int length) => $"{sha256}-{backend.Signer.Sign(Purpose(sha256), offset, length)}";

    /// <exception cref="ApiException">There is no such snippet.</exception>
    public static async Task<string> ReadAsync(ApiRequest request, string id, CancellationToken cancellationToken)
    {
        var dash = id.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || !FileHash.TryParse(id[..dash], out var hash) || hash.Kind != HashKind.Sha256 || Place(request.Backend, hash.ToString(), id[(dash + 1)..]) is not var (offset, length)
            || !await request.Backend.ReadAsync(store => Files.IsStored(store, hash.ToString()), cancellationToken).ConfigureAwait(false))
            throw ApiException.NotFound("Snippet", id);
        var content = request.Backend.Blobs.Open(hash.ToString());
        await using (content.ConfigureAwait(false))
        {
            var start = Math.Max(0, offset / LineBytes - LinesAround) * LineBytes;
            var bytes = new byte[Math.Min(MaxBytes, offset + length - start + LinesAround * LineBytes)];
            content.Position = start;
            var read = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return Dump(bytes.AsSpan(0, read), start, offset, offset + length);
        }
    }

    private static (long Offset, long Length)? Place(Backend backend, string sha256, string token)
    {
        Span<long> numbers = stackalloc long[2];
        return backend.Signer.Verify(Purpose(sha256), token, numbers) ? (numbers[0], numbers[1]) : null;
    }

    private static string Dump(ReadOnlySpan<byte> bytes, long start, long from, long to)
    {
        var text = new StringBuilder();
        for (var line = 0; line < bytes.Length; line += LineBytes)
        {
            if (line > 0) text.Append('\n');
            text.Append(CultureInfo.InvariantCulture, $"{start + line:X8}:");
            for (var at = line; at < Math.Min(line + LineBytes, bytes.Length); at++)
            {
                var marked = start + at >= from && start + at < to;
                var first = marked && (at == line || start + at == from);
                var last = marked && (at == Math.Min(line + LineBytes, bytes.Length) - 1 || start + at == to - 1);
                text.Append(' ').Append(first ? Begin : "").Append(CultureInfo.InvariantCulture, $"{bytes[at]:X2}").Append(last ? End : "");
            }
            text.Append(' ', 3 * Math.Max(0, line + LineBytes - bytes.Length) + 2);
            foreach (var one in bytes.Slice(line, Math.Min(LineBytes, bytes.Length - line))) text.Append(one is >= 0x20 and < 0x7F ? (char)one : '.');
        }
        return text.ToString();
    }

    private static string Purpose(string sha256) => "snippet\n" + sha256;
}
