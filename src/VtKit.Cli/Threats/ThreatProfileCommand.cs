using System.CommandLine;
using System.Text.Json.Nodes;

namespace VtKit.Cli;

/// <summary><c>vtk threatprofile</c>: what an organisation wants to know of, and the threats that the service suggests for it.</summary>
internal static class ThreatProfileCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "Id of a threat profile" };

    private static readonly Option<string> Name = new("--name") { Description = "What it is called", HelpName = "NAME" };

    private static readonly Option<string> Order = new("--order") { Description = "What to sort by, such as name+", HelpName = "FIELD" };

    // The names of the interests are the service's.
    private static readonly (Option<string[]> Option, string Interest)[] Interests =
    [
        (Many("--targeted-industry", "Industry that is targeted"), "INTEREST_TYPE_TARGETED_INDUSTRY"),
        (Many("--targeted-region", "Region that is targeted, such as DE"), "INTEREST_TYPE_TARGETED_REGION"),
        (Many("--source-region", "Region that threats come from"), "INTEREST_TYPE_SOURCE_REGION"),
        (Many("--malware-role", "What malware does, such as Ransomware"), "INTEREST_TYPE_MALWARE_ROLE"),
        (Many("--actor-motivation", "Why actors act, such as Espionage"), "INTEREST_TYPE_ACTOR_MOTIVATION"),
    ];

    private static readonly (Option<int?> Option, string Setting)[] Suggestions =
    [
        (new("--max-recs-per-type") { Description = "How many threats of a type to suggest at most", HelpName = "N" }, "max_recs_per_type"),
        (new("--min-categories-matched") { Description = "How many kinds of interest a threat has to meet", HelpName = "N" }, "min_categories_matched"),
        (new("--max-days-since-last-seen") { Description = "How old a threat may be", HelpName = "DAYS" }, "max_days_since_last_seen"),
    ];

    private static PlainNoun Noun => new("threatprofile", VtObjectTypes.ThreatProfile, "Threat profiles: interests, and threats suggested for them (GTI)", "Id of a threat profile")
    {
        Get = async (client, id, options, token) => await client.ThreatProfiles.GetAsync(id, options, token).ConfigureAwait(false),
        WriteRelated = (list, id, token) =>
            list.Relationship == VtRelationships.ThreatProfile.Recommendations ? list.WriteAsync(list.Client.ThreatProfiles.RecommendationsAsync(id, list.Options), token)
            : list.Relationship == VtRelationships.ThreatProfile.Editors ? list.WriteAsync(list.Client.ThreatProfiles.EditorsAsync(id, list.Options), token)
            : list.WriteAsync(list.Client.ThreatProfiles.ViewersAsync(id, list.Options), token),
        GetRelated = async (client, id, _, token) => await client.ThreatProfiles.GetOwnerAsync(id, token).ConfigureAwait(false),
    };

    public static CliCommand Build(bool withRelationships) => ObjectCommands.Build(Noun, withRelationships,
        new CliCommand("list", "Threat profiles of one's own, and those that are shared", (session, cancellationToken) => Listing.RunAsync(
            session, (client, options) => client.ThreatProfiles.ListAsync(session.Parsed.GetValue(Listing.Filter), session.Parsed.GetValue(Order), options), cancellationToken))
        {
            Aliases = { "ls" },
            Options = { Listing.Filter, Order, Listing.All },
            Examples = ["vtk threatprofile list --select name"],
        },
        new CliCommand("create", "Make a threat profile", CreateAsync)
        {
            Options = { Name, Settings(), WriteOptions.DryRun, ObjectOptions.All },
            Examples = ["vtk threatprofile create --name Ours --targeted-industry Energy"],
        },
        new CliCommand("update", "Change a threat profile; interests that are given replace all that were there", UpdateAsync)
        {
            Arguments = { Id },
            Options = { Name, Settings(), WriteOptions.DryRun, ObjectOptions.All },
            Examples = ["vtk threatprofile update <id> --max-days-since-last-seen 90"],
        },
        Deletion.Build("threat profile", "Delete threat profiles", "vtk threatprofile delete", (client, id, token) => client.ThreatProfiles.DeleteAsync(id, token)));

    private static List<Option> Settings() => [.. Interests.Select(interest => interest.Option), .. Suggestions.Select(suggestion => suggestion.Option)];

    private static Task<ExitCode> CreateAsync(CliSession session, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(session.Parsed.GetValue(Name))) throw CliException.Usage("a threat profile needs a name: add --name");
        var edit = Edit(session);
        return OneObject.RunAsync(session, async (client, token) => await client.ThreatProfiles.CreateAsync(edit, token).ConfigureAwait(false), cancellationToken);
    }

    private static Task<ExitCode> UpdateAsync(CliSession session, CancellationToken cancellationToken)
    {
        var edit = Edit(session);
        if (edit is { Name: null, Interests: null, RecommendationConfig: null }) throw CliException.Usage("what is to change? See vtk threatprofile update --help");
        return OneObject.RunAsync(session, async (client, token) => await client.ThreatProfiles.UpdateAsync(session.Parsed.GetValue(Id)!, edit, token).ConfigureAwait(false), cancellationToken, about: session.Parsed.GetValue(Id));
    }

    private static VtThreatProfileEdit Edit(CliSession session)
    {
        var (interests, suggestions) = (new JsonObject(), new JsonObject());
        foreach (var (option, name) in Interests)
            if (session.Parsed.GetValue(option) is { Length: > 0 } values)
                interests[name] = new JsonArray([.. values.SelectMany(value => value.Split(',')).Select(value => (JsonNode)value.Trim())]);
        foreach (var (option, name) in Suggestions)
            if (session.Parsed.GetValue(option) is { } number)
                suggestions[name] = number;
        return new VtThreatProfileEdit
        {
            Name = session.Parsed.GetValue(Name),
            Interests = interests.Count == 0 ? null : interests,
            RecommendationConfig = suggestions.Count == 0 ? null : suggestions,
        };
    }

    private static Option<string[]> Many(string name, string description) => new(name)
    {
        Description = description + "; may be given several times",
        HelpName = "NAME",
    };
}
