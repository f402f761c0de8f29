using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>
/// An object that the store keeps as it was made or brought in: its attributes are JSON. Who made it owns it; one without an
/// owner is the service's. Times are milliseconds.
/// </summary>
internal sealed record Record(long Key, string Type, string Id, string? Owner, bool Private, long Created, long Modified, string Attributes)
{
    /// <summary>Reads the attributes; the caller disposes of the document.</summary>
    public JsonDocument Read() => JsonDocument.Parse(Attributes);
}
