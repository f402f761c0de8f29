namespace VtKit.StaticAnalysis;

/// <summary>A file type in the service's vocabulary.</summary>
/// <param name="Tag">As in <c>type_tag</c>; null for content that has no type there.</param>
/// <param name="Tags">As in <c>type_tags</c>.</param>
/// <param name="Description">As in <c>type_description</c>.</param>
/// <param name="Extension">As in <c>type_extension</c>.</param>
/// <param name="ContentName">As in <c>bundle_info.file_types</c> and overlays, which have words of their own.</param>
internal sealed record TypeInfo(string? Tag, string[] Tags, string Description, string? Extension, string ContentName)
{
    public FileType With(string magic) => new(Tag, Tags, Description, Extension, magic);
}

/// <summary>What a look at some content told: a type, and a line of magic for it.</summary>
internal readonly record struct Sniffed(TypeInfo Type, string Magic)
{
    public string ContentName => Type.ContentName;

    public FileType ToFileType() => Type.With(Magic);
}
