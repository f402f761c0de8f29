namespace VtKit.Emulator;

/// <summary>A part of a query.</summary>
internal abstract record SearchNode;

/// <summary>All parts must hold.</summary>
internal sealed record SearchAll(IReadOnlyList<SearchNode> Parts) : SearchNode;

/// <summary>At least one part must hold.</summary>
internal sealed record SearchAny(IReadOnlyList<SearchNode> Parts) : SearchNode;

/// <summary>The part must not hold.</summary>
internal sealed record SearchNot(SearchNode Part) : SearchNode;

/// <summary>One condition.</summary>
/// <param name="Modifier">What stands before the colon, in lower case; null for a bare word.</param>
/// <param name="Value">What stands behind it, without quotes and their escapes.</param>
/// <param name="Raw">The same as it was written between the quotes: patterns of bytes have escapes of their own.</param>
/// <param name="Hex">It stood in braces.</param>
/// <param name="At">Where it begins, from 1.</param>
internal sealed record SearchTerm(string? Modifier, string Value, string Raw, bool Hex, int At) : SearchNode
{
    /// <summary>The complaint about this term.</summary>
    public ApiException Wrong(string problem) => SearchParser.Wrong(At, problem);
}
