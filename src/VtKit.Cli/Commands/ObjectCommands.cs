using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk file|url|domain|ip|analysis</c>: reports by id, and relationships below them.</summary>
internal static class ObjectCommands
{
    private const int Concurrency = 5;

    /// <summary>Makes the command of a noun.</summary>
    /// <param name="noun">The noun.</param>
    /// <param name="withRelationships">Whether its relationships are wanted: there are many, and other commands need none.</param>
    public static CliCommand Build(Noun noun, bool withRelationships)
    {
        var items = ItemArguments.Many(noun.Argument, Describe(noun));
        var command = new CliCommand(noun.Name, Summary(noun), (session, cancellationToken) => GetAsync(session, noun, items, cancellationToken))
        {
            Arguments = { items },
            Options = { ItemArguments.IdsOnly },
            Examples = Examples(noun),
        };
        if (withRelationships)
            foreach (var relationship in noun.Relationships)
                command.Subcommands.Add(RelationshipCommand.Build(noun, items, relationship));
        return command;
    }

    private static Task<ExitCode> GetAsync(CliSession session, Noun noun, Argument<string[]> items, CancellationToken cancellationToken) =>
        Batch.RunAsync(
            session, session.Parsed.GetValue(items)!, noun.Argument, noun.Type, Concurrency,
            (connection, text, token) => noun.GetAsync(connection.Client, text, token), cancellationToken);

    private static string Summary(Noun noun) => noun.Name switch
    {
        "file" => "Reports of files, by MD5, SHA-1 or SHA-256; nothing is uploaded",
        "url" => "Reports of URLs; nothing is submitted",
        "domain" => "Reports of domains",
        "ip" => "Reports of IP addresses",
        _ => "State and result of analyses",
    };

    private static string Describe(Noun noun) => noun.Name switch
    {
        "file" => "MD5, SHA-1 or SHA-256",
        "url" => "URL as it is, defanged, or its id",
        "domain" => "Domain name, also defanged or in any script",
        "ip" => "IPv4 or IPv6 address, also defanged",
        _ => "Id that a submission gave",
    };

    private static string[] Examples(Noun noun) => noun.Name switch
    {
        "file" => ["vtk file 44d88612fea8a8f36de82e1278abb02f", "vtk file contacted_domains 44d88612fea8a8f36de82e1278abb02f", "vtk file - --format jsonl < hashes.txt"],
        "url" => ["vtk url https://example.com/", "vtk url hxxps://example[.]com/", "vtk url network_location https://example.com/"],
        "domain" => ["vtk domain example.com", "vtk domain subdomains example.com --limit 100 -I"],
        "ip" => ["vtk ip 8.8.8.8", "vtk ip resolutions 2001:4860:4860::8888"],
        _ => ["vtk analysis <id>", "vtk analysis item <id>"],
    };
}
