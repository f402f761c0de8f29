namespace VtKit.Cli;

/// <summary>What has to be done with a ruleset, so that folder and account agree.</summary>
internal enum HuntAction
{
    Same,
    Create,
    Update,

    /// <summary>It is in the account alone, and is to go.</summary>
    Delete,

    /// <summary>It is in the account alone, and stays.</summary>
    Keep,

    /// <summary>Its rules do not compile.</summary>
    Broken,
}

/// <summary>A ruleset of the folder, of the account, or of both.</summary>
/// <param name="Action">What has to be done.</param>
/// <param name="Name">Its name.</param>
/// <param name="File">Its file; null where there is none.</param>
/// <param name="Id">Its id in the account; null where it is not there.</param>
/// <param name="Changes">The lines in which they differ.</param>
/// <param name="Problem">Why it cannot be used.</param>
internal sealed record HuntStep(HuntAction Action, string Name, RuleFile? File = null, string? Id = null, IReadOnlyList<DiffLine>? Changes = null, string? Problem = null);

/// <summary>A folder of rules beside the rulesets of an account.</summary>
internal static class HuntPlan
{
    /// <summary>Compares them. Only reads.</summary>
    /// <param name="client">The account.</param>
    /// <param name="files">The folder.</param>
    /// <param name="problems">The rules that do not compile, by the name of the ruleset.</param>
    /// <param name="prune">Whether what has no file is to go.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CliException">Two rulesets of the account have the name of one file.</exception>
    public static async Task<IReadOnlyList<HuntStep>> MakeAsync(
        VtClient client, IReadOnlyList<RuleFile> files, IReadOnlyDictionary<string, string> problems, bool prune, CancellationToken cancellationToken)
    {
        var account = new Dictionary<string, List<VtHuntingRuleset>>(StringComparer.Ordinal);
        await foreach (var ruleset in client.HuntingRulesets.ListAsync().WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var name = ruleset.Name ?? "";
            if (!account.TryGetValue(name, out var named)) account[name] = named = [];
            named.Add(ruleset);
        }
        var steps = new List<HuntStep>();
        foreach (var file in files)
        {
            if (account.Remove(file.Name, out var named) && named.Count > 1)
                throw CliException.Usage($"the account has {named.Count} rulesets named '{file.Name}' ({string.Join(", ", named.Select(one => one.Id))}): rename all but one");
            steps.Add(Compare(file, named?[0], problems.GetValueOrDefault(file.Name)));
        }
        foreach (var (name, named) in account.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            steps.AddRange(named.Select(ruleset => new HuntStep(prune ? HuntAction.Delete : HuntAction.Keep, name, Id: ruleset.Id)));
        return steps;
    }

    private static HuntStep Compare(RuleFile file, VtHuntingRuleset? ruleset, string? problem)
    {
        if (problem is not null) return new HuntStep(HuntAction.Broken, file.Name, file, ruleset?.Id, Problem: problem);
        if (ruleset is null) return new HuntStep(HuntAction.Create, file.Name, file);
        var changes = LineDiff.Of(ruleset.Rules ?? "", file.Rules);
        return new HuntStep(changes.Count > 0 ? HuntAction.Update : HuntAction.Same, file.Name, file, ruleset.Id, changes);
    }
}
