using System.Globalization;
using System.Text;

namespace VtKit.Graph;

/// <summary>A graph as two tables.</summary>
/// <param name="Nodes">The table of nodes.</param>
/// <param name="Links">The table of links.</param>
public sealed record GraphCsv(string Nodes, string Links)
{
    private const string ForSpreadsheets = "=+-@\t\r'";

    internal static GraphCsv Write(ThreatGraph graph)
    {
        var names = Flat.ShortNames(graph);
        var nodes = new StringBuilder().AppendJoin(',', Flat.Names.Prepend("node")).Append("\r\n");
        foreach (var (node, name) in names)
        {
            var facts = Flat.Facts(graph, node).ToDictionary(fact => fact.Name, fact => fact.Value, StringComparer.Ordinal);
            nodes.AppendJoin(',', Flat.Names.Select(fact => Cell(facts.GetValueOrDefault(fact) ?? "")).Prepend(name)).Append("\r\n");
        }
        var links = new StringBuilder("source,target,link_type\r\n");
        foreach (var link in graph.Links) links.AppendJoin(',', names[link.Source], names[link.Target], Cell(link.Type)).Append("\r\n");
        return new GraphCsv(nodes.ToString(), links.ToString());
    }

    internal ThreatGraph Read()
    {
        var reader = new FlatReader();
        foreach (var row in Rows(Nodes)) reader.AddNode(row.GetValueOrDefault("node") ?? "", name => row.GetValueOrDefault(name) is { Length: > 0 } value ? value : null);
        foreach (var row in Rows(Links)) reader.AddLink(row.GetValueOrDefault("source"), row.GetValueOrDefault("target"), row.GetValueOrDefault("link_type"));
        return reader.Graph;
    }

    /// <summary>What a spreadsheet would take for a formula gets an apostrophe before it.</summary>
    private static string Cell(string value)
    {
        if (value.Length > 0 && ForSpreadsheets.Contains(value[0], StringComparison.Ordinal) && !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) value = "'" + value;
        return value.AsSpan().IndexOfAny("\",\r\n") < 0 ? value : "\"" + value.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }

    private static IEnumerable<Dictionary<string, string>> Rows(string text)
    {
        List<string>? head = null;
        foreach (var row in Cells(text))
        {
            if (head is null)
            {
                head = row;
                continue;
            }
            var cells = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var i = 0; i < row.Count && i < head.Count; i++)
                cells[head[i]] = row[i] is ['\'', var next, ..] && ForSpreadsheets.Contains(next, StringComparison.Ordinal) ? row[i][1..] : row[i];
            yield return cells;
        }
    }

    private static IEnumerable<List<string>> Cells(string text)
    {
        var (row, cell, isQuoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (isQuoted)
            {
                if (c != '"') cell.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[i++]);
                else isQuoted = false;
            }
            else if (c == '"') isQuoted = true;
            else if (c is ',' or '\n')
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (c == ',') continue;
                if (row.Count > 1 || row[0].Length > 0) yield return row;
                row = [];
            }
            else if (c != '\r') cell.Append(c);
        }
        if (cell.Length > 0 || row.Count > 0)
        {
            row.Add(cell.ToString());
            yield return row;
        }
    }
}
