namespace VtKit.Cli;

/// <summary><c>vtk meta</c>: what the service says about itself.</summary>
internal static class MetaCommand
{
    public static CliCommand Build() => new("meta", "Engines, relationships and privileges that the service has", RunAsync)
    {
        Options = { ObjectOptions.Include, ObjectOptions.Exclude, ObjectOptions.Select },
        Examples = ["vtk meta", "vtk meta --format yaml -i engines", "vtk meta --select '$.relationships.file[*].name'"],
    };

    private static Task<ExitCode> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        if (session.Format is OutputFormat.Csv or OutputFormat.Md && session.Parsed.GetValue(ObjectOptions.Select) is not { Length: > 0 })
            throw CliException.Usage("metadata has no rows: use --format json or yaml, or --select");
        return OneObject.RunAsync(session, async (client, token) => BareJson.Of(await client.Metadata.GetAsync(token).ConfigureAwait(false)), cancellationToken, Render);
    }

    private static string Render(VtObject answer, Style style, int width)
    {
        var metadata = new ServiceMetadata(new VtNode(answer.Json));
        var report = new Report(style, width);
        report.Headline("metadata", "");
        report.List("Privileges", metadata.Privileges.AsMap<VtNode>().Keys.Concat(metadata.Privileges.AsStrings()));
        report.Heading("Engines");
        report.Series($"{metadata.Engines.Count}: ", metadata.Engines.Keys.Order(StringComparer.OrdinalIgnoreCase));
        report.Heading("Relationships");
        foreach (var (type, relationships) in metadata.RelationshipsByType)
        {
            var names = relationships.AsList<RelationshipInfo>().Select(relationship => relationship.Name).ToList();
            report.Series($"{type} ({names.Count}): ", names.Select(name => name ?? ""));
        }
        return report.ToString();
    }
}
