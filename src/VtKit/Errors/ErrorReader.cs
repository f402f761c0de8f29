using System.Net;
using System.Text.Json;

namespace VtKit;

/// <summary>Makes the right exception of an answer that is an error.</summary>
internal static class ErrorReader
{
    public static VtException Read(VtResponse response)
    {
        var request = response.Request;
        var envelope = TryReadEnvelope(response.Body);
        // A rate limiter in between says 429 in words of its own, and means it.
        if (envelope is null && response.Status != HttpStatusCode.TooManyRequests)
        {
            var type = response.ContentHeaders.ContentType?.MediaType;
            return new VtProtocolException(
                $"{(int)response.Status} for {request.Method} {request.ShownPath}, but not in VirusTotal's words ({type ?? "no content type"}): " +
                $"is {request.ShownOrigin} the address of a VirusTotal service, with nothing in between?",
                request.Method.Method, request.ShownPath, response.Status, response.Body);
        }
        var (code, message) = envelope ?? ("", "");
        var error = new VtApiError(
            response.Status, code, message, request.Method.Method, request.ShownPath,
            RetryAfter.Read(response.Headers, request.ReceivedAt), response.Body);
        return response.Status switch
        {
            HttpStatusCode.NotFound => new VtNotFoundException(error),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new VtAuthenticationException(error),
            HttpStatusCode.TooManyRequests => QuotaErrors.FromService(error, request.QuotaVerdict, request.ReceivedAt),
            _ => new VtApiException(error),
        };
    }

    /// <summary>The code and the message of an error's body, or null where the body is not such a one.</summary>
    public static (string Code, string Message)? TryReadEnvelope(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, JsonText.Options);
            var error = new VtNode(document.RootElement)["error"u8];
            return error.Kind switch
            {
                JsonValueKind.Object => (error["code"u8].AsText() ?? "", error["message"u8].AsText() ?? ""),
                JsonValueKind.String => ("", error.AsString() ?? ""),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
