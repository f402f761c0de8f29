using System.Security.Cryptography;

namespace VtKit.Emulator;

/// <summary>Ids of comments and votes: a letter for the type of the object, the object, eight hex digits.</summary>
internal static class CommunityIds
{
    public static string New(Session store, string table, string type, string item)
    {
        while (true)
        {
            var id = $"{ObjectTypes.Letter(type)}-{item}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
            if (!store.Any($"SELECT 1 FROM {table} WHERE id = $1", id)) return id;
        }
    }
}
