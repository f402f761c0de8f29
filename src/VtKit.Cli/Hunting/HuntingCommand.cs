namespace VtKit.Cli;

/// <summary><c>vtk hunting</c>: Livehunt, which matches rules with what the service receives.</summary>
internal static class HuntingCommand
{
    public static CliCommand Build(bool withRelationships) => new("hunting", "Livehunt: rulesets, and notifications of what they match (premium)")
    {
        Subcommands = { RulesetCommand.Build(withRelationships), NotificationCommand.Build() },
    };
}
