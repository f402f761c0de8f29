namespace VtKit.StaticAnalysis;

/// <summary>Makes what another program said safe to show.</summary>
internal static class EngineText
{
    private const int MaxLength = 256;

    /// <summary>One line without control characters, at most 256 characters.</summary>
    public static string Clean(string text)
    {
        if (text.Length > MaxLength) text = text[..MaxLength];
        return string.Create(text.Length, text, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
                target[i] = char.IsControl(source[i]) || char.IsSurrogate(source[i]) ? '?' : source[i];
        });
    }
}
