using System.Net;

namespace VtKit;

/// <summary>The service answered with an error.</summary>
/// <remarks>https://docs.virustotal.com/reference/errors</remarks>
public class VtApiException : VtException
{
    internal VtApiException(VtApiError error, string? message = null) : base(message ?? error.Describe())
    {
        Status = error.Status;
        Code = error.Code;
        ServiceMessage = error.Message;
        Method = error.Method;
        Path = error.Path;
        RetryAfter = error.RetryAfter;
        RawBody = error.RawBody;
    }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The service's code, such as <c>NotFoundError</c>, also one that VtKit does not know. Its value is empty where the answer has none.</summary>
    public VtErrorCode Code { get; }

    /// <summary>The service's own words. Empty where the answer has none.</summary>
    public string ServiceMessage { get; }

    /// <summary>The HTTP method of the request.</summary>
    public string Method { get; }

    /// <summary>The path of the request, without its query.</summary>
    public string Path { get; }

    /// <summary>How long the service asks to wait, or null: it often does not say.</summary>
    public TimeSpan? RetryAfter { get; private protected init; }

    /// <summary>The body of the answer. The API key, which the service repeats in some errors, is replaced by <c>***</c>.</summary>
    public ReadOnlyMemory<byte> RawBody { get; }
}

/// <summary>The service does not have the object (404).</summary>
public sealed class VtNotFoundException : VtApiException
{
    internal VtNotFoundException(VtApiError error) : base(error) { }
}

/// <summary>The key is missing, unknown or not active (401), or may not do this (403): see <see cref="IsForbidden"/>.</summary>
public sealed class VtAuthenticationException : VtApiException
{
    internal VtAuthenticationException(VtApiError error) : base(error) { }

    /// <summary>Whether the key itself is good and only lacks the privilege (403).</summary>
    public bool IsForbidden => Status == HttpStatusCode.Forbidden;
}

/// <summary>
/// A quota is spent or the rate is too high: the service said so (429), or VtKit's own ledger did before anything was sent
/// (<see cref="NothingSent"/>).
/// </summary>
/// <remarks>https://docs.virustotal.com/reference/public-vs-premium-api</remarks>
public sealed class VtQuotaException : VtApiException
{
    internal VtQuotaException(VtApiError error, VtQuotaWindow? window, DateTimeOffset? resetsAt, TimeSpan? wait, bool nothingSent, string? message = null)
        : base(error, message)
    {
        Window = window;
        ResetsAt = resetsAt;
        RetryAfter = error.RetryAfter ?? wait;
        NothingSent = nothingSent;
    }

    /// <summary>Which window is spent, or null where neither the ledger nor the service tells.</summary>
    public VtQuotaWindow? Window { get; }

    /// <summary>When the window opens again, where that is known.</summary>
    public DateTimeOffset? ResetsAt { get; }

    /// <summary>Whether VtKit refused by its own ledger: no request was made, and <see cref="VtApiException.Status"/> is what the service would have said.</summary>
    public bool NothingSent { get; }
}

/// <summary>What an error answer says, before it becomes an exception.</summary>
internal sealed record VtApiError(
    HttpStatusCode Status, VtErrorCode Code, string Message, string Method, string Path, TimeSpan? RetryAfter, ReadOnlyMemory<byte> RawBody)
{
    public string Describe()
    {
        var said = Message.Length > 0 ? Message : "The service gave no reason.";
        return Code.Value.Length > 0
            ? $"{said} ({Code}, {(int)Status}, {Method} {Path})"
            : $"{said} ({(int)Status}, {Method} {Path})";
    }
}
