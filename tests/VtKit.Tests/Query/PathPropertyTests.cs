using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace VtKit.Tests;

/// <summary>What holds for any path over any document.</summary>
public sealed class PathPropertyTests
{
    private static readonly Gen<string> Names = Gen.Elements("a", "b", "it's", "", "é😀", "\n");

    private static readonly Gen<string> Json = Gen.Sized(size => JsonOf(Math.Min(size, 30)));

    private static readonly Gen<string> AnyPath = Gen.Choose(0, 4).SelectMany(count => Segment(1).ArrayOf(count)).Select(segments => "$" + string.Concat(segments));

    [Fact]
    public void The_path_of_each_value_leads_to_it_alone()
    {
        Prop.ForAll(Pairs().ToArbitrary(), sample =>
        {
            var (json, path) = sample;
            var root = Paths.Node(json);
            var read = VtJsonPath.Parse(path);
            var found = read.Locate(root).ToList();
            read.Select(root).Select(node => node.ToString()).ShouldBe(found.Select(match => match.Node.ToString()));
            foreach (var match in found)
            {
                var again = VtJsonPath.Parse(match.Path);
                again.ToString().ShouldBe(match.Path);
                again.Locate(root).Select(other => (other.Path, other.Node.ToString())).ShouldBe([(match.Path, match.Node.ToString())]);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    [Fact]
    public void The_normalised_text_of_a_path_is_the_same_path()
    {
        Prop.ForAll(Pairs().ToArbitrary(), sample =>
        {
            var (json, path) = sample;
            var read = VtJsonPath.Parse(path);
            var again = VtJsonPath.Parse(read.ToString());
            again.ToString().ShouldBe(read.ToString());
            var root = Paths.Node(json);
            again.Locate(root).Select(match => match.Path).ShouldBe(read.Locate(root).Select(match => match.Path));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    [Fact]
    public void Whatever_is_typed_is_a_path_or_is_refused_within_it()
    {
        var scraps = Gen.Elements("$", "@", ".", "..", "[", "]", "*", "?", ":", ",", "'", "\"", "\\", "\\u", "d83d", "a", "0", "-", "1e", "==", "<", "!", "&&", "||", "(", ")", "length(", "match(", "true", " ", "\n", "\0", "\ud800", "é");
        Prop.ForAll(scraps.ArrayOf().Select(parts => "$" + string.Concat(parts)).ToArbitrary(), text =>
        {
            try
            {
                VtJsonPath.Parse(text).Select(Paths.Node("""{"a":[{"a":"0"}]}""")).Count().ShouldBeLessThan(1000);
            }
            catch (VtJsonPathException e)
            {
                e.Position.ShouldBeInRange(0, text.Length);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void A_slice_is_what_counting_by_hand_gives()
    {
        var bound = Gen.OneOf(Gen.Constant((int?)null), Gen.Choose(-9, 9).Select(i => (int?)i));
        var cases = from length in Gen.Choose(0, 6) from start in bound from end in bound from step in bound select (length, start, end, step);
        Prop.ForAll(cases.ToArbitrary(), sample =>
        {
            var (length, start, end, step) = sample;
            var json = "[" + string.Join(',', Enumerable.Range(0, length)) + "]";
            // As Python slices, which the RFC's rules follow.
            var by = step ?? 1;
            var expected = new List<string>();
            if (by != 0)
            {
                var from = Clip(start, by > 0 ? 0 : length - 1);
                var to = Clip(end, by > 0 ? length : -1);
                for (var i = from; by > 0 ? i < to : i > to; i += by) expected.Add($"{i}");
            }
            Paths.Values(json, $"$[{start}:{end}{(step is null ? "" : ":" + step)}]").ShouldBe(expected);

            int Clip(int? given, int unless) => given is not { } index
                ? unless
                : Math.Clamp(index < 0 ? index + length : index, by > 0 ? 0 : -1, by > 0 ? length : length - 1);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Comparisons_agree_with_each_other()
    {
        Prop.ForAll((from left in Json from right in Json select (left, right)).ToArbitrary(), sample =>
        {
            var json = $"[{sample.left},{sample.right}]";
            bool Is(string comparison, bool turned = false) => Paths.Holds(turned ? $"@[1] {comparison} @[0]" : $"@[0] {comparison} @[1]", json);

            Is("==").ShouldBe(Is("==", turned: true));
            Is("!=").ShouldBe(!Is("=="));
            Is("<").ShouldBe(Is(">", turned: true));
            Is("<=").ShouldBe(Is("<") || Is("=="));
            Is(">=").ShouldBe(Is(">") || Is("=="));
            (Is("<") && Is(">")).ShouldBeFalse();
            Paths.Holds("@[0] == @[0] && @[1] == @[1]", json).ShouldBeTrue();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static Gen<(string Json, string Path)> Pairs() => from json in Json from path in AnyPath select (json, path);

    private static Gen<string> JsonOf(int size)
    {
        var scalar = Gen.OneOf(Gen.Choose(-2, 3).Select(i => $"{i}"), Names.Select(Text), Gen.Elements("null", "true", "false", "1.0", "1e400", "9223372036854775808"));
        if (size <= 1) return scalar;
        var inner = Gen.Choose(0, 3).SelectMany(count => JsonOf(size / 4).ArrayOf(count));
        var members = inner.SelectMany(values => Names.ArrayOf(values.Length).Select(names => names.Distinct().Zip(values, (name, value) => $"{Text(name)}:{value}")));
        return Gen.OneOf(scalar, inner.Select(items => $"[{string.Join(',', items)}]"), members.Select(all => $"{{{string.Join(',', all)}}}"));
    }

    private static Gen<string> Segment(int depth)
    {
        var selectors = Gen.Choose(1, 2).SelectMany(count => Selector(depth).ArrayOf(count)).Select(all => $"[{string.Join(" , ", all)}]");
        return Gen.OneOf(Gen.Elements(".a", ".b", "..a", ".*", "..*"), selectors, selectors.Select(brackets => ".." + brackets));
    }

    private static Gen<string> Selector(int depth)
    {
        var plain = Gen.OneOf(Names.Select(Text), Names.Select(PathText.Quote), Gen.Choose(-3, 3).Select(i => $"{i}"), Gen.Elements("*", "1:", ":2", "::-1", "-2::2", "5:0:-1"));
        return depth == 0 ? plain : Gen.OneOf(plain, Condition(depth - 1).Select(condition => "?" + condition));
    }

    private static Gen<string> Condition(int depth)
    {
        var query = Segment(depth).Select(segment => "@" + segment);
        var value = Gen.OneOf(Gen.Elements("@", "@.a", "@['b']", "$.a", "@[0]", "1", "'a'", "null", "-1.50e1", "length(@.a)", "count(@.*)", "value(@..b)"), Names.Select(PathText.Quote));
        var comparison = from left in value from op in Gen.Elements("==", "!=", "<", "<=", ">", ">=") from right in value select $"{left} {op}{right}";
        var test = Gen.OneOf(query, query.Select(q => "!" + q), comparison, comparison.Select(c => $"!({c})"), Gen.Elements("match(@.a, 'a|b')", "!search(@, \"[^a]\")"));
        return Gen.OneOf(test, from a in test from b in test from c in test select $"({a}||{b}) && {c}", from a in test from b in test from c in test select $"{a} && {b} || {c}");
    }

    private static string Text(string value) => JsonSerializer.Serialize(value);
}
