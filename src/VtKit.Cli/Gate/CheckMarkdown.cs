using System.Text;

namespace VtKit.Cli;

/// <summary>The results of a check as a page of Markdown. What strangers wrote, names of files and of malware, stays text in it.</summary>
internal static class CheckMarkdown
{
    private static readonly CheckResult[] WorstFirst = [CheckResult.Failed, CheckResult.Error, CheckResult.Allowed, CheckResult.Passed];

    public static string Of(IReadOnlyList<CheckedFile> results, string host)
    {
        var page = new StringBuilder($"## vtk check: {Counts(results)}\n\nAsked: {host}\n\n| Result | Verdict | File | SHA-256 | Why |\n|---|---|---|---|---|\n");
        foreach (var file in results.OrderBy(file => Array.IndexOf(WorstFirst, file.Result)))
            page.Append($"| {(file.Result == CheckResult.Failed ? "**fail**" : file.Word)} | {file.VerdictWord} | {Inert(file.Path)} | {file.Hash} | {Inert(file.Why)} |\n");
        return page.ToString();
    }

    /// <summary>The counts in a line.</summary>
    public static string Counts(IReadOnlyList<CheckedFile> results)
    {
        var parts = new List<string> { Count.Of(results.Count, "file") };
        void Add(CheckResult result, string word)
        {
            var count = results.Count(file => file.Result == result);
            if (count > 0) parts.Add($"{Count.Number(count)} {word}");
        }
        Add(CheckResult.Failed, "failed");
        Add(CheckResult.Error, "not judged");
        Add(CheckResult.Allowed, "allowed");
        Add(CheckResult.Passed, "passed");
        return string.Join(", ", parts);
    }

    private static string Inert(string text)
    {
        var inert = new StringBuilder();
        foreach (var c in TerminalText.Neutralise(text.ReplaceLineEndings(" ")))
        {
            if (c is '<') inert.Append("&lt;");
            else if (c is '&') inert.Append("&amp;");
            else if (c is '\\' or '|' or '`' or '*' or '_' or '[' or ']' or '!' or '#' or '~' or '@') inert.Append('\\').Append(c);
            else inert.Append(c);
        }
        // A page must not make links of what malware is called.
        return inert.ToString().Replace("://", ":\u200b//", StringComparison.Ordinal);
    }
}
