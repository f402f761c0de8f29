using System.Diagnostics.CodeAnalysis;

namespace VtKit;

/// <summary>
/// The look-ups of a run by what they mean, so that each is made once: those that were not given out yet, and of the others the ones used
/// last, up to a number of bytes. A fault or a spent quota is no answer, and is not kept.
/// </summary>
internal sealed class KeptLookups<T>(long mostBytes) where T : VtObject
{
    // What an entry takes beside its object, and what reading an object adds to its bytes; both roughly.
    private const int EntryBytes = 500;
    private const int BytesPerByte = 2;

    private readonly Dictionary<string, LinkedListNode<Entry>> _byKey = new(StringComparer.Ordinal);

    // Those that were given out, the one used last at the end.
    private readonly LinkedList<Entry> _given = new();
    private long _bytes;

    public bool TryFind(string key, [NotNullWhen(true)] out Task<VtLookup<T>>? lookup)
    {
        lookup = null;
        if (!_byKey.TryGetValue(key, out var node)) return false;
        if (node.List is not null)
        {
            _given.Remove(node);
            _given.AddLast(node);
        }
        lookup = node.Value.Task;
        return true;
    }

    public void Add(string key, Task<VtLookup<T>> task) => _byKey.Add(key, new LinkedListNode<Entry>(new Entry(key, task, 0)));

    /// <summary>Says that a look-up was given out: from here on it is kept only while there is room.</summary>
    /// <param name="key">What it means.</param>
    /// <param name="lookup">What came of it.</param>
    public void Give(string key, VtLookup<T> lookup)
    {
        var node = _byKey[key];
        if (lookup.Outcome is VtLookupOutcome.Transient or VtLookupOutcome.Quota)
        {
            _byKey.Remove(key);
            return;
        }
        node.Value = node.Value with { Bytes = EntryBytes + ((long)BytesPerByte * (lookup.Object?.Utf8Json.Length ?? 0)) };
        _given.AddLast(node);
        _bytes += node.Value.Bytes;
        while (_bytes > mostBytes)
        {
            var oldest = _given.First!.Value;
            _given.RemoveFirst();
            _byKey.Remove(oldest.Key);
            _bytes -= oldest.Bytes;
        }
    }

    private sealed record Entry(string Key, Task<VtLookup<T>> Task, long Bytes);
}
