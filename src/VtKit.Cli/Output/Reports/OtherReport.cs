namespace VtKit.Cli;

/// <summary>The report of an object that has none of its own: its attributes as they are.</summary>
internal static class OtherReport
{
    private const int Narrowest = 13;
    private const int Widest = 32;

    public static Report Of(VtObject item, Style style, int width)
    {
        var labelWidth = item.Attributes.AsMap<VtNode>().Keys.Select(name => name.Length + 2).Append(Narrowest).Max();
        var report = new Report(style, width, Math.Min(labelWidth, Widest));
        report.Headline(item.Type, item.Id);
        if (item.Error is { } error) report.Field("Error", $"{error.Code}: {error.Message}");
        foreach (var (name, value) in item.Attributes.AsMap<VtNode>())
        {
            if (value.AsStrings() is { Count: > 0 } list) report.List(name, list);
            else report.Field(name, value.AsText() ?? value.ToString());
        }
        return report;
    }
}
