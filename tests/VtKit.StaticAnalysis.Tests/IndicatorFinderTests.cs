using System.Text;
using VtKit.Indicators;

namespace VtKit.StaticAnalysis.Tests;

public sealed class IndicatorFinderTests
{
    [Theory]
    [InlineData("GET HTTP://Example.COM:80/a?b=1 now", "Url http://example.com/a?b=1 4; Domain example.com 4")]
    [InlineData("see (https://198.51.99.7/x).", "Url https://198.51.99.7/x 5; IpAddress 198.51.99.7 5")]
    [InlineData("a \"ftp://files.example.net/a b\"", "Url ftp://files.example.net/a 3; Domain files.example.net 3")]
    [InlineData("beacon.evil-c2.example.com:443", "Domain beacon.evil-c2.example.com 0")]
    [InlineData("connect 8.8.8.8 please", "IpAddress 8.8.8.8 8")]
    [InlineData("http://[2001:4860:4860::8888]/", "Url http://[2001:4860:4860::8888]/ 0; IpAddress 2001:4860:4860::8888 0")]
    [InlineData("/URI(http://a.example.com/b(c))/Type/Action", "Url http://a.example.com/b(c) 5; Domain a.example.com 5")]
    [InlineData("(see http://a.example.com/x)Tj 12.5 Td", "Url http://a.example.com/x 5; Domain a.example.com 5")]
    [InlineData("1.25 0 0 1.25 72.000 g.8.8.4.4 8.8.8.8", "IpAddress 8.8.8.8 31")]
    [InlineData("mail Some.Body+x@Example.COM, bug-tools@firm.it", "EmailAddress some.body+x@example.com 5; EmailAddress bug-tools@firm.it 30")]
    [InlineData("mailto:a.b@one.example.com?subject=x", "EmailAddress a.b@one.example.com 7")]
    // What only looks like one.
    [InlineData("System.IO.File and kernel32.dll", "")]
    [InlineData("assembly Version=4.0.2.1 and 1.0.0.0", "")]
    [InlineData("192.168.1.1 and 10.0.0.5 and 999.1.1.1", "")]
    [InlineData("me@x.co", "")]
    [InlineData("operator@plt.2.17 and memcpy@GLIBC_2.14", "")]
    [InlineData("@example.com and somebody@ example.nosuchtld", "")]
    [InlineData("window.location.com(", "")]
    [InlineData("http://", "")]
    [InlineData("://nothing.example", "")]
    public async Task Texts_hold(string text, string expected)
    {
        (await FindAsync(Encoding.ASCII.GetBytes(text))).ShouldBe(expected);
    }

    [Theory]
    [InlineData("curl http://one.example.com/x", "Url http://one.example.com/x; Domain one.example.com")]
    [InlineData("ab http://one.example.com/", "Url http://one.example.com/; Domain one.example.com")]
    [InlineData("a http://one.example.com/1", "Url http://one.example.com/1; Domain one.example.com")]
    [InlineData("connect to 8.8.8.8 now", "IpAddress 8.8.8.8")]
    [InlineData("some lines\r\n\twrite to me@mail.example.com", "EmailAddress me@mail.example.com")]
    [InlineData("nothing that is known to anybody", "")]
    public async Task Base64_is_looked_into(string text, string expected)
    {
        foreach (var bytes in new[] { Encoding.ASCII.GetBytes(text), Encoding.Unicode.GetBytes(text) })
        {
            var encoded = Convert.ToBase64String(bytes);
            foreach (var written in new[] { encoded, encoded.TrimEnd('=') })
            {
                foreach (var around in new[] { Encoding.ASCII, Encoding.Unicode })
                {
                    using var content = new MemoryStream([0xEE, 0xEE, .. around.GetBytes($"-enc \"{written}\" -x"), 0xFF, 0xFF]);
                    var found = (await FileAnalyzer.AnalyzeAsync(content)).Indicators;
                    string.Join("; ", found.Select(one => $"{one.Kind} {one.Value}")).ShouldBe(expected);
                    found.ShouldAllBe(one => one.IsUnpacked && one.Offset == 2 + (6 * around.GetByteCount("x")));
                }
            }
        }
    }

    /// <summary>However long it is: parts end between whole characters, also of two bytes.</summary>
    [Fact]
    public async Task Long_base64_is_looked_into_to_its_end()
    {
        foreach (var encoding in new[] { Encoding.ASCII, Encoding.Unicode })
        {
            for (var before = 0; before < 9; before++)
            {
                var script = string.Concat(Enumerable.Range(0, 900).Select(i => $"$x{i} = 'some text'; ")) + "irm http://late.example.com/x ; " + new string(' ', 40);
                using var content = new MemoryStream(Encoding.ASCII.GetBytes(new string('-', before) + Convert.ToBase64String(encoding.GetBytes(script))));
                (await FileAnalyzer.AnalyzeAsync(content)).Indicators.Select(one => one.Value).ShouldBe(["http://late.example.com/x", "late.example.com"]);
            }
        }
    }

    [Fact]
    public async Task What_stands_in_the_open_too_has_its_place_there()
    {
        var encoded = Convert.ToBase64String("get http://one.example.com/"u8);
        using var content = new MemoryStream(Encoding.ASCII.GetBytes($"{encoded} http://one.example.com/ {encoded}"));
        (await FileAnalyzer.AnalyzeAsync(content)).Indicators.ShouldAllBe(one => !one.IsUnpacked && one.Offset == encoded.Length + 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Wide_texts_are_read_at_even_and_odd_offsets(int before)
    {
        byte[] content = [.. Enumerable.Repeat((byte)0xEE, before), .. Encoding.Unicode.GetBytes("x http://wide.example.com/"), 0xFF, 0xFF];
        (await FindAsync(content)).ShouldBe($"Url http://wide.example.com/ {before + 4}; Domain wide.example.com {before + 4}");
    }

    [Fact]
    public async Task What_is_found_over_the_edge_of_a_block_and_twice_is_told_once()
    {
        var content = new byte[200_000];
        foreach (var at in new[] { 65_530, 131_060, 150_000 }) "http://edge.example.com/"u8.CopyTo(content.AsSpan(at));
        (await FindAsync(content)).ShouldBe("Url http://edge.example.com/ 65530; Domain edge.example.com 65530");
    }

    /// <summary>Pieces of 64 bytes are looked at together: nothing may depend on where in them a text stands.</summary>
    [Fact]
    public async Task Texts_are_found_wherever_they_begin_and_however_they_come_in()
    {
        foreach (var wide in new[] { false, true })
        {
            for (var at = 0; at < 140; at++)
            {
                var text = "http://any.example.com/";
                byte[] content = [.. Enumerable.Repeat((byte)0xEE, at), .. wide ? Encoding.Unicode.GetBytes(text) : Encoding.ASCII.GetBytes(text), .. Enumerable.Repeat((byte)0xEE, at % 3)];
                var expected = $"Url http://any.example.com/ {at}; Domain any.example.com {at}";
                (await FindAsync(content)).ShouldBe(expected);
                using var dripping = new Dripping(content, most: 29);
                Text(await FileAnalyzer.AnalyzeAsync(dripping)).ShouldBe(expected);
            }
        }
    }

    [Fact]
    public async Task A_long_text_is_looked_at_in_parts_of_4096_characters()
    {
        var text = new string('q', 4084) + " one.example.com " + new string('q', 5000) + " two.example.com";
        // The first one is cut where a part ends.
        (await FindAsync(Encoding.ASCII.GetBytes(text))).ShouldBe("Domain two.example.com 9102");
        (await FindAsync(Encoding.Unicode.GetBytes(text))).ShouldBe("Domain two.example.com 18204");
    }

    [Fact]
    public async Task A_file_that_is_full_of_them_gives_five_hundred_of_a_kind()
    {
        var text = string.Join(' ', Enumerable.Range(0, 3000).Select(number => $"http://h{number}.example.com/{number}"));
        using var content = new MemoryStream(Encoding.ASCII.GetBytes(text));
        var facts = await FileAnalyzer.AnalyzeAsync(content);
        facts.Indicators.Count(one => one.Kind == IndicatorKind.Url).ShouldBe(500);
        facts.Indicators.Count(one => one.Kind == IndicatorKind.Domain).ShouldBe(500);
    }

    /// <summary>The finder leaves out more, for a program is full of names; what it keeps, the extractor finds at the same place.</summary>
    [Theory]
    [InlineData("GET http://one.example.com/a?b=1 HTTP/1.1 Host: two.example.net")]
    [InlineData("beacon.evil-c2.example.com:443 8.8.8.8 https://198.51.99.7/x (ftp://files.example.net/a)")]
    [InlineData("System.IO.File kernel32.dll assembly Version=4.0.2.1 somebody@localhost window.location.com( http:// 999.1.1.1")]
    [InlineData("a=c2.example.ru;b='http://gate.example.cn/p.php?id=1' c.example.org, d.example.info")]
    public async Task What_is_found_in_a_file_is_extracted_from_its_text(string text)
    {
        var found = (await FindAsync(Encoding.ASCII.GetBytes(text))).Split("; ", StringSplitOptions.RemoveEmptyEntries);
        var extracted = IndicatorExtractor.Extract(text).Select(one => $"{one.Kind} {one.Value} {one.Offset}").ToList();
        // Of a URL the finder gives the host as well.
        var urls = extracted.Where(one => one.StartsWith("Url ", StringComparison.Ordinal)).Select(one => one.Split(' ')[^1]).ToHashSet();
        found.Where(one => one.StartsWith("Url ", StringComparison.Ordinal) || !urls.Contains(one.Split(' ')[^1])).ShouldBe(extracted, ignoreOrder: true);
    }

    [Fact]
    public async Task What_was_laid_down_at_any_place_is_found_there_and_nothing_else()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var content = new List<byte>();
            var laid = new List<string>();
            for (var i = 0; i < 60; i++)
            {
                // Bytes of no text, so many that what follows stands anywhere in the pieces that are looked at together.
                content.AddRange(Enumerable.Repeat((byte)0xFF, random.Next(2, 140)));
                var (text, found) = random.Next(5) switch
                {
                    0 => ($"http://h{i}.example.com/p?q={i}", new[] { $"Url http://h{i}.example.com/p?q={i}", $"Domain h{i}.example.com" }),
                    1 => ($"mail-{i}.example.org", [$"Domain mail-{i}.example.org"]),
                    2 => ($"connect 9.8.{i}.7", [$"IpAddress 9.8.{i}.7"]),
                    // Too short, and without anything that an indicator has.
                    3 => ("a.com", []),
                    _ => (new string('x', random.Next(1, 200)), Array.Empty<string>()),
                };
                var lead = text.StartsWith("connect ", StringComparison.Ordinal) ? "connect ".Length : 0;
                var isWide = random.Next(2) == 0;
                laid.AddRange(found.Select(one => $"{one} {content.Count + (isWide ? 2 : 1) * lead}"));
                content.AddRange((isWide ? Encoding.Unicode : Encoding.ASCII).GetBytes(text));
            }
            (await FindAsync([.. content])).Split("; ").ShouldBe(laid, ignoreOrder: true, $"seed {seed}");
        }
    }

    private static async Task<string> FindAsync(byte[] content)
    {
        using var stream = new MemoryStream(content);
        var facts = await FileAnalyzer.AnalyzeAsync(stream);
        facts.Problems.ShouldBeEmpty();
        return Text(facts);
    }

    private static string Text(FileFacts facts) => string.Join("; ", facts.Indicators.Select(one => $"{one.Kind} {one.Value} {one.Offset}"));
}
