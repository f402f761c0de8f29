using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary>The tools that read. None of them submits, and none reads a file of this machine.</summary>
internal static class McpTools
{
    private const int UsualCount = 10;
    private const int MostCount = 40;

    private static readonly McpArgument Indicator = new("indicator", "string", "MD5, SHA-1, SHA-256, URL, domain or IP address, also defanged", IsRequired: true);
    private static readonly McpArgument Hash = new("hash", "string", "MD5, SHA-1 or SHA-256 of a file", IsRequired: true);
    private static readonly McpArgument Attributes = new("attributes", "strings", "Only these attributes; all that fit unless given");
    private static readonly McpArgument Limit = new("limit", "integer", $"How many at most, up to {MostCount}; {UsualCount} unless given");
    private static readonly McpArgument Cursor = new("cursor", "string", "Where to go on: the cursor of an earlier answer");
    private static readonly McpArgument Filter = new("filter", "string", "What to keep, as the service's filters spell it");

    public static IReadOnlyList<McpTool> All { get; } =
    [
        new("lookup", "Report", "Report of a file, URL, domain or IP address. Costs one request of the quota. Nothing is uploaded or submitted; what is unknown is the error NotFoundError, which does not mean clean.",
            [Indicator, Attributes], async (client, arguments, reply, token) =>
        {
            var text = arguments.Text(Indicator.Name);
            reply.Write((await NounOf(text).GetAsync(client, text, null, token).ConfigureAwait(false)).Object!, arguments.Names(Attributes.Name));
        }),
        new("relationships", "Related objects", "Objects related to a file, URL, domain or IP address, such as contacted_domains or resolutions. A wrong name is answered with those there are. One request a page.",
            [Indicator, new("relationship", "string", "Name of the relationship", IsRequired: true), Attributes, Limit, Cursor], RelatedAsync),
        new("search", "Intelligence search", "Search files, URLs, domains and IP addresses by VirusTotal Intelligence modifiers, such as 'type:peexe p:5+ tag:signed'. Needs a premium key; one request a page.",
            [new("query", "string", "The query", IsRequired: true), new("order", "string", "Such as last_submission_date-"), Attributes, Limit, Cursor], (client, arguments, reply, token) =>
            reply.WriteAsync(client.Intelligence.SearchAsync(arguments.Text("query"), arguments.TextOrNull("order"), null, Options(arguments)), Count(arguments), arguments.Names(Attributes.Name), token)),
        new("behaviour", "Behaviour of a file", "What sandboxes saw a file do, merged: processes, files, registry, network. One request.", [Hash, new("parts", "strings", "Only these parts; all that fit unless given")],
            async (client, arguments, reply, token) =>
            reply.Write((await client.Files.BehaviourSummaryAsync(ReadHash(arguments), token).ConfigureAwait(false)).Node, arguments.Names("parts"))),
        new("attack_techniques", "ATT&CK techniques of a file", "MITRE ATT&CK tactics and techniques that sandboxes saw, by sandbox. One request.", [Hash], async (client, arguments, reply, token) =>
            reply.Write((await client.Files.BehaviourMitreTreesAsync(ReadHash(arguments), token).ConfigureAwait(false)).Node, null)),
        new("graph", "Threat graph", "A threat graph: its name, nodes and links. One request.", [new("id", "string", "Id of the graph", IsRequired: true), Attributes], async (client, arguments, reply, token) =>
            reply.Write(await client.Graphs.GetAsync(arguments.Text("id"), null, token).ConfigureAwait(false), arguments.Names(Attributes.Name))),
        new("hunting_rulesets", "Livehunt rulesets", "The account's Livehunt rulesets, or one of them. One request a page.", [new("id", "string", "One ruleset, with its rules"), Filter, Attributes, Limit, Cursor], RulesetsAsync),
        new("hunting_notifications", "Livehunt notifications", "What the Livehunt rules matched, newest first. One request a page.", [Filter, Attributes, Limit, Cursor], (client, arguments, reply, token) =>
            reply.WriteAsync(client.HuntingNotifications.ListAsync(null, arguments.TextOrNull(Filter.Name), null, Options(arguments)), Count(arguments), arguments.Names(Attributes.Name), token)),
        new("retrohunt_jobs", "Retrohunt jobs", "The account's Retrohunt jobs, newest first, or one of them: its state and how many files it has found. One request a page.", [new("id", "string", "One job, with its rules"), Filter, Attributes, Limit, Cursor], RetrohuntAsync),
        new("retrohunt_matches", "Retrohunt matches", "Files that a Retrohunt job has found. One request a page.", [new("id", "string", "Id of the job", IsRequired: true), Attributes, Limit, Cursor], (client, arguments, reply, token) =>
            reply.WriteAsync(client.RetrohuntJobs.MatchingFilesAsync(arguments.Text("id"), Options(arguments)), Count(arguments), arguments.Names(Attributes.Name), token)),
        new("ioc_stream", "IoC stream", "Notifications of all kinds: Livehunt, Retrohunt, collections, threat actors. One request a page.", [Filter, Attributes, Limit, Cursor], (client, arguments, reply, token) =>
            reply.WriteAsync(client.IocStream.ListAsync(filter: arguments.TextOrNull(Filter.Name), options: Options(arguments)), Count(arguments), arguments.Names(Attributes.Name), token)),
        new("quota", "Quota", "What of the quota is used and left, as far as is known here. Costs nothing; every other answer has it, too.", [], (_, _, _, _) => Task.CompletedTask),
    ];

    private static Task RelatedAsync(VtClient client, McpArguments arguments, McpReply reply, CancellationToken cancellationToken)
    {
        var (text, name) = (arguments.Text(Indicator.Name), arguments.Text("relationship"));
        var noun = NounOf(text);
        var relationship = noun.Relationships.FirstOrDefault(one => one.Name == name)
            ?? throw CliException.Usage($"there is no relationship '{name}' of a {noun.Name}; there are {string.Join(", ", noun.Relationships.Select(one => one.Name))}");
        return relationship.IsToMany
            ? reply.WriteAsync(Related(client, text, relationship, Options(arguments)), Count(arguments), arguments.Names(Attributes.Name), cancellationToken)
            : WriteOneAsync();

        async Task WriteOneAsync()
        {
            if (await noun.RelatedOneAsync(client, text, relationship, idsOnly: false, cancellationToken).ConfigureAwait(false) is { } related)
                reply.Write(related, arguments.Names(Attributes.Name));
        }
    }

    private static VtPaged<VtObject> Related(VtClient client, string text, VtRelationship relationship, VtListOptions options)
    {
        var indicator = VtKit.Indicators.Indicator.Recognise(text);
        return indicator.Kind switch
        {
            IndicatorKind.File => client.Files.RelatedAsync(indicator.Hash!.Value, relationship, options),
            IndicatorKind.Url => client.Urls.RelatedAsync(indicator.UrlId!.Value, relationship, options),
            IndicatorKind.Domain => client.Domains.RelatedAsync(indicator.Value, relationship, options),
            _ => client.IpAddresses.RelatedAsync(indicator.Value, relationship, options),
        };
    }

    private static async Task RulesetsAsync(VtClient client, McpArguments arguments, McpReply reply, CancellationToken cancellationToken)
    {
        if (arguments.TextOrNull("id") is { } id)
            reply.Write(await client.HuntingRulesets.GetAsync(id, null, cancellationToken).ConfigureAwait(false), arguments.Names(Attributes.Name));
        else
            await reply.WriteAsync(client.HuntingRulesets.ListAsync(arguments.TextOrNull(Filter.Name), null, Options(arguments)), Count(arguments), arguments.Names(Attributes.Name), cancellationToken).ConfigureAwait(false);
    }

    private static async Task RetrohuntAsync(VtClient client, McpArguments arguments, McpReply reply, CancellationToken cancellationToken)
    {
        if (arguments.TextOrNull("id") is { } id)
            reply.Write(await client.RetrohuntJobs.GetAsync(id, null, cancellationToken).ConfigureAwait(false), arguments.Names(Attributes.Name));
        else
            await reply.WriteAsync(client.RetrohuntJobs.ListAsync(arguments.TextOrNull(Filter.Name), Options(arguments)), Count(arguments), arguments.Names(Attributes.Name), cancellationToken).ConfigureAwait(false);
    }

    // The text is never taken for a path: what lies on this machine is not for whoever calls.
    private static Noun NounOf(string text)
    {
        var indicator = VtKit.Indicators.Indicator.Recognise(text);
        return indicator.Kind switch
        {
            IndicatorKind.File => new FileNoun(),
            IndicatorKind.Url => new UrlNoun(),
            IndicatorKind.Domain => new DomainNoun(),
            IndicatorKind.IpAddress => new IpNoun(),
            _ => throw CliException.Usage($"'{text}' is no hash, URL, domain or IP address"),
        };
    }

    private static FileHash ReadHash(McpArguments arguments) => FileHash.TryParse(arguments.Text(Hash.Name), out var hash)
        ? hash
        : throw CliException.Usage($"'{arguments.Text(Hash.Name)}' is no hash: an MD5 has 32 hex digits, a SHA-1 40, a SHA-256 64");

    private static int Count(McpArguments arguments) => arguments.Count(Limit.Name, UsualCount, MostCount);

    private static VtListOptions Options(McpArguments arguments)
    {
        if (arguments.TextOrNull(Cursor.Name) is not { } text) return new VtListOptions { PageSize = Count(arguments) };
        return VtResumeToken.TryParse(text, out var place)
            ? new VtListOptions { PageSize = Count(arguments), ResumeFrom = place }
            : throw CliException.Usage("'cursor' is no place in a list: give what an earlier answer had under cursor");
    }
}
