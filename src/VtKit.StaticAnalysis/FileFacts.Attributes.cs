using System.Text.Json;

namespace VtKit.StaticAnalysis;

public sealed partial record FileFacts
{
    /// <summary>
    /// Writes the attributes of a VirusTotal <c>file</c> object that follow from the file itself, as members into an
    /// object that the caller has started and will end. What is unknown is not written.
    /// </summary>
    /// <param name="writer">Stands inside a JSON object.</param>
    public void WriteAttributes(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString("md5"u8, Md5);
        writer.WriteString("sha1"u8, Sha1);
        writer.WriteString("sha256"u8, Sha256);
        writer.WriteNumber("size"u8, Size);
    }
}
