using System.Text.Json;

namespace VtKit.StaticAnalysis;

public sealed partial record FileFacts
{
    /// <summary>
    /// Writes the attributes of a VirusTotal <c>file</c> object that follow from the file itself, as members into an
    /// object that the caller has started and will end. What is unknown is not written.
    /// </summary>
    /// <param name="writer">Stands inside a JSON object.</param>
    /// <seealso href="https://docs.virustotal.com/reference/files"/>
    public void WriteAttributes(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString(Attr.File.Md5, Md5);
        writer.WriteString(Attr.File.Sha1, Sha1);
        writer.WriteString(Attr.File.Sha256, Sha256);
        if (Ssdeep is not null) writer.WriteString(Attr.File.Ssdeep, Ssdeep);
        if (Tlsh is not null) writer.WriteString(Attr.File.Tlsh, Tlsh);
        writer.WriteNumber(Attr.File.Size, Size);
        writer.WriteString(Attr.File.TypeDescription, Type.Description);
        if (Type.Tag is not null) writer.WriteString(Attr.File.TypeTag, Type.Tag);
        if (Type.Extension is not null) writer.WriteString(Attr.File.TypeExtension, Type.Extension);
        // An unknown type has an empty list, not none.
        FactsJson.WriteTexts(writer, Attr.File.TypeTags, Type.Tags);
        writer.WriteString(Attr.File.Magic, Type.Magic);
        FactsJson.WriteTexts(writer, Attr.File.Tags, Tags);
        if (Pe?.Timestamp is { } built) writer.WriteNumber(Attr.File.CreationDate, built);
        if (Pe is not null) FactsJson.Write(writer, Pe);
        if (Pe?.Authentihash is not null) writer.WriteString(Attr.File.Authentihash, Pe.Authentihash);
        foreach (var (name, structure) in (Pe?.Structures ?? []).Concat(Structures))
        {
            writer.WritePropertyName(name);
            structure.WriteTo(writer);
        }
        if (Elf is not null) FactsJson.Write(writer, Elf);
        if (Bundle is { Type: not null }) FactsJson.Write(writer, Bundle);
    }
}
