using System.Reflection;

namespace VtKit.Architecture.Tests;

/// <summary>Tells whether a name that a document writes is that of a public type or member: of ours, or of .NET where it says so.</summary>
internal static class PublicNames
{
    private const BindingFlags Visible = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;

    private static readonly Type[] Ours = [.. BuiltRooms.Libraries.SelectMany(room => BuiltRooms.Load(room).GetExportedTypes())];

    private static readonly Assembly[] Platform =
        [typeof(object).Assembly, typeof(Uri).Assembly, typeof(HttpClient).Assembly, typeof(System.Net.HttpStatusCode).Assembly, typeof(Enumerable).Assembly, typeof(System.Data.DataTable).Assembly];

    private static readonly ILookup<string, Type> OursByName = Ours.ToLookup(type => Plain(type.Name), StringComparer.Ordinal);

    private static readonly ILookup<string, Type> PlatformByName = Platform.SelectMany(assembly => assembly.GetExportedTypes()).ToLookup(type => Plain(type.Name), StringComparer.Ordinal);

    private static readonly HashSet<string> Members = [.. Ours.SelectMany(type => type.GetMembers(Visible)).Select(member => member.Name)];

    /// <summary>
    /// <c>vt.Area.Member</c> and <c>Type.Member</c> are looked up as they stand; after a variable, or alone, a name has to be one that some type of ours has.
    /// </summary>
    public static bool Knows(string chain)
    {
        var names = chain.Split('.');
        if (names[0] == "vt") return HasPath(typeof(VtClient), names[1..]);
        if (char.IsLower(names[0][0])) return names.Where(name => char.IsUpper(name[0])).All(Members.Contains);
        return OursByName[names[0]].Concat(PlatformByName[names[0]]).Any(type => HasPath(type, names[1..])) || names.All(Members.Contains);
    }

    private static bool HasPath(Type type, string[] names) => names.Length == 0 || type.GetMember(names[0], Visible).Any(member => member switch
    {
        PropertyInfo property => HasPath(property.PropertyType, names[1..]),
        FieldInfo field => HasPath(field.FieldType, names[1..]),
        Type nested => HasPath(nested, names[1..]),
        _ => names.Length == 1,
    });

    private static string Plain(string name) => name.Split('`')[0];
}
