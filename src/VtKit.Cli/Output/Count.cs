using System.Globalization;

namespace VtKit.Cli;

/// <summary>Numbers of things in a sentence.</summary>
internal static class Count
{
    /// <summary>A number and what it counts: <c>1 node</c>, <c>2 nodes</c>.</summary>
    public static string Of(long count, string noun) => $"{Number(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>The same with groups of digits, for numbers that grow large: <c>1,234 objects</c>.</summary>
    public static string Grouped(long count, string noun) => count.ToString("N0", CultureInfo.InvariantCulture) + Of(count, noun)[Number(count).Length..];

    public static string Number(long count) => count.ToString(CultureInfo.InvariantCulture);
}
