using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk hunt</c>: keeps a folder of YARA rules, such as one in git, and the rulesets of an account in step.</summary>
internal static class HuntCommand
{
    private static readonly Argument<string> Folder = new("folder") { Description = "Folder of .yar and .yara files; a ruleset has the name of its file" };

    private static readonly Option<bool> Prune = new("--prune") { Description = "Delete the rulesets of the account that have no file" };

    private static readonly Option<bool> Enable = new("--enable") { Description = "Let rulesets that are made match at once" };

    public static CliCommand Build() => new("hunt", "Keep a folder of YARA rules and the rulesets of Livehunt in step (premium)")
    {
        Examples = ["vtk hunt plan rules", "vtk hunt apply rules"],
        Subcommands =
        {
            new CliCommand("plan", "Show what would change, line by line, and change nothing", PlanAsync)
            {
                Arguments = { Folder },
                Options = { Prune },
                Examples = ["vtk hunt plan rules", "vtk hunt plan rules --prune --format json"],
            },
            new CliCommand("apply", "Make the account's rulesets what the folder has, after asking", ApplyAsync)
            {
                Arguments = { Folder },
                Options = { Prune, Enable, WriteOptions.Yes, WriteOptions.DryRun },
                Examples = ["vtk hunt apply rules", "vtk hunt apply rules --prune --yes", "vtk hunt apply rules --dry-run"],
            },
        },
    };

    private static async Task<ExitCode> PlanAsync(CliSession session, CancellationToken cancellationToken)
    {
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var steps = await MakeAsync(session, connection, cancellationToken).ConfigureAwait(false);
        session.Console.Write(HuntPlanView.Of(steps, session));
        session.Talk.Say(HuntPlanView.Counts(steps));
        return steps.Any(step => step.Action == HuntAction.Broken) ? ExitCode.Error : ExitCode.Ok;
    }

    private static async Task<ExitCode> ApplyAsync(CliSession session, CancellationToken cancellationToken)
    {
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var steps = await MakeAsync(session, connection, cancellationToken).ConfigureAwait(false);
        if (!session.Parsed.GetValue(WriteOptions.DryRun)) session.Console.Write(HuntPlanView.Of(steps, session));
        var counts = HuntPlanView.Counts(steps);
        session.Talk.Say(counts);
        if (steps.Any(step => step.Action == HuntAction.Broken))
            throw new CliException(ExitCode.Error, "nothing was changed: mend the rules that do not compile first");
        var work = steps.Where(step => step.Action is HuntAction.Create or HuntAction.Update or HuntAction.Delete).ToList();
        if (work.Count == 0) return ExitCode.Ok;
        await WriteOptions.RequireConsentAsync(session, $"Change the account: {counts}", cancellationToken).ConfigureAwait(false);
        var tally = new ExitTally();
        foreach (var step in work) tally.Add(await TakeAsync(session, connection.Client, step, cancellationToken).ConfigureAwait(false));
        return tally.Total;
    }

    private static async Task<IReadOnlyList<HuntStep>> MakeAsync(CliSession session, ServiceConnection connection, CancellationToken cancellationToken)
    {
        var files = await RuleFile.ReadAllAsync(session.Parsed.GetValue(Folder)!, cancellationToken).ConfigureAwait(false);
        // An empty folder is more likely a mistaken one than the wish to have no rules, unless that is said.
        if (files.Count == 0 && !session.Parsed.GetValue(Prune)) throw CliException.Usage($"{session.Parsed.GetValue(Folder)} holds no .yar or .yara files; --prune deletes the account's rulesets");
        var problems = await RuleCheck.RunAsync(session, files, cancellationToken).ConfigureAwait(false);
        return await HuntPlan.MakeAsync(connection.Client, files, problems, session.Parsed.GetValue(Prune), cancellationToken).ConfigureAwait(false);
    }

    // One that fails does not stop the others: running it again does what is left.
    private static async Task<ExitCode> TakeAsync(CliSession session, VtClient client, HuntStep step, CancellationToken cancellationToken)
    {
        try
        {
            switch (step.Action)
            {
                case HuntAction.Create:
                    await client.HuntingRulesets.CreateAsync(new VtHuntingRulesetEdit { Name = step.Name, Rules = step.File!.Rules, Enabled = session.Parsed.GetValue(Enable) }, cancellationToken).ConfigureAwait(false);
                    break;
                case HuntAction.Update:
                    await client.HuntingRulesets.UpdateAsync(step.Id!, new VtHuntingRulesetEdit { Rules = step.File!.Rules }, cancellationToken).ConfigureAwait(false);
                    break;
                default:
                    await client.HuntingRulesets.DeleteAsync(step.Id!, cancellationToken).ConfigureAwait(false);
                    break;
            }
            return ExitCode.Ok;
        }
        catch (DryRunStop)
        {
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is VtException and not VtAuthenticationException and not VtQuotaException)
        {
            var failure = Failure.Of(e, cancellationToken);
            session.Talk.Say(failure.About(step.Name));
            return failure.ExitCode;
        }
    }
}
