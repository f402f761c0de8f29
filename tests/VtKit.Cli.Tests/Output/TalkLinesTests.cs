namespace VtKit.Cli.Tests.Output;

/// <summary>What is said to a person is broken between words, and what may be copied is not broken.</summary>
public sealed class TalkLinesTests
{
    [Theory]
    [InlineData("one two three", "one two|  three")]
    [InlineData("vtk: a 0123456789abcdef b", "vtk: a|  0123456789abcdef|  b")]
    [InlineData("0123456789abcdef", "0123456789abcdef")]
    [InlineData("x `a b c d e f g` y", "x|  `a b c d e f g`|  y")]
    [InlineData("go on with: vtk enrich --resume a-b", "go on|  with:|  vtk enrich --resume a-b")]
    [InlineData("日本 日本 日本", "日本 日本|  日本")]
    [InlineData("", "")]
    public void Lines_end_between_words(string text, string lines) => TalkLines.Of(text, 9, 2).ShouldBe(lines.Split('|'));

    [Fact]
    public void Only_a_terminal_gets_lines_of_its_width()
    {
        var text = string.Join(' ', Enumerable.Repeat("word", 30));
        Said(text, terminal: false).ShouldBe($"vtk: {text}\n");
        var lines = Said(text, terminal: true).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(2);
        lines.ShouldAllBe(line => line.Length <= 80);
        string.Join(' ', lines.Select(line => line.Trim())).ShouldBe($"vtk: {text}");
    }

    private static string Said(string text, bool terminal)
    {
        using var said = new StringWriter { NewLine = "\n" };
        new Talk(new CliConsole { Out = Stream.Null, Error = said, OpenIn = () => Stream.Null, ErrorIsTerminal = terminal }).Say(text);
        return said.ToString();
    }
}
