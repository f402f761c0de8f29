using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace VtKit.Emulator;

/// <summary>The part of a download that a client asks for, to go on where it was cut off. Several parts at once are answered whole.</summary>
internal sealed record ByteRange(long From, long Count)
{
    /// <summary>The part of so many bytes that a request asks for; null for all of them.</summary>
    /// <param name="request">The request.</param>
    /// <param name="length">How many bytes there are.</param>
    /// <param name="satisfiable">False where there is no such part: the answer is then 416.</param>
    public static ByteRange? Read(HttpRequest request, long length, out bool satisfiable)
    {
        satisfiable = true;
        // Nothing here says whether a download is the one of before, so that a condition is never met.
        if (request.Headers.IfRange.Count > 0 || !RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var range)
            || range.Unit != "bytes" || range.Ranges.Count != 1) return null;
        var one = range.Ranges.First();
        var from = one.From ?? Math.Max(0, length - one.To!.Value);
        var to = one.From is null ? length - 1 : Math.Min(one.To ?? length - 1, length - 1);
        satisfiable = from < length && (one.From is not null || one.To > 0);
        return satisfiable ? new ByteRange(from, to - from + 1) : null;
    }
}
