using System.Net;
using System.Runtime.InteropServices;

namespace VtKit;

/// <summary>
/// The names under which .NET's own diagnostics hear of calls. OpenTelemetry takes them as they are:
/// <c>tracing.AddSource(VtTelemetry.ActivitySourceName)</c>, <c>metrics.AddMeter(VtTelemetry.MeterName)</c>. What is told is
/// methods, path templates and codes; never a key, an id or anything of the data.
/// </summary>
public static class VtTelemetry
{
    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/>: one activity for each call.</summary>
    public const string ActivitySourceName = "VtKit";

    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "VtKit";
}

/// <summary>A call that has ended, as it is told to <see cref="VtClientOptions.OnCall"/>. It holds no key, no id and nothing of the data.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Template">The path with its placeholders (<c>/files/{id}</c>), or <c>other</c> for one that VtKit does not know.</param>
/// <param name="Endpoint">The endpoint's name in docs/reference (<c>files.get</c>), or null for one that VtKit does not know.</param>
/// <param name="Status">The status of the answer, or null when there was none.</param>
/// <param name="Failure">Why there was no answer: a <see cref="VtTransportFault"/>, <c>Cancelled</c>, or the name of the exception; null when there was one.</param>
/// <param name="Duration">How long it took, with retries and waits for quota. Of a download: until its body began to come.</param>
/// <param name="Attempts">How often it was sent at most; 1 without a retry, 0 where the cache answered.</param>
/// <param name="CacheAge">How old the answer is that the cache gave; null where the service was asked.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct VtCall(string Method, string Template, string? Endpoint, HttpStatusCode? Status, string? Failure, TimeSpan Duration, int Attempts, TimeSpan? CacheAge = null);

/// <summary>A pause of a call, as it is told to <see cref="VtClientOptions.OnPause"/> when it begins. It holds no key, no id and nothing of the data.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Template">The path with its placeholders (<c>/files/{id}</c>), or <c>other</c> for one that VtKit does not know.</param>
/// <param name="Delay">How long it will be.</param>
/// <param name="Error">Why the call is to be repeated: the status of the answer, or a <see cref="VtTransportFault"/>; null where the minute's quota is waited for.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct VtPause(string Method, string Template, TimeSpan Delay, string? Error);
