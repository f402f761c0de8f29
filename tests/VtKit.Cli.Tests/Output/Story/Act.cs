namespace VtKit.Cli.Tests;

/// <summary>One command of the story, as a person types it.</summary>
/// <param name="Line">What stands after <c>vtk</c>. A name in braces stands for what an earlier command gave.</param>
internal sealed record Act(string Line)
{
    /// <summary>What comes through a pipe.</summary>
    public string? Piped { get; init; }

    /// <summary>What the person answers when asked.</summary>
    public string? Answer { get; init; }

    /// <summary>Whose key it is.</summary>
    public string Key { get; init; } = Emulator.VtEmulatorKeys.Premium;

    /// <summary>Names by which later commands call what a pattern finds here. What differs from run to run is shown under its name.</summary>
    public IReadOnlyList<(string Name, string Pattern)> Keep { get; init; } = [];

    /// <summary>What the output has once something is done that takes a while: the command is run until then, and only its last output counts.</summary>
    public string Until { get; init; } = "";

    /// <summary>How far the clock moves before.</summary>
    public TimeSpan Later { get; init; }

    /// <summary>How many lines are held, where the rest is like them.</summary>
    public int Lines { get; init; } = int.MaxValue;

    /// <summary>Whether it only gets something ready, and another story holds what it writes.</summary>
    public bool IsPreparation { get; init; }

    /// <summary>Whether Ctrl-C ends it, once it has written something.</summary>
    public bool RunsOn { get; init; }
}
