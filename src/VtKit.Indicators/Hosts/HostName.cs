using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace VtKit.Indicators;

/// <summary>The rules of host names that domains and URLs share: case, IDNA, trailing dot, labels.</summary>
internal static class HostName
{
    public const int MaxLength = 253;
    public const int MaxLabelLength = 63;

    // Letters of other scripts can be longer than what they encode to (marks that IDNA drops), but not without bound.
    private const int MaxTypedLength = 1024;

    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");
    private static readonly SearchValues<char> UpperLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    private static readonly SearchValues<char> LowerLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz");
    private static readonly SearchValues<char> AsciiDigits = SearchValues.Create("0123456789");

    // Underscores occur in DNS, so the STD3 rules do not apply.
    private static readonly IdnMapping Idn = new() { AllowUnassigned = false, UseStd3AsciiRules = false };

    // Without ICU the runtime encodes but does not map (case, width, composition): the names would come out wrong, silently.
    private static readonly bool CanMapUnicode = Idn.GetAscii("\u00DC") == "xn--tda";

    /// <summary>Whether IDNA reads the character as a dot.</summary>
    public static bool IsForeignDot(char c) => c is '\u3002' or '\uFF0E' or '\uFF61';

    /// <summary>A domain as somebody typed it, in canonical form; or the reason why it is none, as a clause.</summary>
    public static bool TryCanonicalizeDomain(
        [NotNullWhen(true)] string? text, [NotNullWhen(true)] out string? domain, [NotNullWhen(false)] out string? problem)
    {
        domain = null;
        var typed = text.AsSpan().Trim();
        if (typed.IsEmpty)
        {
            problem = "it is empty";
            return false;
        }
        if (!TryMap(text!, typed, out var ascii))
        {
            problem = typed.Length > MaxTypedLength ? "it is too long"
                : CanMapUnicode ? "it holds characters that no international domain name may hold"
                : "this program runs with invariant globalization, in which international names cannot be encoded: give it in ASCII (xn--...)";
            return false;
        }
        problem = ProblemOfDomain(ascii);
        if (problem is not null) return false;
        domain = ascii;
        return true;
    }

    /// <summary>A registered name as it stands in a URL, in canonical form. One label is enough, and names that DNS would refuse pass where they can be kept apart.</summary>
    public static bool TryCanonicalizeUrlHost(string host, [NotNullWhen(true)] out string? canonical)
    {
        canonical = null;
        if (!TryMap(host, host, out var ascii) || ascii.Length is 0 or > MaxLength) return false;
        foreach (var range in ascii.AsSpan().Split('.'))
        {
            var label = ascii.AsSpan(range);
            if (label.Length is 0 or > MaxLabelLength || label.ContainsAnyExcept(LabelCharacters)) return false;
        }
        canonical = ascii;
        return true;
    }

    /// <summary>The name with its <c>xn--</c> labels decoded where they can be.</summary>
    public static string ToUnicode(string ascii)
    {
        if (!ascii.Contains("xn--", StringComparison.Ordinal)) return ascii;
        var labels = ascii.Split('.');
        for (var i = 0; i < labels.Length; i++)
        {
            if (!labels[i].StartsWith("xn--", StringComparison.Ordinal)) continue;
            try
            {
                labels[i] = Idn.GetUnicode(labels[i]);
            }
            catch (ArgumentException)
            {
                // Such labels occur in DNS although they encode nothing: they are shown as they are.
            }
        }
        return string.Join('.', labels);
    }

    /// <summary>Whether the last label could be a top-level domain by its form: two letters or more and nothing else, or an <c>xn--</c> label.</summary>
    public static bool IsTopLevelForm(ReadOnlySpan<char> label) =>
        label.StartsWith("xn--", StringComparison.Ordinal) ? label.Length > 4 : label.Length >= 2 && !label.ContainsAnyExcept(LowerLetters);

    /// <summary>Lower case, IDNA, one trailing dot dropped; the characters are not checked. The same string where nothing changes.</summary>
    private static bool TryMap(string whole, ReadOnlySpan<char> typed, [NotNullWhen(true)] out string? ascii)
    {
        ascii = null;
        if (typed.Length > MaxTypedLength) return false;
        if (!Ascii.IsValid(typed)) return TryMapUnicode(typed, out ascii);
        if (typed is [.., '.']) typed = typed[..^1];
        ascii = typed.Length == whole.Length && !typed.ContainsAny(UpperLetters)
            ? whole
            : string.Create(typed.Length, typed, static (target, source) => source.ToLowerInvariant(target));
        return true;
    }

    private static bool TryMapUnicode(ReadOnlySpan<char> typed, [NotNullWhen(true)] out string? ascii)
    {
        ascii = null;
        if (!CanMapUnicode) return false;
        Span<char> dotted = stackalloc char[MaxTypedLength];
        dotted = dotted[..typed.Length];
        for (var i = 0; i < typed.Length; i++) dotted[i] = IsForeignDot(typed[i]) ? '.' : typed[i];
        if (dotted is [.., '.']) dotted = dotted[..^1];

        // Label by label: what is ASCII already stands in DNS as it is, even where IDNA would object (r3---sn-x).
        var result = new StringBuilder(dotted.Length + 16);
        foreach (var range in ((ReadOnlySpan<char>)dotted).Split('.'))
        {
            if (range.Start.Value > 0) result.Append('.');
            var label = dotted[range];
            if (Ascii.IsValid(label))
            {
                foreach (var c in label) result.Append(char.ToLowerInvariant(c));
                continue;
            }
            try
            {
                var mapped = Idn.GetAscii(label.ToString());
                if (mapped.Contains('.', StringComparison.Ordinal)) return false;
                result.Append(mapped);
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
        ascii = result.ToString();
        return true;
    }

    private static string? ProblemOfDomain(string name)
    {
        if (name.Length > MaxLength) return $"it is longer than {MaxLength} characters";
        if (!name.Contains('.', StringComparison.Ordinal)) return "it has no dot";
        foreach (var range in name.AsSpan().Split('.'))
        {
            var label = name.AsSpan(range);
            if (label.IsEmpty) return "it has a dot with nothing before or after it";
            if (label.Length > MaxLabelLength) return $"the part {Excerpt.Of(label)} is longer than {MaxLabelLength} characters";
            var bad = label.IndexOfAnyExcept(LabelCharacters);
            if (bad >= 0) return $"it holds the character {Excerpt.Of(label.Slice(bad, 1))}";
            if (label[0] == '-' || label[^1] == '-') return $"the part {Excerpt.Of(label)} starts or ends with a hyphen";
        }
        var top = name.AsSpan(name.LastIndexOf('.') + 1);
        if (IsTopLevelForm(top)) return null;
        return top.ContainsAnyExcept(AsciiDigits) ? $"{Excerpt.Of(top)} is no top-level domain" : "it ends in a number";
    }
}
