namespace VtKit.Contract.Tests;

/// <summary>Objects that only an import brings.</summary>
internal sealed class ReadOnlyRows : AreaRows
{
    private static readonly Dictionary<string, (string Id, string Relationship)> Objects = new()
    {
        ["attack_tactics"] = ("TA0002", "attack_techniques"),
        ["attack_techniques"] = ("T1059", "attack_tactics"),
        ["resolutions"] = ("8.8.8.8example.com", ""),
        ["sigma_rules"] = ("rule-1", ""),
        ["ssl_certs"] = ("ab12", ""),
        ["whois"] = ("cd34", ""),
    };

    public override bool Has(EndpointRow row) => Objects.ContainsKey(AreaOf(row));

    public override Task PrepareAsync(EmulatedService service) => service.PlantAsync(
        """
        {"objects": [
            {"type": "attack_tactic", "id": "TA0002", "attributes": {"name": "Execution"}, "relationships": {"attack_techniques": {"data": [{"type": "attack_technique", "id": "T1059"}]}}},
            {"type": "attack_technique", "id": "T1059", "attributes": {"name": "Command and Scripting Interpreter"}},
            {"type": "resolution", "id": "8.8.8.8example.com", "attributes": {"host_name": "example.com", "ip_address": "8.8.8.8"}},
            {"type": "sigma_rule", "id": "rule-1", "attributes": {"title": "A rule"}},
            {"type": "ssl_cert", "id": "ab12", "attributes": {"version": "V3"}},
            {"type": "whois", "id": "cd34", "attributes": {"registrar_name": "A registrar"}}]}
        """);

    public override Task<string[]> ArgumentsAsync(EndpointRow row) => Task.FromResult<string[]>([Objects[AreaOf(row)].Id, Objects[AreaOf(row)].Relationship]);

    private static string AreaOf(EndpointRow row) => row.Path.Split('/')[1];
}
