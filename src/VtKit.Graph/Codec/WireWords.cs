namespace VtKit.Graph;

/// <summary>
/// The words of the service's graph format that <c>spec/</c> has no row for: what stands in a node's <c>entity_attributes</c>, and how nodes that stand for
/// relationships are called.
/// </summary>
internal static class WireWords
{
    public const string Data = "data", Attributes = "attributes", Type = "type", Id = "id", Graph = "graph", Representation = "representation";

    public const string Custom = "custom", Relationship = "relationship", Group = "group";

    public const string HasDetections = "has_detections", TypeTag = "type_tag", Country = "country", CustomType = "custom_type";

    public const string RelationshipType = "relationship_type", GroupedNodeIds = "grouped_node_ids";

    public const string IntelligenceQuery = "intelligence_query", RulesetId = "ruleset_id", RetrohuntJobId = "retrohunt_job_id";

    public const string Commonalities = "commonalities", Commonality = "commonality", Value = "value";

    /// <summary>With what the id of a relationship node begins.</summary>
    public const string RelationshipPrefix = "relationships_";

    /// <summary>A member of our own, for what the format has no place for. It is left out of what is sent.</summary>
    public const string Local = "vtkit", Note = "note", Provenance = "provenance";
}
