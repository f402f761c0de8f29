using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk search</c>: the service's search over all that it holds, by modifiers and by content.</summary>
internal static class SearchCommand
{
    // The service calls it so, and vt-cli calls the command so.
    private const string ContentModifier = "content:";

    private static readonly Argument<string[]> Terms = new("query")
    {
        Description = "What to find, such as 'type:peexe p:5+ tag:signed'; several are joined",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Argument<string[]> Patterns = new("pattern")
    {
        Description = "Text, or bytes as '{cafe ?? babe}'; a file has to hold all of them",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> Order = new("--order")
    {
        Description = "What to sort by, such as size- or last_submission_date+",
        HelpName = "FIELD",
    };

    private static readonly Option<bool> Descriptors = new("--descriptors-only")
    {
        Description = "Ask for types and ids alone, which is faster; -I does so, too",
    };

    private static readonly Option<bool> Download = new("--download", "-d")
    {
        Description = "Save the files that are found, and print their paths",
    };

    private static readonly Option<bool> NoSnippets = new("--no-snippets")
    {
        Description = "Do not show the bytes around each match, which costs a request each",
    };

    public static CliCommand Build() => new("search", "Find files, URLs, domains and IP addresses by modifiers (premium)", (session, cancellationToken) =>
    {
        if (session.Parsed.GetValue(Terms) is not { Length: > 0 } terms) throw CliException.Usage("what is to be found? Give a query: see vtk search --help");
        return RunAsync(session, string.Join(' ', terms), null, cancellationToken);
    })
    {
        Arguments = { Terms },
        Options = { Order, Descriptors, Download, DownloadCommand.Output, Listing.All },
        Examples = ["vtk search 'type:pdf tag:exploit' -n 100 -I", "vtk search entity:domain p:3+ --order last_modification_date-", "vtk search type:apk p:20+ --download -o samples"],
        Subcommands =
        {
            new CliCommand("content", "Find files by what is in them, and show the bytes around each match", (session, cancellationToken) =>
                RunAsync(session, string.Join(' ', session.Parsed.GetValue(Patterns)!.Select(ContentTerm)), session.Parsed.GetValue(NoSnippets) ? null : new Snippets(session), cancellationToken))
            {
                Arguments = { Patterns },
                Options = { Order, NoSnippets, Download, DownloadCommand.Output, Listing.All },
                Examples = ["vtk search content 'evil string'", "vtk search content '{4d5a 90 00}' 'This program' -n 5"],
            },
        },
    };

    private static async Task<ExitCode> RunAsync(CliSession session, string query, Snippets? snippets, CancellationToken cancellationToken)
    {
        var (idsOnly, download) = (session.Parsed.GetValue(ItemArguments.IdsOnly), session.Parsed.GetValue(Download));
        var listing = new Listing(session, page: Limits.SearchPageMax);
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var descriptors = idsOnly || download || session.Parsed.GetValue(Descriptors) ? true : (bool?)null;
        var found = connection.Client.Intelligence.SearchAsync(query, session.Parsed.GetValue(Order), descriptors, listing.Options);
        if (download)
        {
            using var files = new FileCollector(session.Console);
            await listing.WriteAsync(found, files, cancellationToken).ConfigureAwait(false);
            if (files.Hashes.Count > 0)
                return await DownloadCommand.SaveAllAsync(session, connection.Client, files.Hashes, session.Parsed.GetValue(DownloadCommand.Output)!, cancellationToken).ConfigureAwait(false);
            session.Talk.Say("no file was found");
            return ExitCode.Ok;
        }
        using var writer = Writers.Create(session, list: true, idsOnly);
        // In formats for programs a hit names its snippet, and whoever wants it asks for it.
        if (snippets is null || idsOnly || session.Format != OutputFormat.Table || session.Parsed.GetValue(ObjectOptions.Select) is { Length: > 0 })
            return await listing.WriteAsync(found, writer, cancellationToken).ConfigureAwait(false);
        return await listing.WriteAsync(found, writer, (hit, token) => snippets.WriteAsync(connection.Client, hit, token), cancellationToken).ConfigureAwait(false);
    }

    // Bytes and what is quoted already stand for themselves.
    private static string ContentTerm(string pattern) => ContentModifier + (pattern.StartsWith('{') || pattern.StartsWith('"') || pattern.StartsWith('/')
        ? pattern
        : $"\"{pattern.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");

    /// <summary>Keeps the hashes of the files in a list, and writes nothing.</summary>
    private sealed class FileCollector(CliConsole console) : ObjectWriter(console)
    {
        public List<string> Hashes { get; } = [];

        protected override void WriteItem(VtObject item)
        {
            if (item.Type == VtObjectTypes.File) Hashes.Add(item.Id);
        }
    }
}
