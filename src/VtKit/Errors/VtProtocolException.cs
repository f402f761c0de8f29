using System.Net;

namespace VtKit;

/// <summary>There was an answer, but none that VirusTotal gives: a page of a proxy, something cut off, or another service.</summary>
public sealed class VtProtocolException : VtException
{
    internal VtProtocolException(string message, string method, string path, HttpStatusCode? status = null, ReadOnlyMemory<byte> rawBody = default, Exception? inner = null)
        : base(message, inner)
    {
        Method = method;
        Path = path;
        Status = status;
        RawBody = rawBody;
    }

    /// <summary>The HTTP method of the request.</summary>
    public string Method { get; }

    /// <summary>The path of the request, without its query.</summary>
    public string Path { get; }

    /// <summary>The status of the answer, where there was one.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>The body of the answer as it came; empty where it could not be read. An API key in it is replaced.</summary>
    public ReadOnlyMemory<byte> RawBody { get; }
}
