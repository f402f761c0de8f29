using System.Collections;
using System.Reflection;

namespace VtKit.Tests.Generated;

/// <summary>Reads every getter of an object and of the views inside it, as deep as they go.</summary>
internal static class GetterWalk
{
    private static readonly Dictionary<Type, PropertyInfo[]> Getters = [];

    /// <summary>How many getters gave something. Throws what a getter throws.</summary>
    public static int Read(object value, int depth = 0)
    {
        if (depth > 12) return 0;
        var found = 0;
        foreach (var property in GettersOf(value.GetType())) found += Count(property.GetValue(value), depth);
        return found;
    }

    private static int Count(object? value, int depth) => value switch
    {
        null or false or VtNode => 0,
        string => 1,
        IDictionary map => map.Count,
        IEnumerable list => list.Cast<object>().Take(50).Sum(item => 1 + Inner(item, depth)),
        _ when IsView(value.GetType()) => Read(value, depth + 1),
        _ => 1,
    };

    // A map enumerates pairs; a list, its items.
    private static int Inner(object item, int depth)
    {
        var type = item.GetType();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)) item = type.GetProperty("Value")!.GetValue(item)!;
        return item is not VtNode && IsView(item.GetType()) ? Read(item, depth + 1) : 0;
    }

    private static bool IsView(Type type) => Array.Exists(type.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IVtView<>));

    private static PropertyInfo[] GettersOf(Type type)
    {
        lock (Getters)
            return Getters.TryGetValue(type, out var known) ? known
                : Getters[type] = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(p => p.Name is not ("Node" or "Exists") && p.GetIndexParameters().Length == 0)];
    }
}
