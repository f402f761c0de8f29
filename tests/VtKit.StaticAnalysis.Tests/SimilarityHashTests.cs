using System.Globalization;

namespace VtKit.StaticAnalysis.Tests;

public class SimilarityHashTests
{
    private const string Ssdeep = "96:PuNQHTo6pYrYJWrYJ6N3w53hpYTdhuNQHTo6pYrYJWrYJ6N3w53hpYTP:+QHTrpYrsWrs6N3g3LaGQHTrpYrsWrsa";
    private const string Tlsh = "T18CE34A07B69314FDC692857095AB96627E3078644721BF3B7A8CA7342F16F306F0AB71";

    [ToolFact("ssdeep")]
    public async Task The_ssdeep_score_is_that_of_the_program()
    {
        using var folder = new TempFolder();
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, content) in Variants()) hashes[name] = (await Samples.AnalyzeAsync(content)).Ssdeep!;
        var list = folder.Write("hashes", "ssdeep,1.1--blocksize:hash:hash,filename\n" + string.Concat(hashes.Select(one => $"{one.Value},\"{one.Key}\"\n")));
        var (compared, partly) = (0, 0);
        foreach (var line in (await Tool.RunAsync("ssdeep", "-x", "-a", "-c", list)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Replace("\"", "", StringComparison.Ordinal).Split(',');
            var score = int.Parse(parts[2], CultureInfo.InvariantCulture);
            SimilarityHash.SsdeepScore(hashes[parts[0]], hashes[parts[1]]).ShouldBe(score, line);
            compared++;
            if (score is > 0 and < 100) partly++;
        }
        compared.ShouldBeGreaterThan(500);
        partly.ShouldBeGreaterThan(50);
    }

    [ToolFact("tlsh_unittest")]
    public async Task The_TLSH_distance_is_that_of_the_program()
    {
        using var folder = new TempFolder();
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, content) in Variants())
            if ((await Samples.AnalyzeAsync(content)).Tlsh is { } tlsh) values[name] = tlsh;
        // The program knows no prefix.
        var list = folder.Write("values", string.Concat(values.Select(one => $"{one.Value[2..]}\t{one.Key}\n")));
        var compared = 0;
        foreach (var line in (await Tool.RunAsync("tlsh_unittest", "-xref", "-l", list)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split('\t');
            SimilarityHash.TlshDistance(values[parts[0]], values[parts[1]][2..]).ShouldBe(int.Parse(parts[2], CultureInfo.InvariantCulture), line);
            compared++;
        }
        compared.ShouldBe(values.Count * (values.Count - 1) / 2);
        compared.ShouldBeGreaterThan(300);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("96")]
    [InlineData("96:abc")]
    [InlineData(":a:b")]
    [InlineData("x:a:b")]
    [InlineData("2:a:b")]
    [InlineData("-3:a:b")]
    [InlineData("99999999999999999999:a:b")]
    public void What_is_no_ssdeep_hash_has_no_score(string? text)
    {
        SimilarityHash.SsdeepScore(Ssdeep, text).ShouldBeNull();
        SimilarityHash.SsdeepScore(text, Ssdeep).ShouldBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("T1")]
    [InlineData("TNULL")]
    [InlineData("T18CE34A07B69314FDC692857095AB96627E3078644721BF3B7A8CA7342F16F306F0AB7")]
    [InlineData("T28CE34A07B69314FDC692857095AB96627E3078644721BF3B7A8CA7342F16F306F0AB71")]
    [InlineData("T18CE34A07B69314FDC692857095AB96627E3078644721BF3B7A8CA7342F16F306F0AB7G")]
    public void What_is_no_TLSH_has_no_distance(string? text)
    {
        SimilarityHash.TlshDistance(Tlsh, text).ShouldBeNull();
        SimilarityHash.TlshDistance(text, Tlsh).ShouldBeNull();
    }

    [Fact]
    public void Equal_hashes_are_as_near_as_can_be()
    {
        SimilarityHash.SsdeepScore(Ssdeep, Ssdeep).ShouldBe(100);
        SimilarityHash.SsdeepScore(Ssdeep, Ssdeep + ",\"a.bin\"").ShouldBe(100);
        SimilarityHash.TlshDistance(Tlsh, Tlsh[2..].ToLowerInvariant()).ShouldBe(0);
        // The largest block sizes that are read do not wrap around.
        SimilarityHash.SsdeepScore("1152921504606846975:abcdefghi:xbcdefgh", "2305843009213693950:xbcdefgh:abcdefgh").ShouldBe(100);
        SimilarityHash.SsdeepScore("2305843009213693951:abcdefgh:abcdefgh", "2305843009213693951:abcdefgh:abcdefgx").ShouldNotBeNull();
    }

    /// <summary>Contents that have more and less in common: changed here and there, cut off, gone on with, put together, and runs of one letter.</summary>
    private static IEnumerable<(string Name, byte[] Content)> Variants()
    {
        foreach (var size in new[] { 300, 4_000, 50_000 })
        {
            var content = Samples.Random(size, size);
            var other = Samples.Random(size + 1, size);
            yield return ($"whole-{size}", content);
            yield return ($"other-{size}", other);
            yield return ($"cut-{size}", content[..(size * 3 / 4)]);
            yield return ($"half-{size}", content[(size / 2)..]);
            yield return ($"longer-{size}", [.. content, .. other[..(size / 5)]]);
            yield return ($"twice-{size}", [.. content, .. content]);
            yield return ($"both-{size}", [.. content[..(size / 2)], .. other]);
            yield return ($"zeros-{size}", [.. content, .. new byte[size * 4]]);
            foreach (var changes in new[] { 1, 5, 20, 60 })
            {
                var changed = content.ToArray();
                for (var i = 0; i < changes; i++) changed[(i * 7919 + 13) % size] ^= 0x55;
                yield return ($"changed-{changes}-{size}", changed);
            }
        }
        yield return ("words", System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 2000).Select(i => $"word{i % 37} "))));
    }
}
