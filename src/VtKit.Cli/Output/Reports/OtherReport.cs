namespace VtKit.Cli;

/// <summary>The report of an object that has none of its own: its attributes as they are.</summary>
internal static class OtherReport
{
    public static void Add(Report report, VtObject item)
    {
        report.Headline(item.Type, item.Id);
        if (item.Error is { } error) report.Field("Error", $"{error.Code}: {error.Message}");
        foreach (var (name, value) in item.Attributes.AsMap<VtNode>())
        {
            if (value.AsStrings() is { Count: > 0 } list) report.List(name, list);
            else report.Field(name, value.AsText() ?? value.ToString());
        }
    }
}
