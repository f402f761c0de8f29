namespace VtKit.Emulator;

/// <summary>The fields that <c>have:</c> knows: modifiers and relationships, in singular or plural, and a few that are neither.</summary>
internal static class SearchPresence
{
    private static readonly string[] Others = ["evtx", "in_the_wild", "ja3_digests", "language", "memdump", "packers", "parents", "pcap", "screenshots", "overlay_children", "urls_for_embedded_js"];

    /// <summary>A field by the name that the index has for it; null for one that nobody knows.</summary>
    public static string? Find(SearchEntity entity, string name)
    {
        string[] spellings = [name, name + "s", name.TrimEnd('s')];
        return spellings.Select(spelling => entity.Modifier(spelling)?.Name).FirstOrDefault(found => found is not null)
            ?? Relationships.For(entity.Type).Select(relationship => relationship.Name).Concat(Others).FirstOrDefault(found => spellings.Contains(found, StringComparer.Ordinal));
    }
}
