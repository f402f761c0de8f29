using VtKit.StaticAnalysis;

namespace VtKit.Emulator;

/// <summary>Files inside files. The store keeps the name of the relationship with each, so that what static analysis learns to open shows under its own.</summary>
internal static class FileChildren
{
    private static readonly (FileChildKind Kind, Relationship Children, Relationship Parents)[] Kinds =
    [
        (FileChildKind.Bundled, Relationships.File.BundledFiles, Relationships.File.CompressedParents),
        (FileChildKind.EmailAttachment, Relationships.File.EmailAttachments, Relationships.File.EmailParents),
        (FileChildKind.PeResource, Relationships.File.PeResourceChildren, Relationships.File.PeResourceParents),
        (FileChildKind.Overlay, Relationships.File.OverlayChildren, Relationships.File.OverlayParents),
    ];

    public static void Add(Session store, string parent, SampleMember member) => store.Execute(
        "INSERT OR IGNORE INTO file_member(parent, child, name, kind) VALUES ($1, $2, $3, $4)",
        parent, member.Sha256, member.Name, Kinds.First(one => one.Kind == member.Kind).Children.Name);

    /// <summary>The relationships in which a file is part of another, or has others inside.</summary>
    public static IEnumerable<string> Held(Session store, string sha256)
    {
        foreach (var (_, children, parents) in Kinds)
        {
            if (store.Any("SELECT 1 FROM file_member WHERE parent = $1 AND kind = $2", sha256, children.Name)) yield return children.Name;
            if (store.Any("SELECT 1 FROM file_member WHERE child = $1 AND kind = $2", sha256, children.Name)) yield return parents.Name;
        }
    }

    public static void AddTo(Dictionary<Relationship, Relations.Source> sources)
    {
        foreach (var (_, children, parents) in Kinds)
        {
            // Members in the order of the archive: keys are read from the highest down.
            sources[children] = (_, id) => new("SELECT -key AS key, 'file' AS type, child AS id, name AS file_name FROM file_member WHERE parent = $1 AND kind = $2", id, children.Name);
            sources[parents] = (_, id) => new("SELECT key, 'file' AS type, parent AS id, NULL AS file_name FROM file_member WHERE child = $1 AND kind = $2", id, children.Name);
        }
    }
}
