namespace VtKit.Cli;

/// <summary>A line of two texts: in both (blank), only in the old (-), only in the new (+).</summary>
internal readonly record struct DiffLine(char Mark, int Number, string Text);

/// <summary>The lines in which two texts differ.</summary>
internal static class LineDiff
{
    // Beyond this the middle is told as taken out and put in whole.
    private const long MostCells = 4_000_000;

    /// <summary>The lines, without the spaces at their ends, which services and editors do not keep alike.</summary>
    public static string[] Lines(string text) => [.. text.ReplaceLineEndings("\n").TrimEnd().Split('\n').Select(line => line.TrimEnd())];

    /// <summary>The lines that differ, each with its number in the text it is from.</summary>
    public static IReadOnlyList<DiffLine> Of(string before, string after)
    {
        var (old, now) = (Lines(before), Lines(after));
        var start = 0;
        while (start < old.Length && start < now.Length && old[start] == now[start]) start++;
        var (endOld, endNow) = (old.Length, now.Length);
        while (endOld > start && endNow > start && old[endOld - 1] == now[endNow - 1]) (endOld, endNow) = (endOld - 1, endNow - 1);
        var common = (long)(endOld - start) * (endNow - start) <= MostCells ? LongestCommon(old.AsSpan(start, endOld - start), now.AsSpan(start, endNow - start)) : null;
        var lines = new List<DiffLine>();
        var (i, j) = (0, 0);
        while (start + i < endOld || start + j < endNow)
        {
            var (inOld, inNow) = (start + i < endOld, start + j < endNow);
            if (inOld && inNow && common is not null && old[start + i] == now[start + j]) (i, j) = (i + 1, j + 1);
            else if (inOld && (!inNow || common is null || common[i + 1, j] >= common[i, j + 1])) lines.Add(new DiffLine('-', start + ++i, old[start + i - 1]));
            else lines.Add(new DiffLine('+', start + ++j, now[start + j - 1]));
        }
        return lines;
    }

    // How long the longest common sequence of what is left from each place on is.
    private static int[,] LongestCommon(ReadOnlySpan<string> old, ReadOnlySpan<string> now)
    {
        var lengths = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
            for (var j = now.Length - 1; j >= 0; j--)
                lengths[i, j] = old[i] == now[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        return lengths;
    }
}
