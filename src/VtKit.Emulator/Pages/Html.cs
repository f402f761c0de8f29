using System.Text;
using System.Text.Encodings.Web;

namespace VtKit.Emulator;

/// <summary>
/// Builds a page. Everything that is not markup of this program goes through <see cref="Text"/> or an attribute's value, which
/// are encoded: what users and samples say stays text.
/// </summary>
internal sealed class Html
{
    private readonly StringBuilder _page = new(16 * 1024);

    /// <summary>Adds markup: only constants of this program.</summary>
    public Html Raw(string markup)
    {
        _page.Append(markup);
        return this;
    }

    /// <summary>Adds text.</summary>
    public Html Text(string? text)
    {
        _page.Append(HtmlEncoder.Default.Encode(Visible(text ?? "")));
        return this;
    }

    /// <summary>Adds an element that holds text.</summary>
    public Html Element(string tag, string? text, string? style = null)
    {
        Open(tag, style);
        return Text(text).Close(tag);
    }

    public Html Open(string tag, string? style = null)
    {
        _page.Append('<').Append(tag);
        if (style is not null) _page.Append(" class=\"").Append(style).Append('"');
        _page.Append('>');
        return this;
    }

    public Html Close(string tag)
    {
        _page.Append("</").Append(tag).Append('>');
        return this;
    }

    /// <summary>Adds a link to a path of this emulator.</summary>
    public Html Link(string path, string? text, string? style = null)
    {
        _page.Append("<a href=\"").Append(HtmlEncoder.Default.Encode(path)).Append('"');
        if (style is not null) _page.Append(" class=\"").Append(style).Append('"');
        _page.Append('>');
        return Text(text).Close("a");
    }

    public override string ToString() => _page.ToString();

    /// <summary>Control characters and those that turn the direction of writing would make a name look like another one.</summary>
    private static string Visible(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\u0000', '\u001F') && !text.AsSpan().ContainsAny(Turning)) return text;
        var shown = new StringBuilder(text.Length);
        foreach (var letter in text) shown.Append(letter is '\n' or '\t' || (letter >= ' ' && !Turning.Contains(letter)) ? letter : '\uFFFD');
        return shown.ToString();
    }

    private static readonly System.Buffers.SearchValues<char> Turning =
        System.Buffers.SearchValues.Create("\u007F\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069");
}
