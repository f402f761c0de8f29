using VtKit.Indicators;

namespace VtKit;

/// <summary>Domains, in any script.</summary>
/// <remarks>https://docs.virustotal.com/reference/domains-1</remarks>
public sealed partial class VtDomains : VtItemArea<VtDomain, DomainName>
{
    internal VtDomains(VtClient client) : base(client, new ItemEndpoints(
        Endpoints.DomainsGet, Endpoints.DomainsAnalyse, Endpoints.DomainsCommentsList, Endpoints.DomainsCommentsAdd,
        Endpoints.DomainsVotesList, Endpoints.DomainsVotesAdd, Endpoints.DomainsRelationship, Endpoints.DomainsRelationshipIds))
    { }
}

/// <summary>IP addresses, of both versions.</summary>
/// <remarks>https://docs.virustotal.com/reference/ip-addresses</remarks>
public sealed partial class VtIpAddresses : VtItemArea<VtIpAddress, IpAddress>
{
    internal VtIpAddresses(VtClient client) : base(client, new ItemEndpoints(
        Endpoints.IpAddressesGet, Endpoints.IpAddressesAnalyse, Endpoints.IpAddressesCommentsList, Endpoints.IpAddressesCommentsAdd,
        Endpoints.IpAddressesVotesList, Endpoints.IpAddressesVotesAdd, Endpoints.IpAddressesRelationship, Endpoints.IpAddressesRelationshipIds))
    { }
}
