namespace VtKit.Cli;

/// <summary>The report of any object, as text for a terminal.</summary>
internal static class Reports
{
    public static string Of(VtObject item, Style style, int width)
    {
        if (item.IsDescriptor) return OtherReport.Of(item, style, width).ToString();
        // What is private has the same attributes.
        var report = new Report(style, width);
        if (item.Type is VtObjectTypes.File or VtObjectTypes.PrivateFile) FileReport.Add(report, item.As<VtFile>());
        else if (item.Type is VtObjectTypes.Url or VtObjectTypes.PrivateUrl) NetworkReports.Add(report, item.As<VtUrl>());
        else if (item.Type == VtObjectTypes.Domain) NetworkReports.Add(report, item.As<VtDomain>());
        else if (item.Type == VtObjectTypes.IpAddress) NetworkReports.Add(report, item.As<VtIpAddress>());
        else if (item.Type is VtObjectTypes.Analysis or VtObjectTypes.PrivateAnalysis) AnalysisReport.Add(report, item.As<VtAnalysis>());
        else if (item.Type is VtObjectTypes.FileBehaviour or VtObjectTypes.PrivateFileBehaviour) BehaviourReport.Add(report, new BehaviourSummary(item.Attributes), []);
        else report = OtherReport.Of(item, style, width);
        return report.ToString();
    }
}
