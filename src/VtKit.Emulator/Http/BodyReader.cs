using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace VtKit.Emulator;

/// <summary>Reads bodies that have a limit.</summary>
internal static class BodyReader
{
    private const long MaxDrainedBytes = 2 * Limits.UploadBytes;
    private const int MaxJsonBytes = 4 * 1024 * 1024;

    /// <summary>Reads a body that must be a JSON object.</summary>
    /// <exception cref="ApiException">It is none.</exception>
    public static async Task<JsonDocument> ReadJsonObjectAsync(Stream body, CancellationToken cancellationToken)
    {
        var content = await ReadAsync(body, MaxJsonBytes, cancellationToken).ConfigureAwait(false)
            ?? throw ApiException.BadRequest("The request body is too large");
        try
        {
            var document = JsonDocument.Parse(content);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
        }
        catch (JsonException)
        {
            // Said below, together with JSON that is no object.
        }
        throw ApiException.BadRequest("The request body is not a JSON object");
    }

    /// <summary>The whole of a small body; null when it is larger than the limit.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream body, int limit, CancellationToken cancellationToken)
    {
        var content = new ArrayBufferWriter<byte>();
        while (content.WrittenCount <= limit)
        {
            var read = await body.ReadAsync(content.GetMemory(4096), cancellationToken).ConfigureAwait(false);
            if (read == 0) return content.WrittenMemory;
            content.Advance(read);
        }
        return null;
    }

    /// <summary>
    /// Reads what a client is still sending and forgets it, so that it gets to read the answer. One that waits to be told to go
    /// on is not told.
    /// </summary>
    public static async Task DrainAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Headers.Expect.Count > 0) return;
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            long total = 0;
            int read;
            while (total < MaxDrainedBytes && (read = await request.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0) total += read;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
