namespace VtKit;

/// <summary>Where an exchange with the service broke.</summary>
public enum VtTransportFault
{
    /// <summary>No connection within the connect timeout: the host is silent.</summary>
    ConnectTimeout,

    /// <summary>No connection: refused, unreachable, or closed at once.</summary>
    Connection,

    /// <summary>The host's name is unknown.</summary>
    NameResolution,

    /// <summary>No secure connection: the certificate is not trusted, or the protocol failed.</summary>
    Tls,

    /// <summary>The proxy refused or failed.</summary>
    Proxy,

    /// <summary>Connected, but nothing moved for as long as the read timeout.</summary>
    ReadTimeout,

    /// <summary>The connection was lost in the middle of the exchange.</summary>
    Interrupted,

    /// <summary>The call took longer than its deadline.</summary>
    Deadline,
}

/// <summary>There was no answer, or only a part of one.</summary>
public sealed class VtTransportException : VtException
{
    internal VtTransportException(VtTransportFault fault, string message, string method, string path, Exception? inner)
        : base(message, inner)
    {
        Fault = fault;
        Method = method;
        Path = path;
    }

    /// <summary>Where the exchange broke.</summary>
    public VtTransportFault Fault { get; }

    /// <summary>The HTTP method of the request.</summary>
    public string Method { get; }

    /// <summary>The path of the request, without its query.</summary>
    public string Path { get; }

    /// <summary>Whether the request certainly did not reach the service, so that even a write can be sent again.</summary>
    public bool NothingSent => Fault is VtTransportFault.ConnectTimeout or VtTransportFault.Connection
        or VtTransportFault.NameResolution or VtTransportFault.Tls or VtTransportFault.Proxy;
}
