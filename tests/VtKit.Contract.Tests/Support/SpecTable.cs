using VtKit.Testing.Shared;

namespace VtKit.Contract.Tests;

/// <summary>A row of spec/endpoints.tsv.</summary>
internal sealed record EndpointRow(string Name, string Method, string Path, string Body, string Response, bool Emulated, string Confidence);

/// <summary>What spec/ says, read here once more: neither the SDK's table nor the emulator's is asked about itself.</summary>
internal static class SpecTable
{
    public static IReadOnlyDictionary<string, EndpointRow> Endpoints { get; } = ReadEndpoints();

    /// <summary>The codes of spec/errors.tsv.</summary>
    public static IReadOnlySet<string> ErrorCodes { get; } = Lines("errors.tsv").Select(cells => cells[0]).ToHashSet(StringComparer.Ordinal);

    /// <summary>The rows of spec/methods.tsv: which member of the SDK stands for which endpoint.</summary>
    public static IReadOnlyList<(string Endpoint, string Area, string Member)> Methods { get; } = [.. Lines("methods.tsv").Select(cells => (cells[0], cells[1], cells[2]))];

    /// <summary>The relationships of an area's objects, in PascalCase.</summary>
    public static IEnumerable<string> RelationshipsOf(string area)
    {
        var type = Lines("areas.tsv").Where(cells => cells[0] == area).Select(cells => cells[1]).SingleOrDefault();
        return Lines("relationships.tsv").Where(cells => cells[0] == type).Select(cells => string.Concat(cells[2].Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..])));
    }

    private static Dictionary<string, EndpointRow> ReadEndpoints()
    {
        var emulated = Lines("emulated.tsv").Select(cells => cells[0]).ToHashSet(StringComparer.Ordinal);
        return Lines("endpoints.tsv")
            .Select(cells => new EndpointRow(cells[0], cells[1], cells[2], cells[8], cells[9], emulated.Contains(cells[0]), cells[5]))
            .ToDictionary(row => row.Name, StringComparer.Ordinal);
    }

    private static IEnumerable<string[]> Lines(string file) =>
        File.ReadLines(Path.Combine(SharedMaterial.RepositoryRoot, "spec", file)).Skip(1).Select(line => line.Split('\t'));
}
