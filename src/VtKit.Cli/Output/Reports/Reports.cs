namespace VtKit.Cli;

/// <summary>The report of any object, as text for a terminal.</summary>
internal static class Reports
{
    public static string Of(VtObject item, Style style, int width)
    {
        if (item.IsDescriptor) return OtherReport.Of(item, style, width).ToString();
        var report = new Report(style, width);
        if (item.Type == VtObjectTypes.File) FileReport.Add(report, item.As<VtFile>());
        else if (item.Type == VtObjectTypes.Url) NetworkReports.Add(report, item.As<VtUrl>());
        else if (item.Type == VtObjectTypes.Domain) NetworkReports.Add(report, item.As<VtDomain>());
        else if (item.Type == VtObjectTypes.IpAddress) NetworkReports.Add(report, item.As<VtIpAddress>());
        else if (item.Type == VtObjectTypes.Analysis) AnalysisReport.Add(report, item.As<VtAnalysis>());
        else report = OtherReport.Of(item, style, width);
        return report.ToString();
    }
}
