namespace VtKit.Cli;

/// <summary>How data is written.</summary>
internal enum OutputFormat { Table, Json, Jsonl, Yaml, Csv, Md, Raw }

internal static class OutputFormats
{
    public static readonly IReadOnlyList<string> Names = ["table", "json", "jsonl", "yaml", "csv", "md", "raw"];

    /// <exception cref="CliException">There is no such format.</exception>
    public static OutputFormat Parse(string name) => name.ToLowerInvariant() switch
    {
        "table" => OutputFormat.Table,
        "json" => OutputFormat.Json,
        "jsonl" => OutputFormat.Jsonl,
        "yaml" => OutputFormat.Yaml,
        "csv" => OutputFormat.Csv,
        "md" or "markdown" => OutputFormat.Md,
        "raw" => OutputFormat.Raw,
        _ => throw CliException.Usage($"there is no format '{name}'; there are {string.Join(", ", Names)}"),
    };
}
