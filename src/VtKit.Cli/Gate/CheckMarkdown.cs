using System.Text;
using VtKit.Enrichment;

namespace VtKit.Cli;

/// <summary>The results of a check as a page of Markdown. What strangers wrote, names of files and of malware, stays text in it.</summary>
internal static class CheckMarkdown
{
    private static readonly CheckResult[] WorstFirst = [CheckResult.Failed, CheckResult.Error, CheckResult.Allowed, CheckResult.Passed];

    public static string Of(IReadOnlyList<CheckedFile> results, string host)
    {
        var page = new StringBuilder($"## vtk check: {Counts(results)}\n\nAsked: {host}\n\n").Append(MarkdownText.Head(["Result", "Verdict", "File", "SHA-256", "Why"]));
        foreach (var file in results.OrderBy(file => Array.IndexOf(WorstFirst, file.Result)))
            page.Append(MarkdownText.Row([file.Result == CheckResult.Failed ? "**fail**" : file.Word, file.VerdictWord, MarkdownText.Cell(file.Path), file.Hash?.ToString() ?? "", MarkdownText.Cell(file.Why)]));
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
        // Not found is not clean, also where the policy lets it pass.
        var unknown = results.Count(file => file.Result == CheckResult.Passed && file.Verdict?.Kind == VerdictKind.Unknown);
        if (unknown > 0) parts[^1] += $" ({Count.Number(unknown)} unknown)";
        return string.Join(", ", parts);
    }
}
