using System.Text;
using System.Text.Json;
using VtKit.Testing.Shared;

namespace VtKit.Tests.Clients;

/// <summary>A request that a real client sent to a server on this machine, as it stood on the wire.</summary>
internal sealed record Recording(string Call, string Method, string Target, Dictionary<string, string> Headers, string Body)
{
    /// <summary>The key that was given to the clients.</summary>
    public const string Key = "1111111111111111111111111111111111111111111111111111111111111111";

    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>What such a request would be if our stub had been asked.</summary>
    public Asked AsAsked() => new(Method, new Uri("https://www.virustotal.com" + Target), new Dictionary<string, string>(Headers, StringComparer.OrdinalIgnoreCase), Encoding.UTF8.GetBytes(Body));

    /// <summary>All that was recorded of a client.</summary>
    public static IReadOnlyList<Recording> Of(string client) =>
        [.. File.ReadLines(Path.Combine(SharedMaterial.RepositoryRoot, "tests", "Shared", "Recordings", client + ".jsonl"))
            .Select(line => JsonSerializer.Deserialize<Recording>(line, Options)!)];
}
