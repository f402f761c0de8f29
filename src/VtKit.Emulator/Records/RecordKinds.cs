namespace VtKit.Emulator;

/// <summary>The kinds of records that users make. A type without one is only read: its objects are brought in.</summary>
internal static class RecordKinds
{
    private static readonly Dictionary<string, RecordKind> Kinds = All().ToDictionary(kind => kind.Type, StringComparer.Ordinal);

    public static RecordKind? Of(string type) => Kinds.GetValueOrDefault(type);

    private static IEnumerable<RecordKind> All() => [];
}
