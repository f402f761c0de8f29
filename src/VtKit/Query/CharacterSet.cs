using System.Globalization;
using System.Text;

namespace VtKit;

/// <summary>A set of characters of Unicode: ranges, categories, or all others than these.</summary>
internal sealed class CharacterSet
{
    // In the order of UnicodeCategory. Halves of pairs (Cs) are no category of RFC 9485.
    private static readonly string[] Names =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "", "Co",
        "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    private readonly List<(int First, int Last)> _ranges = [];
    private uint _categories;

    /// <summary>Whether it stands for all characters that were not added.</summary>
    public bool IsNegated { get; set; }

    public void Add(int first, int last) => _ranges.Add((first, last));

    /// <summary>Adds a category by its name, such as <c>Lu</c>, or by the first letter all of its kind; or all other categories.</summary>
    /// <returns>Whether RFC 9485 has such a category.</returns>
    public bool TryAddCategory(ReadOnlySpan<char> name, bool others)
    {
        var named = 0u;
        for (var i = 0; i < Names.Length; i++)
            if (name.Length is 1 or 2 && Names[i].StartsWith(name, StringComparison.Ordinal)) named |= 1u << i;
        _categories |= others ? ~named : named;
        return named != 0;
    }

    public bool Contains(Rune character)
    {
        var isIn = (_categories >> (int)CharUnicodeInfo.GetUnicodeCategory(character.Value) & 1) != 0;
        foreach (var (first, last) in _ranges)
            if (character.Value >= first && character.Value <= last) isIn = true;
        return isIn != IsNegated;
    }
}
