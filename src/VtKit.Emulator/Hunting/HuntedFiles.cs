namespace VtKit.Emulator;

/// <summary>The files that rules of users may look into: what is stored and public. Nothing else in this folder opens a sample.</summary>
internal static class HuntedFiles
{
    private const string Public = "f.stored = 1";

    /// <summary>A file and those inside it, the file first. Empty where it is none that rules may see.</summary>
    public static List<string> AndMembers(Session store, string sha256) => store.List(
        $"""
        WITH RECURSIVE inside(sha256, depth) AS (
            SELECT $1, 0 UNION SELECT m.child, depth + 1 FROM inside JOIN file_member m ON m.parent = inside.sha256 WHERE depth < 3)
        SELECT f.sha256 FROM inside JOIN file f ON f.sha256 = inside.sha256 WHERE {Public} GROUP BY f.sha256 ORDER BY min(depth), f.sha256
        """, row => row.GetString(0), sha256) is [var first, ..] files && first == sha256 ? files : [];

    /// <summary>The files that were submitted in a time, those that nobody submitted by when they were first seen; newest last, none too large.</summary>
    public static List<(string Sha256, long Size)> Submitted(Session store, long from, long to) => store.List(
        $"""
        SELECT f.sha256, f.size FROM file f JOIN item i ON i.type = 'file' AND i.id = f.sha256 WHERE {Public} AND f.size <= $3 AND (
            (i.times_submitted = 0 AND i.first_seen BETWEEN $1 AND $2)
            OR EXISTS (SELECT 1 FROM submission s WHERE s.type = 'file' AND s.item = f.sha256 AND s.at BETWEEN $1 AND $2)) ORDER BY i.key
        """, row => (row.GetString(0), row.GetInt64(1)), from, to, Limits.RetrohuntFileBytes);

    public static MaskedStream Open(Backend backend, string sha256) => backend.Blobs.Open(sha256);
}
