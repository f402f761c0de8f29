using System.Text;

namespace VtKit.SpecGenerator;

/// <summary>How names of the service become names of C#.</summary>
public static class Naming
{
    /// <summary>
    /// <c>last_analysis_stats</c> becomes <c>LastAnalysisStats</c>; dots, dashes, spaces and anything else that is no letter
    /// or digit start a new word; inner capitals stay (<c>VTAndroidInfo</c>).
    /// </summary>
    public static string Pascal(string name)
    {
        var text = new StringBuilder(name.Length);
        var start = true;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                start = true;
                continue;
            }
            text.Append(start ? char.ToUpperInvariant(c) : c);
            start = false;
        }
        if (text.Length == 0) return "Empty";
        return char.IsAsciiDigit(text[0]) ? "N" + text : text.ToString();
    }

    /// <summary><c>user_or_group_id</c> becomes <c>userOrGroupId</c>.</summary>
    public static string Camel(string name)
    {
        var pascal = Pascal(name);
        return char.ToLowerInvariant(pascal[0]) + pascal[1..];
    }

    /// <summary>A C# string literal.</summary>
    public static string Literal(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    /// <summary>Text inside an XML doc comment.</summary>
    public static string Xml(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>Text inside a cell of a Markdown table.</summary>
    public static string Cell(string text) => text
        .Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal);

    /// <summary>A sentence: the summary with its full stop.</summary>
    public static string Sentence(string summary) => summary.EndsWith('.') ? summary : summary + ".";
}
