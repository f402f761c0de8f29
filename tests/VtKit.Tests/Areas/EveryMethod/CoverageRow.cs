using VtKit.Testing.Shared;

namespace VtKit.Tests;

/// <summary>A row of docs/api-coverage.tsv, with what spec/ says of its endpoint.</summary>
public sealed record CoverageRow(string Method, string Path, string Member, int Cost, string[] Query, string Body, string Response)
{
    public static IReadOnlyList<CoverageRow> All { get; } = Read();

    public override string ToString() => Member;

    private static CoverageRow[] Read()
    {
        var endpoints = Lines("spec", "endpoints.tsv").ToDictionary(cells => $"{cells[1]} {cells[2]}", StringComparer.Ordinal);
        return [.. Lines("docs", "api-coverage.tsv").Select(cells =>
        {
            var endpoint = endpoints[$"{cells[0]} {cells[1]}"];
            return new CoverageRow(cells[0], cells[1], cells[2], int.Parse(cells[4], System.Globalization.CultureInfo.InvariantCulture),
                endpoint[7].Split(' ', StringSplitOptions.RemoveEmptyEntries), endpoint[8], endpoint[9]);
        })];
    }

    private static IEnumerable<string[]> Lines(params string[] path) =>
        File.ReadLines(System.IO.Path.Combine([SharedMaterial.RepositoryRoot, .. path])).Skip(1).Select(line => line.Split('\t'));
}
