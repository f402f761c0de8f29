using System.Runtime.InteropServices;

namespace VtKit;

/// <summary>An object by type and id, as requests and answers name it where its attributes do not matter.</summary>
/// <param name="Type">The type, as the service names it: see <see cref="VtObjectTypes"/>.</param>
/// <param name="Id">The identifier.</param>
/// <remarks>https://docs.virustotal.com/reference/object-descriptors</remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct VtRef(string Type, string Id)
{
    /// <summary>Names an object.</summary>
    /// <param name="value">The object.</param>
    public static VtRef Of(VtObject value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new VtRef(value.Type, value.Id);
    }

    /// <summary>Type and id: <c>domain/example.com</c>.</summary>
    public override string ToString() => $"{Type}/{Id}";
}
