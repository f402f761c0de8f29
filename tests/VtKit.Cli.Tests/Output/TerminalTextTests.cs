using System.Text;

namespace VtKit.Cli.Tests;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain text, ümlaut, 漢字, 😀", "plain text, ümlaut, 漢字, 😀")]
    [InlineData("a\nb\tc\rd", "a\\nb\\tc\\rd")]
    [InlineData("\u001b[31mred", "\\u{1b}[31mred")]
    [InlineData("\u009b31m", "\\u{9b}31m")]
    [InlineData("invoice\u202etxt.exe", "invoice\\u{202e}txt.exe")]
    [InlineData("a\u2066b\u200bc\ufeffd", "a\\u{2066}b\\u{200b}c\\u{feff}d")]
    [InlineData("\0\u007f\u00ad", "\\u{0}\\u{7f}\\u{ad}")]
    [InlineData("\U000E0041", "\\u{e0041}")]
    public void Nothing_that_a_terminal_acts_on_gets_through(string hostile, string shown) =>
        TerminalText.Neutralise(hostile).ShouldBe(shown);

    [Fact]
    public void Every_character_is_neutral_afterwards()
    {
        var all = new StringBuilder();
        for (var value = 0; value <= 0xFFFF; value++)
            all.Append((char)value);
        TerminalText.Neutralise(all.ToString()).EnumerateRunes().ShouldAllBe(rune => !TerminalText.IsHidden(rune));
    }

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("漢字", 4)]
    [InlineData("e\u0301", 1)]
    [InlineData("😀", 2)]
    public void Width_counts_columns(string text, int columns) => TerminalText.Width(text).ShouldBe(columns);

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abcde…")]
    [InlineData("漢字漢字", 6, "漢字…")]
    public void Text_is_cut_at_columns(string text, int columns, string cut) => TerminalText.Fit(text, columns).ShouldBe(cut);
}
