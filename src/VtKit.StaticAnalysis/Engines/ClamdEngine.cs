using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace VtKit.StaticAnalysis;

/// <summary>
/// ClamAV, through a running clamd and its <c>INSTREAM</c> command, so that clamd needs no access to the file. What
/// exceeds clamd's <c>StreamMaxLength</c> is a failure. Keep clamd's <c>MaxFileSize</c> at least as large: clamd calls
/// files beyond that clean without looking.
/// </summary>
/// <seealso href="https://docs.clamav.net/manual/Usage/Scanning.html#clamd"/>
public sealed class ClamdEngine : IFileEngine
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);

    private readonly EndPoint _endpoint;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    /// <summary>Makes an engine for one clamd. Nothing is contacted yet.</summary>
    /// <param name="endpoint">Where clamd listens: see <see cref="ParseEndpoint"/>.</param>
    /// <param name="timeout">How long one scan may take, sending included; positive.</param>
    /// <param name="timeProvider">The clock for <paramref name="timeout"/>, or null for the system's.</param>
    public ClamdEngine(EndPoint endpoint, TimeSpan timeout, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        _endpoint = endpoint;
        _timeout = timeout;
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public string Name => "ClamAV";

    /// <summary>Reads an address of clamd: a path or <c>unix:path</c> for a socket file, <c>host:port</c> or <c>tcp://host:port</c> for TCP.</summary>
    /// <param name="text">The address.</param>
    /// <returns>The end point.</returns>
    /// <exception cref="FormatException">The text is none of these.</exception>
    public static EndPoint ParseEndpoint(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        text = text.Trim();
        if (text.StartsWith("unix:", StringComparison.OrdinalIgnoreCase)) text = text["unix:".Length..];
        else if (text.StartsWith("tcp://", StringComparison.OrdinalIgnoreCase)) return Tcp(text["tcp://".Length..]);
        if (!Path.IsPathFullyQualified(text)) return Tcp(text);
        try
        {
            return new UnixDomainSocketEndPoint(text);
        }
        catch (ArgumentException exception)
        {
            // The operating system allows about a hundred characters.
            throw new FormatException($"The socket path '{text}' is too long for a unix socket.", exception);
        }

        static EndPoint Tcp(string address)
        {
            var colon = address.LastIndexOf(':');
            if (colon <= 0 || !ushort.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
                throw new FormatException($"'{address}' is no address of clamd: give the full path of its socket, or host:port.");
            var host = address[..colon].Trim('[', ']');
            return IPAddress.TryParse(host, out var ip) ? new IPEndPoint(ip, port) : new DnsEndPoint(host, port);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<EngineInfo?> ProbeAsync(CancellationToken cancellationToken = default)
    {
        using var limit = new CancellationTokenSource(ProbeTimeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return ParseVersion(await AskAsync("VERSION", both.Token).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<EngineVerdict> ScanAsync(Stream content, FileFacts facts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        EngineInfo? info = null;
        try
        {
            // Asked each time: signatures are updated while clamd runs.
            info = ParseVersion(await AskAsync("VERSION", both.Token).ConfigureAwait(false));
            if (info is null) return Verdict(VerdictCategory.Failure, problem: "What answers there is not clamd.");
            using var connection = await ClamdConnection.ConnectAsync(_endpoint, both.Token).ConfigureAwait(false);
            return Conclude(await connection.ScanAsync(content, both.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Verdict(VerdictCategory.Timeout, problem: $"clamd did not answer within {_timeout.TotalSeconds:0.#} s.");
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return Verdict(VerdictCategory.Failure, problem: $"The connection to clamd failed: {exception.Message}");
        }

        EngineVerdict Conclude(string reply) => reply switch
        {
            "stream: OK" => Verdict(VerdictCategory.Undetected),
            "" => Verdict(VerdictCategory.Failure, problem: "clamd closed the connection without an answer; the file may exceed its StreamMaxLength."),
            _ when FoundName(reply) is { } name => Verdict(VerdictCategory.Malicious, name),
            _ => Verdict(VerdictCategory.Failure, problem: $"clamd answered: {EngineText.Clean(reply)}"),
        };

        EngineVerdict Verdict(VerdictCategory category, string? result = null, string? problem = null) =>
            new(Name, category, result, info?.Version, info?.Update, problem);
    }

    private async Task<string> AskAsync(string command, CancellationToken cancellationToken)
    {
        using var connection = await ClamdConnection.ConnectAsync(_endpoint, cancellationToken).ConfigureAwait(false);
        return await connection.CommandAsync(command, cancellationToken).ConfigureAwait(false);
    }

    private static string? FoundName(string reply)
    {
        const string prefix = "stream: ", suffix = " FOUND";
        if (!reply.StartsWith(prefix, StringComparison.Ordinal) || !reply.EndsWith(suffix, StringComparison.Ordinal)) return null;
        var length = reply.Length - prefix.Length - suffix.Length;
        if (length <= 0) return null;
        var name = reply.Substring(prefix.Length, length);
        // "Limits exceeded" says that ClamAV gave up, not what the file is.
        return name.StartsWith("Heuristics.Limits.Exceeded", StringComparison.Ordinal) ? null : EngineText.Clean(name);
    }

    /// <summary>Reads <c>ClamAV 1.4.6/27654/Mon Jun  2 08:32:01 2025</c>; without a database of ClamAV's own the rest is missing.</summary>
    private static EngineInfo? ParseVersion(string reply)
    {
        const string prefix = "ClamAV ";
        if (!reply.StartsWith(prefix, StringComparison.Ordinal)) return null;
        var parts = EngineText.Clean(reply[prefix.Length..]).Split('/', 3);
        string? update = null;
        if (parts.Length == 3
            && DateTime.TryParseExact(parts[2], "ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite, out var date))
            update = date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        return new EngineInfo(parts[0], update);
    }
}
