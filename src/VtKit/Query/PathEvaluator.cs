using System.Runtime.InteropServices;
using System.Text.Json;

namespace VtKit;

/// <summary>
/// Carries out one query over one document, as its results are read. Nothing here calls itself along the depth of the document. A
/// query that would look at values over and over without end, as <c>$..*..*..*..*</c> does, is given up.
/// </summary>
internal sealed partial class PathEvaluator
{
    // Some dozens of passes over the document, and as much as anyone waits for in a small one.
    private const long LooksAtLeast = 2_000_000;
    private const long LooksPerByte = 64;

    private readonly JsonElement _root;
    private readonly Action<int> _spend;
    private long _left;

    public PathEvaluator(JsonElement root)
    {
        _root = root;
        _left = LooksAtLeast + (LooksPerByte * JsonMarshal.GetRawUtf8Value(root).Length);
        _spend = Spend;
    }

    public IEnumerable<PathPlace> Run(PathQuery query, PathPlace start)
    {
        if (query.IsSingular) return One(query, start) is { } only ? [only] : [];
        IEnumerable<PathPlace> places = [start];
        foreach (var segment in query.Segments) places = Apply(segment, places);
        return places;
    }

    /// <summary>The value that a query leads to that leads to one at most.</summary>
    private PathPlace? One(PathQuery query, PathPlace place)
    {
        foreach (var segment in query.Segments)
        {
            if (One(segment.Selectors[0], place) is not { } next) return null;
            place = next;
        }
        return place;
    }

    private IEnumerable<PathPlace> Apply(PathSegment segment, IEnumerable<PathPlace> places)
    {
        // One name after .. is what most people seek: no list of its own for each value that is passed.
        var only = segment.Selectors is [NameSelector or IndexSelector] ? segment.Selectors[0] : null;
        foreach (var place in places)
        {
            foreach (var from in segment.IsDescendant ? Descend(place) : [place])
            {
                if (only is null)
                {
                    foreach (var found in Select(segment, from)) yield return found;
                }
                else if (One(only, from) is { } found)
                {
                    yield return found;
                }
            }
        }
    }

    private IEnumerable<PathPlace> Select(PathSegment segment, PathPlace place)
    {
        foreach (var selector in segment.Selectors)
        {
            switch (selector)
            {
                case NameSelector or IndexSelector:
                    if (One(selector, place) is { } only) yield return only;
                    break;
                case SliceSelector slice:
                    foreach (var item in Slice(slice, place)) yield return item;
                    break;
                default:
                    var condition = (selector as FilterSelector)?.Condition;
                    for (var children = new Children(place); children.MoveNext();)
                    {
                        Spend(1);
                        if (condition is null || Holds(condition, children.Current.Json)) yield return children.Current;
                    }
                    break;
            }
        }
    }

    private PathPlace? One(PathSelector selector, PathPlace place)
    {
        var node = new VtNode(place.Json);
        // A member is found by going through the names, an item often by going through the items.
        Spend(1 + (node.Count / 8));
        if (selector is NameSelector { Name: var name })
            return node[name] is { Kind: not JsonValueKind.Undefined } member ? place.Child(member.Json, name) : null;
        if (node.Kind != JsonValueKind.Array) return null;
        var index = ((IndexSelector)selector).Index;
        if (index < 0) index += node.Count;
        return index >= 0 && index < node.Count ? place.Child(node.Json[(int)index], (int)index) : null;
    }

    private IEnumerable<PathPlace> Slice(SliceSelector slice, PathPlace place)
    {
        if (place.Json.ValueKind != JsonValueKind.Array || slice.Step == 0) yield break;
        var count = place.Json.GetArrayLength();
        var (lower, upper) = Bounds(slice, count);
        if (slice.Step > 0)
        {
            var (next, index) = (lower, 0);
            foreach (var item in place.Json.EnumerateArray())
            {
                if (index >= upper) yield break;
                Spend(1);
                if (index == next)
                {
                    next += slice.Step;
                    yield return place.Child(item, index);
                }
                index++;
            }
        }
        else
        {
            if (upper <= lower) yield break;
            Spend(count);
            // Finding an item by its index walks the array from its beginning, so that all are noted at once.
            JsonElement[] items = [.. place.Json.EnumerateArray()];
            for (var index = upper; index > lower; index += slice.Step)
                yield return place.Child(items[index], (int)index);
        }
    }

    // RFC 9535, section 2.3.4.2.2.
    private static (long Lower, long Upper) Bounds(SliceSelector slice, long count)
    {
        var forward = slice.Step > 0;
        var start = Normalize(slice.Start ?? (forward ? 0 : count - 1));
        var end = Normalize(slice.End ?? (forward ? count : -count - 1));
        return forward
            ? (Math.Clamp(start, 0, count), Math.Clamp(end, 0, count))
            : (Math.Clamp(end, -1, count - 1), Math.Clamp(start, -1, count - 1));

        long Normalize(long index) => index >= 0 ? index : count + index;
    }

    /// <summary>The value and all that lie below it, each before its children. What has no children is left out, since nothing can be selected from it.</summary>
    private IEnumerable<PathPlace> Descend(PathPlace top)
    {
        if (!HasChildren(top)) yield break;
        yield return top;
        var above = new Stack<Children>();
        var children = new Children(top);
        while (true)
        {
            if (!children.MoveNext())
            {
                if (!above.TryPop(out children!)) yield break;
                continue;
            }
            Spend(1);
            if (!HasChildren(children.Current)) continue;
            var place = children.Current;
            yield return place;
            above.Push(children);
            children = new Children(place);
        }
    }

    private static bool HasChildren(PathPlace place) => place.Json.ValueKind is JsonValueKind.Array or JsonValueKind.Object;

    private void Spend(int looks)
    {
        _left -= looks;
        if (_left < 0) throw new InvalidOperationException("The path looks at the same values over and over, too often to go on: use fewer .. and fewer filters within filters.");
    }

    /// <summary>The children of a value, one after the other.</summary>
    private sealed class Children
    {
        private readonly PathPlace _parent;
        private JsonElement.ArrayEnumerator _items;
        private JsonElement.ObjectEnumerator _members;
        private int _index = -1;

        public Children(PathPlace parent)
        {
            _parent = parent;
            if (parent.Json.ValueKind == JsonValueKind.Array) _items = parent.Json.EnumerateArray();
            else if (parent.Json.ValueKind == JsonValueKind.Object) _members = parent.Json.EnumerateObject();
        }

        public PathPlace Current { get; private set; }

        public bool MoveNext()
        {
            if (_parent.Json.ValueKind == JsonValueKind.Array)
            {
                if (!_items.MoveNext()) return false;
                Current = _parent.Child(_items.Current, ++_index);
                return true;
            }
            if (_parent.Json.ValueKind != JsonValueKind.Object || !_members.MoveNext()) return false;
            Current = _parent.Step is null ? new PathPlace(_members.Current.Value, null) : _parent.Child(_members.Current.Value, JsonText.NameOf(_members.Current));
            return true;
        }
    }
}
