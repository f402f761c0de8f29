using System.Diagnostics.CodeAnalysis;

namespace VtKit;

/// <summary>
/// A JSONPath by RFC 9535, read once and used any number of times, from many threads: names, indexes, slices, wildcards, descendants, filters, and the functions
/// <c>length</c>, <c>count</c>, <c>match</c>, <c>search</c> and <c>value</c>. The root <c>$</c> is what the path is applied to. Whatever takes a
/// path takes its text as well.
/// </summary>
/// <remarks>https://www.rfc-editor.org/rfc/rfc9535</remarks>
public sealed class VtJsonPath : IParsable<VtJsonPath>
{
    private readonly PathQuery _query;
    private string? _text;

    private VtJsonPath(PathQuery query) => _query = query;

    /// <summary>Reads a path.</summary>
    /// <param name="path">The path, such as <c>$.attributes.pe_info.sections[*].md5</c>.</param>
    /// <exception cref="VtJsonPathException">The text is no path; the exception says where and why.</exception>
    public static VtJsonPath Parse(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new VtJsonPath(new PathParser(path).Parse());
    }

    /// <summary>Reads a path, if the text is one.</summary>
    /// <param name="path">The path.</param>
    /// <param name="result">The path, or null.</param>
    public static bool TryParse([NotNullWhen(true)] string? path, [NotNullWhen(true)] out VtJsonPath? result)
    {
        result = null;
        if (path is null) return false;
        try
        {
            result = Parse(path);
            return true;
        }
        catch (VtJsonPathException)
        {
            return false;
        }
    }

    /// <summary>Reads a path, as <see cref="Parse(string)"/> does. Keep the path where it serves many times.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="VtJsonPathException">The text is no path; the exception says where and why.</exception>
    public static implicit operator VtJsonPath(string path) => Parse(path);

    /// <summary>Finds the values that the path leads to, in the order of the document. They are sought as they are read.</summary>
    /// <param name="root">What <c>$</c> stands for. An absent one holds nothing.</param>
    /// <exception cref="InvalidOperationException">While reading: the path looks at so many values, over and over, that it would not end.</exception>
    public IEnumerable<VtNode> Select(VtNode root) => Places(root, locates: false).Select(place => new VtNode(place.Json));

    /// <summary>Finds the values as <see cref="Select"/> does, each with the path of its own.</summary>
    /// <param name="root">What <c>$</c> stands for. An absent one holds nothing.</param>
    /// <exception cref="InvalidOperationException">While reading: the path looks at so many values, over and over, that it would not end.</exception>
    public IEnumerable<VtPathMatch> Locate(VtNode root) => Places(root, locates: true).Select(place => new VtPathMatch(new VtNode(place.Json), place.Step!));

    /// <summary>The path in normalised text: names in brackets and quotes, blanks only around operators. Reading it gives an equal path.</summary>
    public override string ToString() => _text ??= PathText.Of(_query);

    static VtJsonPath IParsable<VtJsonPath>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<VtJsonPath>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out VtJsonPath result) => TryParse(s, out result);

    private IEnumerable<PathPlace> Places(VtNode root, bool locates)
    {
        if (root.Kind == System.Text.Json.JsonValueKind.Undefined) yield break;
        foreach (var place in new PathEvaluator(root.Json).Run(_query, new PathPlace(root.Json, locates ? PathStep.Root : null)))
            yield return place;
    }
}

/// <summary>A value that a <see cref="VtJsonPath"/> found, and where.</summary>
public readonly struct VtPathMatch
{
    private readonly PathStep _step;

    internal VtPathMatch(VtNode node, PathStep step) => (Node, _step) = (node, step);

    /// <summary>The value.</summary>
    public VtNode Node { get; }

    /// <summary>The normalised path of the value (RFC 9535, section 2.7), such as <c>$['attributes']['names'][0]</c>. Made at each call.</summary>
    public string Path => _step is null ? "" : PathText.Of(_step);

    /// <summary>The path and the value as JSON.</summary>
    public override string ToString() => $"{Path}: {Node}";
}

/// <summary>A text is no JSONPath.</summary>
public sealed class VtJsonPathException : FormatException
{
    internal VtJsonPathException(int position, string problem) : base($"No JSONPath, at character {position + 1}: {problem}") => Position = position;

    /// <summary>Where in the text the trouble begins, from 0. It may lie just behind the end.</summary>
    public int Position { get; }
}
