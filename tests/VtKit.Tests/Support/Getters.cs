using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace VtKit.Tests;

/// <summary>Calls every getter of a view, and of what it leads to.</summary>
internal static class Getters
{
    private const int MaxDepth = 40;
    private const int MaxItems = 50;

    /// <summary>Reads all there is; returns how many getters gave a value.</summary>
    /// <exception cref="InvalidOperationException">A getter threw; the message names it.</exception>
    public static int ReadAll(object view) => Read(view, view.GetType().Name, 0);

    [SuppressMessage("Design", "MA0051:Method is too long", Justification = "One case for each kind of value.")]
    private static int Read(object? value, string path, int depth)
    {
        switch (value)
        {
            case null or string or bool or int or long or double or DateTimeOffset or System.Text.Json.JsonElement:
                return value is null ? 0 : 1;
            case VtNode node:
                _ = (node.Kind, node.Exists, node.Count, node.AsString(), node.AsText(), node.AsInt64(), node.AsDouble());
                _ = (node.AsBoolean(), node.AsDate(), node.AsStrings(), node.AsStringMap(), node.AsInt64Map(), node.ToString(), node["x"], node[0]);
                return node.Exists ? 1 : 0;
            case IEnumerable items when value is not VtObject:
                return ReadItems(items, path, depth);
        }
        if (value.GetType().Assembly != typeof(VtClient).Assembly)
            return value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) ? ReadProperties(value, path, depth) : 1;
        // A view of nothing leads to views of nothing without end: one step is enough to see that it holds.
        var exists = value is not VtObject && value.GetType().GetProperty("Exists")?.GetValue(value) is false;
        return depth > MaxDepth || (exists && depth > 6) ? 0 : ReadProperties(value, path, exists ? Math.Max(depth, 6) : depth);
    }

    private static int ReadItems(IEnumerable items, string path, int depth)
    {
        var count = 0;
        try
        {
            foreach (var item in items.Cast<object?>().Take(MaxItems)) count += Read(item, path + "[]", depth + 1);
        }
        catch (Exception e) when (e is not InvalidOperationException { Data.Count: > 0 })
        {
            throw Failed(path, e);
        }
        return count;
    }

    private static int ReadProperties(object value, string path, int depth)
    {
        var count = 0;
        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            // A span cannot be boxed; it is read by name where it matters.
            if (property.GetIndexParameters().Length > 0 || property.PropertyType.IsByRefLike) continue;
            object? read;
            try
            {
                read = property.GetValue(value);
            }
            catch (TargetInvocationException e)
            {
                throw Failed($"{path}.{property.Name}", e.InnerException!);
            }
            count += Read(read, $"{path}.{property.Name}", depth + 1);
        }
        return count;
    }

    private static InvalidOperationException Failed(string path, Exception e) =>
        new($"{path} threw {e.GetType().Name}: {e.Message}", e) { Data = { ["path"] = path } };
}
