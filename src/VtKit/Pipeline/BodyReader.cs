using System.Buffers;

namespace VtKit;

/// <summary>Reads an answer's body into memory: into one array of its exact size where the size is known.</summary>
internal static class BodyReader
{
    private const int FirstGuess = 64 * 1024;

    public static ValueTask<ReadOnlyMemory<byte>> ReadAsync(ApiMessage message, HttpResponseMessage response, Watchdog watchdog, int limit)
    {
        var length = response.Content.Headers.ContentLength;
        if (length == 0 || message.Method == HttpMethod.Head) return default;
        if (length > limit) throw TooLarge(message, response, limit);
        // The headers are read, and the body comes through the stream: to get it waits for nothing.
        var stream = response.Content.ReadAsStream(watchdog.Token);
        return length is { } known ? ReadKnownAsync(stream, (int)known, message, watchdog) : ReadUnknownAsync(stream, message, response, watchdog, limit);
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadKnownAsync(Stream stream, int length, ApiMessage message, Watchdog watchdog)
    {
        var body = GC.AllocateUninitializedArray<byte>(length);
        for (var filled = 0; filled < length;)
        {
            var pending = stream.ReadAsync(body.AsMemory(filled), watchdog.Token);
            // Only what was waited for says that something moved; what was there already costs no timer.
            var isWaiting = !pending.IsCompleted;
            var read = await pending.ConfigureAwait(false);
            if (isWaiting) watchdog.Touch();
            if (read == 0) throw message.Fault(VtTransportFault.Interrupted, $"The answer to {message.Method} {message.ShownPath} ended after {filled} of {length} bytes.");
            filled += read;
        }
        return body;
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadUnknownAsync(Stream stream, ApiMessage message, HttpResponseMessage response, Watchdog watchdog, int limit)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstGuess);
        try
        {
            var filled = 0;
            while (true)
            {
                if (filled == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.AsSpan(0, filled).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
                var pending = stream.ReadAsync(buffer.AsMemory(filled), watchdog.Token);
                var isWaiting = !pending.IsCompleted;
                var read = await pending.ConfigureAwait(false);
                if (isWaiting) watchdog.Touch();
                if (read == 0) return buffer.AsSpan(0, filled).ToArray();
                filled += read;
                if (filled > limit) throw TooLarge(message, response, limit);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static VtProtocolException TooLarge(ApiMessage message, HttpResponseMessage response, int limit) =>
        message.Violation($"The answer to {message.Method} {message.ShownPath} is larger than {limit} bytes (MaxResponseBytes); a download has no such limit.", response);
}
