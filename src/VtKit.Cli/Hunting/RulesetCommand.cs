using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk hunting ruleset</c>: the YARA rules of Livehunt.</summary>
internal static class RulesetCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "Id of a ruleset" };

    private static readonly Argument<string[]> Ids = ItemArguments.Many("id", "Id of a ruleset");

    private static readonly Argument<string> Name = new("name") { Description = "What it is called" };

    private static readonly Argument<string> RulesFile = new("file") { Description = "File of YARA rules; - reads them from stdin" };

    private static readonly Argument<long> Most = new("limit") { Description = "How many matches a day it may notify of" };

    private static readonly Argument<string[]> Emails = new("email")
    {
        Description = "Addresses that are told of matches; none takes all away",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string> Order = new("--order") { Description = "What to sort by, such as name+", HelpName = "FIELD" };

    private static readonly Option<string> AllOf = new("--all-of")
    {
        Description = "Delete all rulesets; to be sure, name the user whose key this is",
        HelpName = "USER",
    };

    private static PlainNoun Noun => new("ruleset", VtObjectTypes.HuntingRuleset, "Rulesets of Livehunt", "Id of a ruleset")
    {
        Get = async (client, id, options, token) => await client.HuntingRulesets.GetAsync(id, options ?? OwnerAndEditors, token).ConfigureAwait(false),
        Related = (client, id, place) => place.IdsOnly
            ? client.HuntingRulesets.RelatedIdsAsync(id, place.Relationship, place.Options)
            : client.HuntingRulesets.RelatedAsync(id, place.Relationship, place.Options),
        Parents = "hunting ",
    };

    private static VtRelationship[] Beside => [VtRelationships.HuntingRuleset.Owner, VtRelationships.HuntingRuleset.Editors];

    private static VtReadOptions OwnerAndEditors => new() { Relationships = Beside.Select(relationship => relationship.Name) };

    public static CliCommand Build(bool withRelationships)
    {
        var command = ObjectCommands.Build(Noun, withRelationships,
            new CliCommand("list", "Rulesets of one's own, and those that are shared", (session, cancellationToken) => Listing.RunAsync(
                session, (client, options) => client.HuntingRulesets.ListAsync(session.Parsed.GetValue(Listing.Filter), session.Parsed.GetValue(Order), options), cancellationToken, Beside))
            {
                Aliases = { "ls" },
                Options = { Listing.Filter, Order, Listing.All },
                Examples = ["vtk hunting ruleset list --filter enabled:true", "vtk hunting ruleset list -n 0 --select name"],
            },
            new CliCommand("add", "Make a ruleset; it is not enabled yet", AddAsync)
            {
                Arguments = { Name, RulesFile },
                Options = { WriteOptions.DryRun, ObjectOptions.All },
                Examples = ["vtk hunting ruleset add \"Case 7\" case7.yar"],
            },
            Change("enable", "Let rulesets match", (_, _) => new VtHuntingRulesetEdit { Enabled = true }),
            Change("disable", "Let rulesets match no more", (_, _) => new VtHuntingRulesetEdit { Enabled = false }),
            ChangeOne("rename", "Give a ruleset another name", Name, "vtk hunting ruleset rename <id> \"Case 7, closed\"", session =>
                new VtHuntingRulesetEdit { Name = session.Parsed.GetValue(Name) }),
            ChangeOne("set-limit", "Set how many matches a day a ruleset may notify of", Most, "vtk hunting ruleset set-limit <id> 100", session =>
                new VtHuntingRulesetEdit { Limit = session.Parsed.GetValue(Most) }),
            new CliCommand("update", "Replace the rules of a ruleset", UpdateAsync)
            {
                Arguments = { Id, RulesFile },
                Options = { WriteOptions.DryRun, ObjectOptions.All },
                Examples = ["vtk hunting ruleset update <id> case7.yar"],
            },
            ChangeOne("notification-emails", "Set who is told of matches by e-mail", Emails, "vtk hunting ruleset notification-emails <id> soc@example.com", session =>
                new VtHuntingRulesetEdit { NotificationEmails = session.Parsed.GetValue(Emails) }),
            new CliCommand("delete", "Delete rulesets", DeleteAsync)
            {
                Aliases = { "del", "rm" },
                Arguments = { Ids },
                Options = { AllOf, WriteOptions.Yes, WriteOptions.DryRun },
                Examples = ["vtk hunting ruleset delete <id>", "vtk hunting ruleset delete --all-of ana"],
            });
        command.Aliases.Add("rs");
        // As vt-cli spells them.
        Alias(command, "set-limit", "setlimit");
        Alias(command, "notification-emails", "notification_emails");
        return command;
    }

    private static void Alias(CliCommand command, string name, string alias) => command.Subcommands.First(child => child.Name == name).Aliases.Add(alias);

    private static CliCommand Change(string name, string description, Func<CliSession, string, VtHuntingRulesetEdit> edit) => new(name, description, (session, cancellationToken) =>
        Batch.RunAsync(session, session.Parsed.GetValue(Ids)!, "id", VtObjectTypes.HuntingRuleset, 1, async (connection, id, token) =>
            new Found(await connection.Client.HuntingRulesets.UpdateAsync(id, edit(session, id), token).ConfigureAwait(false)), cancellationToken))
    {
        Arguments = { Ids },
        Options = { WriteOptions.DryRun, ObjectOptions.All },
        Examples = [$"vtk hunting ruleset {name} <id>"],
    };

    private static CliCommand ChangeOne(string name, string description, Argument value, string example, Func<CliSession, VtHuntingRulesetEdit> edit) => new(
        name, description, (session, cancellationToken) => EditAsync(session, edit(session), cancellationToken))
    {
        Arguments = { Id, value },
        Options = { WriteOptions.DryRun, ObjectOptions.All },
        Examples = [example],
    };

    private static Task<ExitCode> EditAsync(CliSession session, VtHuntingRulesetEdit edit, CancellationToken cancellationToken) => OneObject.RunAsync(
        session, async (client, token) => await client.HuntingRulesets.UpdateAsync(session.Parsed.GetValue(Id)!, edit, token).ConfigureAwait(false), cancellationToken, about: session.Parsed.GetValue(Id));

    private static async Task<ExitCode> AddAsync(CliSession session, CancellationToken cancellationToken)
    {
        var rules = await InputFile.ReadTextAsync(session, session.Parsed.GetValue(RulesFile)!, cancellationToken).ConfigureAwait(false);
        var edit = new VtHuntingRulesetEdit { Name = session.Parsed.GetValue(Name), Rules = rules };
        return await OneObject.RunAsync(session, async (client, token) => await client.HuntingRulesets.CreateAsync(edit, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ExitCode> UpdateAsync(CliSession session, CancellationToken cancellationToken)
    {
        var rules = await InputFile.ReadTextAsync(session, session.Parsed.GetValue(RulesFile)!, cancellationToken).ConfigureAwait(false);
        return await EditAsync(session, new VtHuntingRulesetEdit { Rules = rules }, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ExitCode> DeleteAsync(CliSession session, CancellationToken cancellationToken)
    {
        var (ids, user) = (session.Parsed.GetValue(Ids)!, session.Parsed.GetValue(AllOf));
        if (user is null)
            return await Deletion.RunAsync(session, ids, "ruleset", (client, id, token) => client.HuntingRulesets.DeleteAsync(id, token), cancellationToken).ConfigureAwait(false);
        if (ids.Length > 0) throw CliException.Usage("give ids, or --all-of, but not both");
        return await Deletion.RunAllAsync(session, $"Delete all rulesets of {user}", async (client, token) => await client.HuntingRulesets.DeleteAllAsync(user, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }
}
