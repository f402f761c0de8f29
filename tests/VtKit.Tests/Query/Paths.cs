using System.Text;
using System.Text.Json;

namespace VtKit.Tests;

/// <summary>Short ways to apply a path in a test.</summary>
internal static class Paths
{
    public static VtNode Node(string json) => new(JsonDocument.Parse(Encoding.UTF8.GetBytes(json), JsonText.Options).RootElement);

    /// <summary>The values as JSON text.</summary>
    public static string[] Values(string json, string path) => [.. VtJsonPath.Parse(path).Select(Node(json)).Select(node => node.ToString())];

    /// <summary>The normalised paths of the values.</summary>
    public static string[] Places(string json, string path) => [.. VtJsonPath.Parse(path).Locate(Node(json)).Select(match => match.Path)];

    /// <summary>Whether a condition holds for a value.</summary>
    public static bool Holds(string condition, string json = "{}") => Values($"[{json}]", $"$[?{condition}]").Length == 1;
}
