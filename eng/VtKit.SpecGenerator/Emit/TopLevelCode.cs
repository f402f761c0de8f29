using System.Globalization;

namespace VtKit.SpecGenerator.Emit;

/// <summary>The top-level domains, packed so that looking one up needs no table in memory: those of a length side by side, sorted, each with its mark.</summary>
internal static class TopLevelCode
{
    private const string Table = "tlds.tsv";

    private static readonly string[] Kinds = ["root", "special", "reserved"];
    private static readonly string[] Files = ["", "file", "domain"];
    private static readonly string[] Spoken = ["", "yes"];

    public static string Write(string specFolder, string ns)
    {
        var byLength = new SortedDictionary<int, SortedDictionary<string, char>>();
        foreach (var row in Tsv.Read(specFolder, Table, "label", "kind", "file", "spoken").Rows)
        {
            var label = row["label"];
            if (label.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')) throw row.Wrong($"'{label}' is not in lower case and punycode");
            row.OneOf("kind", Kinds);
            var mark = (row.OneOf("file", Files) == "file" ? 1 : 0) + (row.OneOf("spoken", Spoken) == "yes" ? 2 : 0);
            if (!byLength.TryGetValue(label.Length, out var labels)) byLength[label.Length] = labels = new SortedDictionary<string, char>(StringComparer.Ordinal);
            labels.Add(label, (char)('0' + mark));
        }

        var text = Code.File(ns, Table);
        text.Append("""
            /// <summary>The top-level domains.</summary>
            internal static partial class TopLevel
            {
                /// <summary>Those of a length, sorted, each followed by its mark: 1 is a file extension first, 2 may follow a spoken dot, 3 both.</summary>
                private static ReadOnlySpan<byte> OfLength(int length) => length switch
                {

            """);
        foreach (var (length, labels) in byLength)
            text.Append(CultureInfo.InvariantCulture, $"        {length} => {Naming.Literal(string.Concat(labels.Select(label => label.Key + label.Value)))}u8,\n");
        return text.Append("        _ => default,\n    };\n}\n").ToString();
    }
}
