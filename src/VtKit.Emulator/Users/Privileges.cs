namespace VtKit.Emulator;

/// <summary>What an account may do, in the service's names. Here one contract opens all that is emulated.</summary>
internal static class Privileges
{
    private static readonly string[] Names =
    [
        "downloads-tier-1", "downloads-tier-2", "file-behaviour-feed", "file-feed", "intelligence", "monitor", "monitor-partner", "private", "url-feed", "vtalerts", "widget",
    ];

    /// <summary>Writes the privileges of an account; those of a group's member come from the group whose quota it uses.</summary>
    public static void Write(ObjectWriter writer, Account account, string? inheritedFrom)
    {
        if (!writer.Wants(Attr.User.Privileges)) return;
        writer.Json.WriteStartObject(Attr.User.Privileges);
        foreach (var name in Names)
        {
            writer.Json.WriteStartObject(name);
            writer.Json.WriteBoolean(Part.Privilege.Granted, account.Premium);
            if (account.Premium && inheritedFrom is not null)
            {
                writer.Json.WriteString(Part.Privilege.InheritedFrom, inheritedFrom);
                writer.Json.WriteString(Part.Privilege.InheritedVia, Relationships.User.ApiQuotaGroup.Name);
            }
            writer.Json.WriteEndObject();
        }
        writer.Json.WriteEndObject();
    }
}
