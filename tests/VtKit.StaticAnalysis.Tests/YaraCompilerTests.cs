using VtKit.Testing.Shared;

namespace VtKit.StaticAnalysis.Tests;

public sealed class YaraCompilerTests
{
    private static readonly YaraCompiler Compiler = new(TimeSpan.FromMinutes(1));

    [YaraFact]
    public async Task Sources_of_one_name_are_told_apart_by_namespace_and_places_are_told()
    {
        const string rule = "rule R : one two { strings: $a = \"mark\" $b = { 00 FF } condition: any of them }";
        var compilation = await Compiler.CompileAsync([new YaraSource("a1", rule), new YaraSource("b2", rule + " private rule P { condition: true } rule No { condition: false }")]);
        compilation.Status.ShouldBe(YaraCompileStatus.Compiled, compilation.Error);
        compilation.RuleNames.ShouldBe(["R", "R", "P", "No"]);
        using var rules = compilation.Rules!;
        using var content = new MemoryStream([.. "a mark "u8, 0x00, 0xFF, .. " mark"u8]);
        var scan = await rules.ScanAsync(content);
        scan.Problem.ShouldBeNull();
        scan.Hits.Select(hit => (hit.Namespace, hit.Rule)).ShouldBe([("a1", "R"), ("b2", "R")]);
        scan.Hits[0].Tags.ShouldBe(["one", "two"]);
        scan.Hits[0].Places.ShouldBe([new YaraPlace(2, 4), new YaraPlace(10, 4), new YaraPlace(7, 2)]);
    }

    [YaraFact]
    public async Task A_rule_with_very_many_places_hides_no_other_rule()
    {
        var compilation = await Compiler.CompileAsync([new YaraSource("n", "rule Many { strings: $a = { 61 [0-200] 61 } condition: $a } rule Last { strings: $a = \"end\" condition: $a }")]);
        using var rules = compilation.Rules!;
        using var content = new MemoryStream([.. Enumerable.Repeat((byte)'a', 200_000), .. "end"u8]);
        var scan = await rules.ScanAsync(content);
        scan.Hits.Select(hit => hit.Rule).ShouldBe(["Many", "Last"], scan.Problem);
        scan.Hits[0].Places.Count.ShouldBe(100);
    }

    [YaraFact]
    public async Task A_rule_that_does_not_end_is_ended()
    {
        var compiler = new YaraCompiler(TimeSpan.FromSeconds(1));
        using var rules = (await compiler.CompileAsync([new YaraSource("n", "rule Slow { condition: for all i in (0..10000000000) : (uint8(i % 3) != 255) }")])).Rules!;
        using var content = new MemoryStream("text"u8.ToArray());
        var scan = await rules.ScanAsync(content);
        scan.Hits.ShouldBeEmpty();
        scan.Problem.ShouldNotBeNull();
    }

    [Fact]
    public async Task Programs_that_are_absent_are_said_to_be()
    {
        using var empty = new TempFolder();
        var compilation = await new YaraCompiler(TimeSpan.FromSeconds(10), folder: empty.Root).CompileAsync([new YaraSource("n", "rule A { condition: true }")]);
        compilation.Status.ShouldBe(YaraCompileStatus.NotInstalled);
        compilation.Rules.ShouldBeNull();
    }

    [Fact]
    public async Task A_namespace_that_would_be_an_option_or_a_path_is_refused() =>
        await Should.ThrowAsync<ArgumentException>(() => Compiler.CompileAsync([new YaraSource("../a", "rule A { condition: true }")]));

    [YaraTheory]
    [InlineData("include \"/etc/hostname\"")]
    [InlineData("include\n\"/etc/hostname\"")]
    [InlineData("/* x */ include /* y */ \"/etc/hostname\"")]
    [InlineData("rule A { condition: true } include \"/etc/hostname\"")]
    [InlineData("import \"\\x63onsole\" rule A { condition: console.hex(1) }")]
    public async Task Nothing_reaches_beyond_the_rules(string rules)
    {
        var compilation = await Compiler.CompileAsync([new YaraSource("n", rules)]);
        compilation.Status.ShouldBe(YaraCompileStatus.Broken);
        var error = compilation.Error.ShouldNotBeNull();
        error.ShouldNotContain("hostname");
        error.ShouldNotContain(Path.GetTempPath());
    }
}
