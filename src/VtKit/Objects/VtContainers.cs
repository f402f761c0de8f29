using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace VtKit;

/// <summary>A typed view over a part of an answer: it holds no data of its own and reads on demand.</summary>
/// <typeparam name="TSelf">The view itself.</typeparam>
public interface IVtView<TSelf> where TSelf : struct, IVtView<TSelf>
{
    /// <summary>Makes the view of a node. An absent node gives a view that reads as empty.</summary>
    /// <param name="node">The part of the answer.</param>
    static abstract TSelf Create(VtNode node);
}

/// <summary>A JSON array as a list of views, made as they are read; empty where there is no array.</summary>
/// <typeparam name="T">The view of an item.</typeparam>
/// <param name="node">The array.</param>
public readonly struct VtList<T>(VtNode node) : IReadOnlyList<T> where T : struct, IVtView<T>
{
    /// <summary>The array as it came.</summary>
    public VtNode Node { get; } = node;

    /// <summary>How many items there are.</summary>
    public int Count => Node.Kind == JsonValueKind.Array ? Node.Count : 0;

    /// <summary>The item at that place. In a long array of large items, enumerating is faster than indexing.</summary>
    /// <param name="index">The place, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return T.Create(Node[index]);
        }
    }

    /// <summary>Enumerates the items in order.</summary>
    public IEnumerator<T> GetEnumerator()
    {
        if (Node.Kind != JsonValueKind.Array) yield break;
        foreach (var item in Node.Json.EnumerateArray())
            yield return T.Create(new VtNode(item));
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A JSON object as a dictionary of views, made as they are read; empty where there is no object.</summary>
/// <typeparam name="T">The view of a value.</typeparam>
/// <param name="node">The object.</param>
public readonly struct VtMap<T>(VtNode node) : IReadOnlyDictionary<string, T> where T : struct, IVtView<T>
{
    /// <summary>The object as it came.</summary>
    public VtNode Node { get; } = node;

    /// <summary>How many members there are.</summary>
    public int Count => Node.Kind == JsonValueKind.Object ? Node.Count : 0;

    /// <summary>The names, in the order of the answer.</summary>
    public IEnumerable<string> Keys => this.Select(member => member.Key);

    /// <summary>The values, in the order of the answer.</summary>
    public IEnumerable<T> Values => this.Select(member => member.Value);

    /// <summary>The value of that name.</summary>
    /// <param name="key">The name as the service spells it.</param>
    /// <exception cref="KeyNotFoundException">There is no such member; <see cref="TryGetValue"/> does not throw.</exception>
    public T this[string key] =>
        TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no member '{key}'.");

    /// <summary>Whether there is a member of that name.</summary>
    /// <param name="key">The name as the service spells it.</param>
    public bool ContainsKey(string key) => Node[key].Kind != JsonValueKind.Undefined;

    /// <summary>Reads the value of that name, if there is one.</summary>
    /// <param name="key">The name as the service spells it.</param>
    /// <param name="value">The view of the value.</param>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        var found = Node[key];
        value = T.Create(found);
        return found.Kind != JsonValueKind.Undefined;
    }

    /// <summary>Enumerates the members in the order of the answer.</summary>
    public IEnumerator<KeyValuePair<string, T>> GetEnumerator()
    {
        if (Node.Kind != JsonValueKind.Object) yield break;
        foreach (var member in Node.Json.EnumerateObject())
            yield return new KeyValuePair<string, T>(JsonText.NameOf(member), T.Create(new VtNode(member.Value)));
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
