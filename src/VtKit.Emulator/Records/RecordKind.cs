using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>What is particular about a type of records.</summary>
/// <param name="Type">The type.</param>
/// <param name="Writable">The attributes that a body may set; others are refused.</param>
/// <param name="Needed">Those of them that a new record must have.</param>
internal sealed record RecordKind(string Type, string[] Writable, params string[] Needed)
{
    /// <summary>A body may set any attribute, and each is kept as it comes.</summary>
    public bool TakesAny { get; init; }

    /// <summary>The attributes that are the service's to set all the same: what a client read and saves again may hold them, and they are left out.</summary>
    public string[] Ignored { get; init; } = [];

    /// <summary>Only owners see records of this kind, and those whom they name.</summary>
    public bool OwnersOnly { get; init; }

    /// <summary>Only the owner says who else may; elsewhere editors do, too.</summary>
    public bool OwnerShares { get; init; }

    /// <summary>A body may go without attributes, for it can say other things.</summary>
    public bool MayLackAttributes { get; init; }

    /// <summary>Writes the attributes that follow from other things: who owns it, when it was changed, how much it holds.</summary>
    public Action<ObjectWriter, Record>? Compute { get; init; }

    /// <summary>Makes the id of a new record; a random one unless the kind has a form of its own.</summary>
    public Func<ApiRequest, string> NewId { get; init; } = static _ => Guid.NewGuid().ToString("N");

    /// <summary>Looks at the attributes of a body; throws what the caller is refused with.</summary>
    public Action<ApiRequest, JsonElement>? Check { get; init; }

    /// <summary>Follows the saving of a record, with the object in the body that it was saved from.</summary>
    public Action<Session, Record, JsonElement>? Saved { get; init; }

    /// <summary>By what lists of this kind are filtered and ordered; null where the emulator does neither.</summary>
    public RecordListing? Listing { get; init; }

    /// <summary>Whether a body may hold an attribute.</summary>
    public bool Accepts(string attribute) => TakesAny || Writable.Contains(attribute, StringComparer.Ordinal);

    /// <summary>Whether an attribute of a body is kept.</summary>
    public bool Keeps(string attribute) => !Ignored.Contains(attribute, StringComparer.Ordinal);
}
