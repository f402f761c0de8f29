namespace VtKit.Indicators.Tests;

public class FileHashTests
{
    private const string Md5 = "44d88612fea8a8f36de82e1278abb02f";
    private const string Sha1 = "3395856ce81f2b7382dee72602f798b642f14140";
    private const string Sha256 = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";

    [Theory]
    [InlineData(Md5, HashKind.Md5)]
    [InlineData(Sha1, HashKind.Sha1)]
    [InlineData(Sha256, HashKind.Sha256)]
    public void The_length_tells_the_algorithm_and_case_does_not_matter(string text, HashKind kind)
    {
        FileHash.TryParse(text, out var hash).ShouldBeTrue();
        hash.Kind.ShouldBe(kind);
        hash.ToString().ShouldBe(text);
        FileHash.Parse(text.ToUpperInvariant()).ShouldBe(hash);
        FileHash.Parse($" \t{text.ToUpperInvariant()}\n").ShouldBe(hash);
        FileHash.FromBytes(Convert.FromHexString(text)).ShouldBe(hash);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("44d88612fea8a8f36de82e1278abb02")]
    [InlineData("44d88612fea8a8f36de82e1278abb02g")]
    [InlineData("0x44d88612fea8a8f36de82e1278abb0")]
    [InlineData("\uFF14\uFF144d88612fea8a8f36de82e1278abb0")]
    [InlineData("44d88612 fea8a8f36de82e1278abb02")]
    public void Other_text_is_no_hash(string? text)
    {
        FileHash.TryParse(text, out var hash).ShouldBeFalse();
        hash.Kind.ShouldBe(HashKind.None);
        hash.ToString().ShouldBe("");
        if (text is not null) Should.Throw<FormatException>(() => FileHash.Parse(text)).Message.ShouldContain("32 (MD5)");
    }

    [Fact]
    public void Canonical_text_is_kept_not_copied()
    {
        FileHash.Parse(Sha256).ToString().ShouldBeSameAs(Sha256);

        var read = true;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) read &= FileHash.TryParse(Sha256, out _);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        read.ShouldBeTrue();
    }

    [Fact]
    public void A_digest_of_another_length_is_refused() => Should.Throw<ArgumentException>(() => FileHash.FromBytes(new byte[64]));

    [Fact]
    public void It_can_be_read_where_any_parsable_value_can()
    {
        static T Read<T>(string text) where T : IParsable<T> => T.Parse(text, null);
        Read<FileHash>(Md5).Kind.ShouldBe(HashKind.Md5);
        Read<DomainName>("Example.COM").Ascii.ShouldBe("example.com");
        Read<IpAddress>("::1").ToString().ShouldBe("::1");
        Read<UrlId>(Sha256).LookupId.ShouldBe(Sha256);
        Read<AnalysisId>($"u-{Sha256}-1599122231").Kind.ShouldBe(AnalysisKind.Url);
    }

    [Fact]
    public void Messages_show_no_more_of_the_text_than_a_line_and_nothing_that_upsets_a_terminal()
    {
        var message = Should.Throw<FormatException>(() => FileHash.Parse("\u001b[2J\r\n\u202E" + new string('x', 10_000))).Message;
        message.Length.ShouldBeLessThan(250);
        message.Any(c => char.IsControl(c) || c == '\u202E').ShouldBeFalse();
    }
}
