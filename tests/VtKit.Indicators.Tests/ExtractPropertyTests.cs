using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace VtKit.Indicators.Tests;

public class ExtractPropertyTests
{
    private static readonly string[] Words =
    [
        "the", "sample", "contacts", "and", "drops", "payload.exe", "then", "version", "1.2.3", "at", "12:34:56", "see", "C:\\Temp\\a.dll", "(note)", "e.g.", "IoCs:", "-", "*", "50%", "a/b", "std::string", "System.IO",
        "\u043F\u0440\u0438\u0432\u0435\u0442", "\u8FD9\u662F", "{x}", "[1]", "\"quoted\"", "readme.md", "it's", "x=1;", "dot", "<br>", "deadbeef", "0x1F", "user@localhost", "...", "\uD83D\uDE00", "#tag",
    ];

    private static readonly string[] Indicators =
    [
        "44d88612fea8a8f36de82e1278abb02f", "3395856ce81f2b7382dee72602f798b642f14140", "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f", "CVE-2021-44228",
        "evil.com", "www.sub-domain.evil.net", "a.b.c.d.evil.org", "xn--bcher-kva.example", "hidden.onion", "8.8.8.8", "192.168.254.254", "2001:db8::1", "fe80::1:2", "http://evil.com/", "https://www.evil.com/a/b.php?c=d&e=f",
        "http://198.51.100.7:8080/x", "ftp://files.evil.net/a.bin", "http://evil.com/a_(b)/c", "bob@evil.com", "first.last+tag@mail.evil.org",
    ];

    // Each takes an indicator as it is to one as people write it.
    private static readonly (string Name, Func<string, string> Apply)[] Styles =
    [
        ("plain", text => text),
        ("as vtk writes it", Indicator.Defang),
        ("[.]", text => Dots(text, "[.]")),
        ("(.)", text => Dots(text, "(.)")),
        ("{.}", text => Dots(text, "{.}")),
        ("[dot]", text => Dots(text, "[dot]")),
        ("(DOT)", text => Dots(text, "(DOT)")),
        ("\\.", text => HostDots(text, "\\.")),
        (" dot ", text => HostDots(text, " dot ")),
        (" [.] ", text => HostDots(text, " [.] ")),
        ("full width", text => HostDots(text, "\uFF0E")),
        ("hxxp", text => text.Replace("http", "hxxp", StringComparison.Ordinal)),
        ("hXXp[:]//", text => text.Replace("http", "hXXp", StringComparison.Ordinal).Replace("://", "[:]//", StringComparison.Ordinal)),
        ("h**p", text => text.Replace("http", "h**p", StringComparison.Ordinal)),
        ("[://]", text => text.Replace("://", "[://]", StringComparison.Ordinal)),
        ("[at]", text => text.Replace("@", "[at]", StringComparison.Ordinal)),
        (" (at) ", text => text.Replace("@", " (at) ", StringComparison.Ordinal)),
    ];

    [Fact]
    public void Every_indicator_in_every_style_is_found_where_it_stands()
    {
        var places =
            from indicator in Gen.Elements(Indicators)
            from style in Gen.Elements(Styles)
            from before in Gen.Elements(Words).ListOf()
            from after in Gen.Elements(Words).ListOf()
            from wrap in Gen.Elements(" ; ", "(;)", "\";\"", "<;>", "\n;\r\n", "'; ", " ;, ", "\t;.\n", " ;!\n")
            // What these words say of what follows them is another test's business.
            where before.LastOrDefault() is not ("version" or "dot") && after.FirstOrDefault() is not "dot"
            select (indicator, style, Before: string.Join(' ', before) + wrap.Split(';')[0], After: wrap.Split(';')[1] + string.Join(' ', after));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(6000).WithQuietOnSuccess(true).WithReplay(20260115UL, 1UL), Prop.ForAll(places.ToArbitrary(), place =>
        {
            var written = place.style.Apply(place.indicator);
            var found = IndicatorExtractor.Extract(place.Before + written + place.After);
            var expected = place.indicator.Contains('@', StringComparison.Ordinal) ? place.indicator : Indicator.Recognise(place.indicator).Value;
            return found.Count == 1 && (found[0].Value, found[0].Offset, found[0].Length) == (expected, place.Before.Length, written.Length)
                ? true
                : throw new InvalidOperationException($"{place.style.Name}: {string.Join("; ", found.Select(ExtractTests.Shown))} in {place.Before}>>{written}<<{place.After}");
        }));
    }

    [Fact]
    public void Text_without_indicators_gives_none() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(5000).WithQuietOnSuccess(true).WithReplay(20260115UL, 1UL),
        Prop.ForAll(Gen.Elements(Words).ListOf().ToArbitrary(), words => IndicatorExtractor.Extract(string.Join(' ', words)).Count == 0));

    [Fact]
    public void Nothing_makes_it_throw_and_what_is_found_stands_there() => Checks.That(Checks.IndicatorText, text =>
    {
        long end = 0;
        foreach (var one in IndicatorExtractor.Extract(text))
        {
            if (one.Offset < end || one.Length <= 0 || one.Offset + one.Length > text.Length || one.Kind == IndicatorKind.Unknown || one.Value.Length == 0) return false;
            end = one.Offset + one.Length;
        }
        return true;
    }, runs: 20_000);

    [Fact]
    public async Task A_stream_gives_what_the_text_gives()
    {
        var random = new Random(7);
        var text = new StringBuilder();
        while (text.Length < 600_000)
        {
            var written = random.Next(3) == 0 ? Styles[random.Next(Styles.Length)].Apply(Indicators[random.Next(Indicators.Length)]) : Words[random.Next(Words.Length)];
            text.Append(written).Append(random.Next(9) == 0 ? "\n" : " ");
            if (random.Next(20_000) == 0) text.Append('f', 100_000).Append(' ');
            if (random.Next(20_000) == 0) text.Insert(text.Length, "a.", 30_000).Append(' ');
        }
        using var reader = new Trickle(text.ToString());
        var streamed = new List<ExtractedIndicator>();
        await foreach (var one in IndicatorExtractor.ExtractAsync(reader)) streamed.Add(one);
        var whole = IndicatorExtractor.Extract(text.ToString());
        whole.Count.ShouldBeGreaterThan(5000);
        streamed.Select(ExtractTests.Shown).ShouldBe(whole.Select(ExtractTests.Shown));
    }

    [Fact]
    public void Each_is_given_once_where_once_is_wanted()
    {
        var options = new ExtractOptions { Distinct = true };
        IndicatorExtractor.Extract("evil.com evil[.]com hxxp://evil.com http://EVIL.com/", options).Select(ExtractTests.Shown)
            .ShouldBe(["Domain evil.com 0+8", "Url http://evil.com/ 20+15"]);
    }

    [Fact]
    public void Names_of_files_are_domains_where_that_is_wanted()
    {
        var options = new ExtractOptions { FileNamesAreDomains = true };
        var found = IndicatorExtractor.Extract("readme.md invoice.exe payload.zip", options);
        found.Select(ExtractTests.Shown).ShouldBe(["Domain readme.md 0+9", "Domain payload.zip 22+11"]);
        found[0].Indicator.Text.ShouldBe("readme.md");
    }

    /// <summary>What made other extractors slow. Steps are counted, not time.</summary>
    [Theory]
    [InlineData("a.")]
    [InlineData("a")]
    [InlineData("f")]
    [InlineData("1.")]
    [InlineData("1.2.3.4.")]
    [InlineData("a@")]
    [InlineData("a.b@")]
    [InlineData("@")]
    [InlineData("+@a.")]
    [InlineData(":")]
    [InlineData("a:")]
    [InlineData("::1")]
    [InlineData("http://")]
    [InlineData("http://a")]
    [InlineData("http://a/")]
    [InlineData("http://a@")]
    [InlineData("http://[")]
    [InlineData("x://a.b,")]
    [InlineData("hxxp[:]//a[.]")]
    [InlineData(@"hxxp:\\a.")]
    [InlineData("http__")]
    [InlineData("http__a.")]
    [InlineData("hxxp%3A%2F%2F")]
    [InlineData("hxxp%3A%2F%2Fa.")]
    [InlineData("meow:// ")]
    [InlineData("a AT ")]
    [InlineData("a AT b DOT ")]
    [InlineData("[")]
    [InlineData("[.]")]
    [InlineData("a[.]")]
    [InlineData("a dot ")]
    [InlineData("a [.] ")]
    [InlineData("evil.com/(")]
    [InlineData("evil.com/)")]
    [InlineData("CVE-")]
    [InlineData("CVE-2021-")]
    [InlineData("_")]
    [InlineData("-a.com")]
    [InlineData("%2F")]
    [InlineData("\u4F8B.")]
    [InlineData("\u200B")]
    [InlineData("\u3002a")]
    [InlineData(",http")]
    [InlineData("a,http://b")]
    [InlineData("&quot;")]
    [InlineData("\0")]
    [InlineData("\uD800")]
    public void A_hostile_text_costs_steps_in_proportion_to_its_length(string piece)
    {
        const int Most = 40;
        foreach (var prefix in new[] { "", "http://evil.com/", "evil.com", "a@" })
        {
            var text = prefix + string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length));
            IndicatorExtractor.Extract(text, null, out var steps);
            steps.ShouldBeLessThan((long)text.Length * Most, prefix);
        }
    }

    [Fact]
    public void A_file_name_that_is_known_by_its_extension_ends_in_no_top_level_domain()
    {
        foreach (var extension in "exe dll pdf docx js vbs ps1 bat lnk jar html php txt gz rar iso".Split(' ')) TopLevel.IsKnown(extension).ShouldBeFalse(extension);
        foreach (var label in "com NET Example onion xn--p1ai museum aaa zw zip".Split(' ')) TopLevel.IsKnown(label).ShouldBeTrue(label);
        foreach (var label in new[] { "", "c", "comm", "co-m", "рф", "ｃom", new string('a', 64) }) TopLevel.IsKnown(label).ShouldBeFalse(label);
    }

    [Fact]
    public void A_random_text_costs_steps_in_proportion_to_its_length()
    {
        var random = new Random(11);
        const string Alphabet = "ab1.:/@[]() -_%,htp\u4F8B\u3002";
        var text = string.Create(1 << 20, random, (span, chance) =>
        {
            foreach (ref var c in span) c = Alphabet[chance.Next(Alphabet.Length)];
        });
        IndicatorExtractor.Extract(text, null, out var steps);
        steps.ShouldBeLessThan(text.Length * 10L);
    }

    private static string Dots(string text, string dot) => IpAddress.TryParse(text, out var address) && address.IsIPv6 || text.StartsWith("CVE", StringComparison.Ordinal)
        ? text
        : HostDots(text, dot);

    /// <summary>The dots of the host alone, for spellings that a path may hold by itself.</summary>
    private static string HostDots(string text, string dot)
    {
        var start = text.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme ? scheme + 3 : text.IndexOf('@', StringComparison.Ordinal) + 1;
        var end = text.IndexOf('/', start) is > 0 and var slash ? slash : text.Length;
        return string.Concat(text.AsSpan(0, start), text[start..end].Replace(".", dot, StringComparison.Ordinal), text.AsSpan(end));
    }

    /// <summary>Gives as many characters as a slow connection would.</summary>
    private sealed class Trickle(string text) : TextReader
    {
        private readonly Random _random = new(3);
        private int _at;

        public override ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
        {
            var count = Math.Min(Math.Min(buffer.Length, text.Length - _at), _random.Next(1, 9000));
            text.AsSpan(_at, count).CopyTo(buffer.Span);
            _at += count;
            return ValueTask.FromResult(count);
        }

        public override async ValueTask<int> ReadBlockAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
        {
            var total = 0;
            while (total < buffer.Length && await ReadAsync(buffer[total..], cancellationToken) is > 0 and var read) total += read;
            return total;
        }
    }
}
