namespace VtKit.Emulator;

/// <summary>What leads from private things to others. All of it is asked for by their team.</summary>
internal static class PrivateRelations
{
    public static void Add(Dictionary<Relationship, Relations.Source> sources)
    {
        foreach (var one in new[] { Relationships.PrivateFile.Analyses, Relationships.PrivateUrl.Analyses })
            sources[one] = (request, id) => new(
                $"SELECT key, 'private_analysis' AS type, id, NULL AS file_name FROM private_analysis WHERE {PrivateFiles.ThereSql} AND type = $3 AND item = $4",
                request.Account.Team, request.NowMs, one.Source, id);
        sources[Relationships.PrivateUrl.NetworkLocation] = (request, id) => new(
            $"SELECT 0 AS key, host_type AS type, host AS id, NULL AS file_name FROM private_url WHERE {PrivateFiles.ThereSql} AND id = $3", request.Account.Team, request.NowMs, id);
        sources[Relationships.PrivateAnalysis.Item] = (_, id) => new("SELECT key, type, item AS id, NULL AS file_name FROM private_analysis WHERE id = $1", id);
        sources[Relationships.PrivateAnalysis.Submitter] = (_, id) => new("SELECT key, 'user' AS type, account AS id, NULL AS file_name FROM private_analysis WHERE id = $1", id);
    }
}
