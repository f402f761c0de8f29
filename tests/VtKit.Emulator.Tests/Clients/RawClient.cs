using System.Globalization;
using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace VtKit.Emulator.Tests;

/// <summary>Sends requests byte for byte as they stand, so that no HTTP client of ours smooths what another one sends.</summary>
internal static class RawClient
{
    public sealed record Reply(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
    {
        public string Text => Encoding.UTF8.GetString(Unpacked());

        public JsonObject Json => JsonNode.Parse(Unpacked())!.AsObject();

        private byte[] Unpacked()
        {
            if (!Headers.TryGetValue("content-encoding", out var encoding) || encoding != "gzip") return Body;
            using var gzip = new GZipStream(new MemoryStream(Body), CompressionMode.Decompress);
            using var unpacked = new MemoryStream();
            gzip.CopyTo(unpacked);
            return unpacked.ToArray();
        }
    }

    public static async Task<Reply> SendAsync(Uri address, byte[] request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(request);
        return await ReadAsync(stream);
    }

    private static async Task<Reply> ReadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!EndsHead(head))
        {
            (await stream.ReadAsync(one)).ShouldBe(1, Encoding.UTF8.GetString([.. head]));
            head.Add(one[0]);
        }
        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2))
            .ToDictionary(pair => pair[0].ToLowerInvariant(), pair => pair[1], StringComparer.Ordinal);
        var body = new byte[int.Parse(headers["content-length"], CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body);
        return new Reply(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, body);
    }

    private static bool EndsHead(List<byte> head) =>
        head.Count >= 4 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n' && head[^4] == '\r';
}
