namespace VtKit.Emulator;

/// <summary>Types whose objects are only read: they come into the store by an import, and there are none until then.</summary>
internal static class RecordRouteTable
{
    public static void Map(RouteTable routes)
    {
        void Read(string type, string counter, Endpoint get, Endpoint? related = null, Endpoint? ids = null)
        {
            routes.Add(get, counter, RecordRoutes.Get(type));
            if (related is not null) routes.Add(related, counter, RelationshipRoutes.Objects(type));
            if (ids is not null) routes.Add(ids, counter, RelationshipRoutes.Descriptors(type));
        }

        Read(ObjectType.AttackTactic, "attack_tactics", Endpoints.AttackTacticsGet, Endpoints.AttackTacticsRelationship, Endpoints.AttackTacticsRelationshipIds);
        Read(ObjectType.AttackTechnique, "attack_techniques", Endpoints.AttackTechniquesGet, Endpoints.AttackTechniquesRelationship, Endpoints.AttackTechniquesRelationshipIds);
        Read(ObjectType.Resolution, "resolutions", Endpoints.ResolutionsGet);
        Read(ObjectType.SigmaRule, "sigma_rules", Endpoints.SigmaRulesGet);
        Read(ObjectType.SslCert, "ssl_certs", Endpoints.SslCertsGet);
        Read(ObjectType.SigmaAnalysis, "sigma_analyses", Endpoints.SigmaAnalysesGet);
        routes.Add(Endpoints.SigmaAnalysesRules, "sigma_analyses", RelationshipRoutes.Named(ObjectType.SigmaAnalysis));
        Read(ObjectType.YaraRule, "yara_rules", Endpoints.YaraRulesGet, Endpoints.YaraRulesRelationship, Endpoints.YaraRulesRelationshipIds);
        Read(ObjectType.YaraRuleset, "yara_rulesets", Endpoints.YaraRulesetsGet);
        Read(ObjectType.Whois, "whois", Endpoints.WhoisGet);
    }
}
