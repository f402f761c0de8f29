namespace VtKit.Cli.Tests;

public sealed class GlobTests
{
    [Theory]
    [InlineData("names", "names", true)]
    [InlineData("names", "names.0", true)]
    [InlineData("names", "namespace", false)]
    [InlineData("last_analysis_stats", "last_analysis_stats.malicious", true)]
    [InlineData("last_*", "last_analysis_date", true)]
    [InlineData("last_*", "last_analysis_stats.malicious", true)]
    [InlineData("*.malicious", "last_analysis_stats.malicious", true)]
    [InlineData("*.malicious", "a.b.malicious", false)]
    [InlineData("**.malicious", "a.b.malicious", true)]
    [InlineData("**.malicious", "malicious", false)]
    [InlineData("**", "anything.at.all", true)]
    [InlineData("a**z", "a.b.c.z", true)]
    [InlineData("md?", "md5", true)]
    [InlineData("md?", "md", false)]
    [InlineData("m?5", "m.5", false)]
    [InlineData("sha[12]", "sha1", true)]
    [InlineData("sha[!1]", "sha1", false)]
    [InlineData("sha[!1]", "sha2", true)]
    [InlineData("sha[0-9]56", "sha256", true)]
    [InlineData("{md5,sha1}", "sha1", true)]
    [InlineData("{md5,sha*}", "sha256", true)]
    [InlineData("pe_info.{imphash,sections.{name,md5}}", "pe_info.sections.md5", true)]
    [InlineData("pe_info.{imphash,sections.{name,md5}}", "pe_info.sections.flags", false)]
    [InlineData(@"a\*b", "a*b", true)]
    [InlineData(@"a\*b", "axb", false)]
    [InlineData("(a+)+$", "(a+)+$", true)]
    public void A_pattern_matches_a_path_or_what_is_above_it(string pattern, string path, bool matches) =>
        Glob.Parse("--include", pattern).Matches(path.Replace('.', Glob.Separator)).ShouldBe(matches);

    [Fact]
    public void A_name_may_hold_dots()
    {
        Glob.Parse("-i", "engines.K.7").Matches($"engines{Glob.Separator}K.7").ShouldBeTrue();
        Glob.Parse("-i", "engines.*").Matches($"engines{Glob.Separator}K.7").ShouldBeTrue();
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("[a", "a [ is not closed")]
    [InlineData("[]", "a [] holds nothing")]
    [InlineData("[z-a]", "z-a runs backwards")]
    [InlineData("{a", "a { is not closed")]
    [InlineData("a}", "a } has no { before it")]
    [InlineData("a\\", "nothing follows its last backslash")]
    public void What_is_no_pattern_is_a_usage_error(string pattern, string problem)
    {
        var error = Should.Throw<CliException>(() => Glob.Parse("--exclude", pattern));
        error.ExitCode.ShouldBe(ExitCode.Usage);
        error.Message.ShouldStartWith($"--exclude: '{pattern}' is no pattern: {problem}. ");
    }

    [Theory]
    [InlineData("a,b", "a|b")]
    [InlineData("{a,b},c", "{a,b}|c")]
    [InlineData(@"a\,b", @"a\,b")]
    public void Commas_part_patterns_outside_braces(string given, string expected) =>
        string.Join('|', Glob.Split([given])).ShouldBe(expected);
}
