using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace VtKit.Graph;

/// <summary>Values by key that come in the order in which they were added; adding and removing take constant time.</summary>
internal sealed class OrderedTable<TKey, TValue> : IReadOnlyCollection<TValue>
    where TKey : notnull
    where TValue : class
{
    private readonly Dictionary<TKey, int> _places = [];
    private readonly List<TValue?> _values = [];

    public int Count => _places.Count;

    public bool TryGet(TKey key, [NotNullWhen(true)] out TValue? value)
    {
        value = _places.TryGetValue(key, out var place) ? _values[place] : null;
        return value is not null;
    }

    public bool Contains(TKey key) => _places.ContainsKey(key);

    public void Add(TKey key, TValue value)
    {
        _places.Add(key, _values.Count);
        _values.Add(value);
    }

    /// <summary>Gives a value another key; it keeps its place.</summary>
    public void Rename(TKey from, TKey to)
    {
        if (_places.Remove(from, out var place)) _places.Add(to, place);
    }

    public void Remove(TKey key)
    {
        if (!_places.Remove(key, out var place)) return;
        _values[place] = null;
        if (_values.Count > 32 && _places.Count < _values.Count / 2) Compact();
    }

    public IEnumerator<TValue> GetEnumerator()
    {
        foreach (var value in _values)
            if (value is not null) yield return value;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Compact()
    {
        var moved = new int[_values.Count];
        var next = 0;
        for (var i = 0; i < _values.Count; i++)
        {
            moved[i] = next;
            if (_values[i] is not null) _values[next++] = _values[i];
        }
        _values.RemoveRange(next, _values.Count - next);
        foreach (var key in _places.Keys.ToArray()) _places[key] = moved[_places[key]];
    }
}
