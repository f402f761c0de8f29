namespace VtKit.Cli;

/// <summary><c>vtk hunting</c>: Livehunt, which matches rules with what the service receives.</summary>
internal static class HuntingCommand
{
    public static CliCommand Build(bool withRelationships) => new("hunting", "Livehunt: rulesets, and notifications of what they match (premium)")
    {
        Examples = ["vtk hunting ruleset list", "vtk hunting notification list --follow"],
        Subcommands = { RulesetCommand.Build(withRelationships), NotificationCommand.Build() },
    };
}
