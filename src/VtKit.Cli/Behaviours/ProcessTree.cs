namespace VtKit.Cli;

/// <summary>Processes and what they started, as lines that show who started whom.</summary>
internal static class ProcessTree
{
    // Reports are of others: a tree may be as deep and as wide as somebody wanted it to be.
    private const int Deepest = 24;
    private const int MostLines = 100;

    public static List<string> Lines(VtList<ProcessNode> roots)
    {
        var lines = new List<string>();
        Add(lines, roots, "", isRoot: true, 0);
        if (lines.Count < MostLines) return lines;
        lines.RemoveRange(MostLines - 1, lines.Count - MostLines + 1);
        lines.Add("and more: see them with --format json");
        return lines;
    }

    private static void Add(List<string> lines, VtList<ProcessNode> processes, string indent, bool isRoot, int depth)
    {
        var left = processes.Count;
        foreach (var process in processes)
        {
            left--;
            if (lines.Count >= MostLines) return;
            var branch = isRoot ? "" : left == 0 ? "└─ " : "├─ ";
            lines.Add($"{indent}{branch}{process.ProcessId} {process.Name}".TrimEnd());
            if (process.Children.Count == 0) continue;
            var below = indent + (isRoot ? "" : left == 0 ? "   " : "│  ");
            if (depth < Deepest) Add(lines, process.Children, below, isRoot: false, depth + 1);
            else lines.Add(below + "└─ …");
        }
    }
}
