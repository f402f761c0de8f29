namespace VtKit.Emulator;

/// <summary>What is particular about a type of records.</summary>
/// <param name="Type">The type.</param>
/// <param name="Writable">The attributes that a body may set; others are refused.</param>
/// <param name="Needed">Those of them that a new record must have.</param>
internal sealed record RecordKind(string Type, string[] Writable, params string[] Needed)
{
    /// <summary>Only owners see records of this kind, and those whom they name.</summary>
    public bool OwnersOnly { get; init; }

    /// <summary>Writes the attributes that follow from other things: who owns it, when it was changed, how much it holds.</summary>
    public Action<ObjectWriter, Record>? Compute { get; init; }

    /// <summary>Makes the id of a new record; a random one unless the kind has a form of its own.</summary>
    public Func<ApiRequest, string> NewId { get; init; } = static _ => Guid.NewGuid().ToString("N");
}
