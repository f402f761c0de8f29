namespace VtKit.Graph;

/// <summary>The colours of a theme.</summary>
internal sealed record Palette(string Background, string Text, string Faint, string Link, string Group, string Detected, string Clean, string Unknown, string Context, string Icon)
{
    /// <summary>What stands on a node.</summary>
    public const string Glyph = "#ffffff";

    public static Palette Of(GraphTheme theme) => theme == GraphTheme.Dark
        ? new("#14181f", "#e6eaf0", "#93a0b0", "#4d5a6b", "#6ea8fe", "#e5484d", "#2f9e5b", "#6b7787", "#4a6fdc", "#3f4a59")
        : new("#ffffff", "#1c2530", "#66727f", "#b3bdc8", "#3b6fd4", "#d63939", "#2f9e44", "#868e96", "#4263c9", "#66727f");

    /// <summary>By verdict; what no engine looks at, such as an actor, has a colour of its own.</summary>
    public string Of(Verdict verdict) => verdict switch
    {
        Verdict.Detected => Detected,
        Verdict.Clean => Clean,
        Verdict.Context => Context,
        _ => Unknown,
    };
}

/// <summary>What a node's colour says.</summary>
internal enum Verdict
{
    Detected,
    Clean,
    Unknown,
    Context,
}
