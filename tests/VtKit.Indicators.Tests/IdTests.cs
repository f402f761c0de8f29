using System.Text;

namespace VtKit.Indicators.Tests;

public class IdTests
{
    private const string Sha256 = "2a1b402420ef46577471cdc7409b0fa2c6a204db316e59ade2d805435489a067"; // of http://example.com/
    private const string Md5 = "44d88612fea8a8f36de82e1278abb02f";
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1599122231);

    [Theory]
    [InlineData("http://www.google.com", "aHR0cDovL3d3dy5nb29nbGUuY29t")]
    [InlineData("http://example.com/", "aHR0cDovL2V4YW1wbGUuY29tLw")]
    [InlineData("HTTP://Example.com/?a=~~~\u00FC ", "SFRUUDovL0V4YW1wbGUuY29tLz9hPX5-fsO8IA")]
    [Trait("seed", "54")]
    [Trait("seed", "8")]
    public void A_look_up_sends_the_text_exactly_as_typed(string typed, string id)
    {
        var url = UrlId.FromUrl(typed);
        url.LookupId.ShouldBe(id);
        url.ToString().ShouldBe(id);
        url.Url.ShouldBe(typed);
        UrlId.Parse(id).Url.ShouldBe(typed);
        UrlId.Parse(id).ShouldBe(url);
    }

    [Theory]
    [InlineData("http://example.com/")]
    [InlineData("http://example.com")]
    [InlineData("HTTP://EXAMPLE.com:80/#top")]
    [InlineData("example.com")]
    [Trait("seed", "55")]
    public void Spellings_of_one_url_have_one_local_identity_and_ids_of_their_own(string typed)
    {
        UrlId.CanonicalSha256(typed).ShouldBe(Sha256);
        UrlId.FromUrl(typed).LocalIdentity.ShouldBe(Sha256);
        (UrlId.FromUrl(typed) == UrlId.FromUrl("http://example.com/")).ShouldBe(typed == "http://example.com/");
    }

    [Fact]
    public void The_hash_that_the_service_assigned_is_an_id_too()
    {
        var id = UrlId.Parse(" " + Sha256.ToUpperInvariant());
        id.LookupId.ShouldBe(Sha256);
        id.LocalIdentity.ShouldBe(Sha256);
        id.Url.ShouldBeNull();
    }

    [Theory]
    [InlineData("aHR0cDovL2V4YW1wbGUuY29tLw==")]
    [InlineData("aHR0cDovL2V4YW1wbGUuY29tLw")]
    public void Padding_is_accepted_and_not_sent(string text) => UrlId.Parse(text).LookupId.ShouldBe("aHR0cDovL2V4YW1wbGUuY29tLw");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("=")]
    [InlineData("google")] // base64url of bytes that are no text
    [InlineData("aHR0cDovLw")] // "http://"
    [InlineData("http://example.com/")]
    [InlineData("aHR0cDovL2V4YW1wbGUuY29tLw ==")]
    [InlineData("aHR0 cDovL2V4YW1wbGUuY29tLw")]
    [InlineData("aHR0cDovL2V4YW1wbGUuY29tLwA")] // a NUL at the end
    [InlineData("2a1b402420ef46577471cdc7409b0fa2c6a204db316e59ade2d805435489a06g")]
    public void Other_text_is_no_id(string? text)
    {
        UrlId.TryParse(text, out var id).ShouldBeFalse(id.Url);
        id.LookupId.ShouldBe("");
        if (text is not null) Should.Throw<FormatException>(() => UrlId.Parse(text));
    }

    [Fact]
    public void Text_that_is_no_url_still_has_a_key()
    {
        UrlId.FromUrl("http://").LocalIdentity.Length.ShouldBe(64);
        UrlId.FromUrl("\uD800").LocalIdentity.Length.ShouldBe(64);
        Should.Throw<ArgumentException>(() => UrlId.FromUrl(""));
        Should.Throw<FormatException>(() => UrlId.CanonicalSha256("http://"));
    }

    [Fact]
    public void Ids_of_urls_round_trip() => Checks.That(Checks.UrlText, text =>
    {
        if (text.Length == 0 || !UrlCanonicalizer.TryCanonicalize(text, out _)) return true;
        var id = UrlId.FromUrl(text);
        var hasText = text.All(c => !char.IsControl(c) && !char.IsSurrogate(c));
        return !hasText || (UrlId.TryParse(id.LookupId, out var again) && again == id && again.Url == text && again.LocalIdentity == id.LocalIdentity);
    });

    [Fact]
    public void The_analysis_of_a_url_is_named_after_its_hash()
    {
        var id = AnalysisId.ForUrl(Sha256, Time);
        id.ToString().ShouldBe($"u-{Sha256}-1599122231");
        id.ShouldBe(AnalysisId.Parse(id.ToString()));
        (id.Kind, id.Target, id.Requested).ShouldBe((AnalysisKind.Url, Sha256, Time));
        AnalysisId.Parse($"u-{Sha256.ToUpperInvariant()}-1599122231").ShouldBe(id);
        Should.Throw<ArgumentException>(() => AnalysisId.ForUrl(Md5, Time));
    }

    [Fact]
    public void The_analysis_of_a_file_is_named_after_its_md5()
    {
        var id = AnalysisId.ForFile(FileHash.Parse(Md5), Time);
        id.ToString().ShouldBe(Base64($"{Md5}:1599122231"));
        id.ShouldBe(AnalysisId.Parse(id.ToString()));
        (id.Kind, id.Target, id.Requested).ShouldBe((AnalysisKind.File, Md5, Time));
        Should.Throw<ArgumentException>(() => AnalysisId.ForFile(FileHash.Parse(Sha256), Time));
    }

    [Theory]
    [InlineData("f-" + Sha256 + "-1599122231", AnalysisKind.File, Sha256)]
    [InlineData(Md5 + ":None:1599122231", AnalysisKind.Private, null)]
    [InlineData(Md5 + ":" + Md5 + ":1599122231", AnalysisKind.Private, Md5)]
    [InlineData(Md5 + ":" + Sha256 + ":1599122231", AnalysisKind.Private, Sha256)]
    public void Other_forms_that_occur_are_read(string text, AnalysisKind kind, string? target)
    {
        var id = AnalysisId.Parse(text.StartsWith("f-", StringComparison.Ordinal) ? text : Base64(text));
        (id.Kind, id.Target, id.Requested).ShouldBe((kind, target, Time));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("u-" + Sha256)]
    [InlineData("u-" + Sha256 + "-")]
    [InlineData("u-" + Sha256 + "-05730243")] // a comment
    [InlineData("u-" + Sha256 + "-99999999999")]
    [InlineData("i-" + Sha256 + "-1599122231")]
    [InlineData("u-" + Md5 + "-1599122231")]
    [InlineData(Sha256)]
    [InlineData("NDRkODg2MTJmZWE4YThmMzZkZTgyZTEyNzhhYmIwMmY6YWJj")]
    public void Other_text_is_no_analysis(string? text)
    {
        AnalysisId.TryParse(text, out var id).ShouldBeFalse();
        id.Kind.ShouldBe(AnalysisKind.None);
        id.ToString().ShouldBe("");
        if (text is not null) Should.Throw<FormatException>(() => AnalysisId.Parse(text));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));
}
