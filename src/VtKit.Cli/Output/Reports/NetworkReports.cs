namespace VtKit.Cli;

/// <summary>The reports of URLs, domains and IP addresses.</summary>
internal static class NetworkReports
{
    public static void Add(Report report, VtUrl url)
    {
        report.Headline(Verdict.Of(url.LastAnalysisStats, report.Style), url.Url ?? "");
        report.Field("URL", url.Url);
        report.Field("Id", url.Id);
        report.Field("Final URL", url.LastFinalUrl == url.Url ? null : url.LastFinalUrl);
        report.List("Redirects", url.RedirectionChain);
        report.Field("Title", url.Title);
        report.Field("Answer", url.LastHttpResponseCode);
        report.Field("Content", url.LastHttpResponseContentSha256);
        report.List("Threats", url.ThreatNames);
        AddCategories(report, url.Categories);
        report.Field("First seen", url.FirstSubmissionDate);
        report.Field("Last seen", url.LastSubmissionDate);
        report.Field("Analysed", url.LastAnalysisDate);
        report.Field("Submitted", url.TimesSubmitted is { } times ? times == 1 ? "once" : $"{times} times" : null);
        report.Field("Reputation", url.Reputation);
        report.List("Tags", url.Tags);
        EngineSection.Add(report, url.LastAnalysisResults);
    }

    public static void Add(Report report, VtDomain domain)
    {
        report.Headline(Verdict.Of(domain.LastAnalysisStats, report.Style), domain.Id);
        report.Field("Domain", domain.Id);
        report.Field("Registrar", domain.Registrar);
        report.Field("Created", domain.CreationDate);
        report.Field("Updated", domain.LastUpdateDate);
        report.Field("Expires", domain.ExpirationDate);
        report.Field("Analysed", domain.LastAnalysisDate);
        report.Field("Reputation", domain.Reputation);
        AddCategories(report, domain.Categories);
        report.List("Popularity", domain.PopularityRanks.Select(pair => $"{pair.Key} {pair.Value.Rank}"));
        report.List("Tags", domain.Tags);
        report.Field("JARM", domain.Jarm);
        AddCertificate(report, domain.LastHttpsCertificate);
        var records = new TextTable(new Column("Type"), new Column("TTL", Right: true), new Column("Value"));
        foreach (var record in domain.LastDnsRecords) records.Add(record.Type, Values.Number(record.Ttl), record.Value);
        report.Table("DNS records", records);
        EngineSection.Add(report, domain.LastAnalysisResults);
        report.Text("WHOIS", domain.Whois);
    }

    public static void Add(Report report, VtIpAddress address)
    {
        report.Headline(Verdict.Of(address.LastAnalysisStats, report.Style), address.Id);
        report.Field("Address", address.Id);
        report.Field("Network", address.Network);
        report.Field("Owner", address.Asn is { } asn ? $"{address.AsOwner} (AS{asn})" : address.AsOwner);
        report.Field("Country", address.Country);
        report.Field("Continent", address.Continent);
        report.Field("Registry", address.RegionalInternetRegistry);
        report.Field("Analysed", address.LastAnalysisDate);
        report.Field("Reputation", address.Reputation);
        report.List("Tags", address.Tags);
        report.Field("JARM", address.Jarm);
        AddCertificate(report, address.LastHttpsCertificate);
        EngineSection.Add(report, address.LastAnalysisResults);
        report.Text("WHOIS", address.Whois);
    }

    private static void AddCategories(Report report, IReadOnlyDictionary<string, string> categories) =>
        report.List("Categories", categories.Values.Distinct(StringComparer.OrdinalIgnoreCase));

    private static void AddCertificate(Report report, Certificate certificate)
    {
        report.Field("Certificate", certificate.Subject.CommonName);
        report.Field("Issued by", certificate.Issuer.CommonName);
        report.Field("Valid", certificate.Validity.NotAfter is { } end ? $"{certificate.Validity.NotBefore} to {end}" : null);
    }
}
