using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace VtKit.Emulator;

/// <summary>Sends answers: compressed for those the service compresses for, and damaged where a fault asks for it.</summary>
internal static class Responder
{
    /// <summary>Says in every answer that this is no VirusTotal.</summary>
    private const string EmulatorHeader = "x-vtkit-emulator";

    private const int SlowPieces = 8;

    public static async Task SendAsync(HttpContext http, Answer answer, Fault? fault, EmulatorClock clock, CancellationToken cancellationToken)
    {
        var response = http.Response;
        response.StatusCode = answer.Status;
        response.ContentType = fault?.Kind == FaultKind.ContentType ? fault.ContentType : answer.ContentType;
        response.Headers[EmulatorHeader] = BuildVersion.Text;
        foreach (var (name, value) in answer.Headers) response.Headers[name] = value;
        try
        {
            if (answer.Open is { } open && fault is not { Kind: FaultKind.Corrupt or FaultKind.Truncate or FaultKind.SlowBody })
            {
                await SendStreamAsync(http, open, cancellationToken).ConfigureAwait(false);
                return;
            }
            var body = answer.Open is null ? answer.Body : await ReadAsync(answer.Open, cancellationToken).ConfigureAwait(false);
            if (answer.IsJson && AcceptsGzip(http.Request))
            {
                body = answer.Compressed ??= Compress(body);
                response.Headers.ContentEncoding = "gzip";
            }
            if (fault?.Kind == FaultKind.Corrupt) body = Corrupt(body);
            response.ContentLength = body.Length;
            if (HttpMethods.IsHead(http.Request.Method)) return;
            if (fault?.Kind == FaultKind.SlowBody)
            {
                await SendSlowlyAsync(response, body, fault, clock, cancellationToken).ConfigureAwait(false);
                return;
            }
            if (fault?.Kind == FaultKind.Truncate)
            {
                await response.Body.WriteAsync(body[..(body.Length / 2)], cancellationToken).ConfigureAwait(false);
                await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
                http.Abort();
                return;
            }
            await response.Body.WriteAsync(body, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The client has gone: there is nobody to tell.
        }
    }

    /// <summary>Sends a body in a few pieces and waits before each.</summary>
    private static async Task SendSlowlyAsync(HttpResponse response, ReadOnlyMemory<byte> body, Fault fault, EmulatorClock clock, CancellationToken cancellationToken)
    {
        var piece = body.Length / SlowPieces + 1;
        for (var sent = 0; sent < body.Length; sent += piece)
        {
            await fault.WaitAsync(clock, cancellationToken).ConfigureAwait(false);
            await response.Body.WriteAsync(body.Slice(sent, Math.Min(piece, body.Length - sent)), cancellationToken).ConfigureAwait(false);
            await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The service compresses only for agents that name gzip beside accepting it.</summary>
    private static bool AcceptsGzip(HttpRequest request) =>
        request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase)
        && request.Headers.UserAgent.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);

    private static ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> body)
    {
        using var compressed = new MemoryStream(body.Length / 3 + 64);
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(body.Span);
        return compressed.GetBuffer().AsMemory(0, (int)compressed.Length);
    }

    private static ReadOnlyMemory<byte> Corrupt(ReadOnlyMemory<byte> body)
    {
        var damaged = body.ToArray();
        // The middle third, so that the beginning looks right: neither JSON nor gzip survives it.
        foreach (ref var b in damaged.AsSpan(damaged.Length / 3, damaged.Length / 3)) b = (byte)~b;
        return damaged;
    }

    /// <summary>What is to be damaged is a sample of a test, and fits into memory.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Func<Stream> open, CancellationToken cancellationToken)
    {
        var content = open();
        await using (content.ConfigureAwait(false))
        {
            var bytes = new byte[content.Length];
            await content.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            return bytes;
        }
    }

    private static async Task SendStreamAsync(HttpContext http, Func<Stream> open, CancellationToken cancellationToken)
    {
        var response = http.Response;
        var content = open();
        await using (content.ConfigureAwait(false))
        {
            response.Headers.AcceptRanges = "bytes";
            var range = ByteRange.Read(http.Request, content.Length, out var satisfiable);
            if (!satisfiable)
            {
                response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
                response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{content.Length}");
                return;
            }
            if (range is { } part)
            {
                response.StatusCode = StatusCodes.Status206PartialContent;
                response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {part.From}-{part.From + part.Count - 1}/{content.Length}");
                content.Position = part.From;
            }
            var left = range?.Count ?? content.Length;
            response.Headers.ContentLength = left;
            if (HttpMethods.IsHead(http.Request.Method)) return;
            var buffer = new byte[64 * 1024];
            while (left > 0)
            {
                var read = await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken).ConfigureAwait(false);
                if (read == 0) throw new EndOfStreamException("A sample is shorter than it says.");
                await response.Body.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                left -= read;
            }
        }
    }
}
