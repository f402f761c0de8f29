using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace VtKit.Emulator;

/// <summary>Writes JSON nodes without reflection.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class JsonNodes : JsonSerializerContext;
