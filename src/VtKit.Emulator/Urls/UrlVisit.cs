using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using VtKit.Indicators;

namespace VtKit.Emulator;

/// <summary>What a URL answered when the emulator, asked to be online, fetched it: the last answer of its redirections.</summary>
internal sealed partial record UrlVisit(
    IReadOnlyList<string> Chain, int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, long Length, string Sha256, string? Title, string? Address)
{
    private const int MostRedirections = 10;
    private const long MostBytes = 32L * 1024 * 1024;
    private const int TitleBytes = 256 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Fetches a URL. Null where nothing answers, or only an address that is not public: nobody's inner network is looked at through a link.</summary>
    public static async Task<UrlVisit?> FetchAsync(string url, bool publicOnly, CancellationToken cancellationToken)
    {
        string? address = null;
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = async (context, token) =>
            {
                var (stream, reached) = await ConnectAsync(context.DnsEndPoint, publicOnly, token).ConfigureAwait(false);
                address = reached;
                return stream;
            },
        };
        using var client = new HttpClient(handler) { Timeout = Patience };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("VtKitEmulator", null));
        var chain = new List<string> { url };
        try
        {
            while (true)
            {
                using var response = await client.GetAsync(new Uri(chain[^1]), HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
                if (Next(response, chain[^1]) is { } next && chain.Count <= MostRedirections && !chain.Contains(next, StringComparer.Ordinal))
                {
                    chain.Add(next);
                    continue;
                }
                var (length, sha256, title) = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
                return new UrlVisit(chain, (int)response.StatusCode,
                    [.. response.Headers.Concat(response.Content.Headers).Select(header => KeyValuePair.Create(header.Key, string.Join(", ", header.Value)))],
                    length, sha256, title, address);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UriFormatException or NotSupportedException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private static async Task<(Stream Stream, string Address)> ConnectAsync(DnsEndPoint host, bool publicOnly, CancellationToken cancellationToken)
    {
        // The address that was looked at is the one that is connected to: a second look-up could name another.
        foreach (var one in await Dns.GetHostAddressesAsync(host.Host, cancellationToken).ConfigureAwait(false))
        {
            if (!IpAddress.TryParse(one.ToString(), out var address) || (publicOnly && !address.IsPublic)) continue;
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(one, host.Port, cancellationToken).ConfigureAwait(false);
                return (new NetworkStream(socket, ownsSocket: true), address.ToString());
            }
            catch (SocketException)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
        throw new HttpRequestException($"{host.Host} has no address that may be visited.");
    }

    private static string? Next(HttpResponseMessage response, string url) =>
        (int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } location
        && Uri.TryCreate(new Uri(url), location, out var next) && next.Scheme is "http" or "https" ? next!.AbsoluteUri : null;

    private static async Task<(long Length, string Sha256, string? Title)> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var beginning = new ArrayBufferWriter<byte>();
        var buffer = new byte[64 * 1024];
        long length = 0;
        int read;
        while (length < MostBytes && (read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            length += read;
            hash.AppendData(buffer, 0, read);
            if (beginning.WrittenCount < TitleBytes) beginning.Write(buffer.AsSpan(0, read));
        }
        return (length, Convert.ToHexStringLower(hash.GetHashAndReset()), TitleIn(Encoding.UTF8.GetString(beginning.WrittenSpan)));
    }

    private static string? TitleIn(string html) =>
        TitleElement().Match(html) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups["title"].Value).Trim() : null;

    [GeneratedRegex("<title[^>]{0,200}>(?<title>[^<]{1,1000})</title", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TitleElement();
}
