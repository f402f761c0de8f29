namespace VtKit.Cli.Tests;

public sealed class LineDiffTests
{
    [Theory]
    [InlineData("a\nb\nc", "a\nb\nc", "")]
    [InlineData("a\nb\nc", "a\r\nb  \r\nc\r\n\r\n", "")]
    [InlineData("a\nb\nc", "a\nx\nc", "-2b +2x")]
    [InlineData("a\nb", "a\nb\nc", "+3c")]
    [InlineData("a\nb\nc", "b", "-1a -3c")]
    [InlineData("", "a", "-1 +1a")]
    [InlineData("a\nb\nc\nd", "b\nx\nd\ny", "-1a -3c +2x +4y")]
    public void The_lines_that_differ_are_told_with_their_numbers(string before, string after, string expected)
    {
        string.Join(' ', LineDiff.Of(before, after).Select(line => $"{line.Mark}{line.Number}{line.Text}")).ShouldBe(expected);
    }

    [Fact]
    public void What_is_taken_out_and_put_in_makes_the_one_text_of_the_other()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            string Text() => string.Join('\n', Enumerable.Range(0, random.Next(1, 12)).Select(_ => ((char)('a' + random.Next(4))).ToString()));
            var (before, after) = (Text(), Text());
            var diff = LineDiff.Of(before, after);
            var kept = LineDiff.Lines(before).Where((_, index) => !diff.Any(line => line.Mark == '-' && line.Number == index + 1)).ToList();
            foreach (var line in diff.Where(line => line.Mark == '+')) kept.Insert(line.Number - 1, line.Text);
            kept.ShouldBe(LineDiff.Lines(after));
        }
    }
}
