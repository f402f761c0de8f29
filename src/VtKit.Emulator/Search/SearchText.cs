using System.Text;

namespace VtKit.Emulator;

/// <summary>Words as the index holds them, and as a query names them.</summary>
internal static class SearchText
{
    /// <summary>Stands between two values of one item, so that no phrase reaches from one into the other. A letter to the index, and in no text.</summary>
    public const char Border = '\uE000';

    /// <summary>Stands between an engine and a word of its label, or between a word and how many engines use it.</summary>
    public const char Joint = '\uE001';

    /// <summary>The words of a text, in lower case.</summary>
    public static IEnumerable<string> Words(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            while (at < text.Length && char.IsLetterOrDigit(text[at])) at++;
            if (at > start) yield return text[start..at].ToLowerInvariant();
            else at++;
        }
    }

    /// <summary>The name of an engine as a modifier: in lower case, anything but letters and digits as <c>_</c>.</summary>
    public static string EngineName(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name) text.Append(char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_');
        return text.ToString();
    }

    /// <summary>A phrase in some columns of the index. What a user wrote stands in quotes, and means nothing but its words there.</summary>
    public static string Phrase(string columns, string text) => $"{{{columns}}} : {Quoted(text)}";

    public static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal).Replace('\0', ' ')}\"";

    /// <summary>A pattern of <c>*</c> as GLOB reads it: nothing else in it is special.</summary>
    public static string Glob(string pattern)
    {
        var text = new StringBuilder(pattern.Length);
        foreach (var c in pattern.ToLowerInvariant())
            if (c is '?' or '[') text.Append('[').Append(c).Append(']');
            else text.Append(c);
        return text.ToString();
    }
}
