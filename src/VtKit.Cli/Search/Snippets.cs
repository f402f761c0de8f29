using System.Text;

namespace VtKit.Cli;

/// <summary>The bytes around a match of a search by content, with the match itself made strong.</summary>
internal sealed class Snippets(CliSession session)
{
    private const string Begin = "*begin_highlight*", End = "*end_highlight*";
    // A line of a dump is 75 columns wide.
    private const int Indent = 2;

    /// <summary>Fetches and writes the bytes of a hit, if it has any. Costs 1 request.</summary>
    public async Task WriteAsync(VtClient client, VtObject hit, CancellationToken cancellationToken)
    {
        if (new SearchContext(hit.ContextAttributes).Snippet is not { Length: > 0 } id) return;
        foreach (var dump in await client.Intelligence.SnippetsAsync(id, cancellationToken).ConfigureAwait(false))
            session.Console.Write(Render(dump, session.Style));
    }

    private static string Render(string dump, Style style)
    {
        var text = new StringBuilder();
        foreach (var line in dump.Split('\n'))
        {
            text.Append(' ', Indent);
            var rest = line;
            while (rest.IndexOf(Begin, StringComparison.Ordinal) is >= 0 and var begin && rest.IndexOf(End, begin, StringComparison.Ordinal) is >= 0 and var end)
            {
                text.Append(TerminalText.Neutralise(rest[..begin])).Append(style.Bad(TerminalText.Neutralise(rest[(begin + Begin.Length)..end])));
                rest = rest[(end + End.Length)..];
            }
            text.Append(TerminalText.Neutralise(rest)).Append('\n');
        }
        return text.ToString();
    }
}
