using System.Text;

namespace VtKit.Cli.Tests.Output;

/// <summary>What one terminal gets when results and the line of progress go to it by turns.</summary>
public sealed class ProgressLineTests : IDisposable
{
    private const string Erase = "\r\e[K";

    private readonly MemoryStream _terminal = new();
    private readonly CliConsole _console;
    private readonly Talk _talk;

    public ProgressLineTests()
    {
        _console = new CliConsole
        {
            Out = _terminal,
            Error = new StreamWriter(_terminal, CliConsole.Utf8, leaveOpen: true) { AutoFlush = true },
            OpenIn = () => Stream.Null,
            OutIsTerminal = true,
            ErrorIsTerminal = true,
        };
        _talk = new Talk(_console);
        _console.Out = new TerminalOut(_terminal, _talk);
    }

    [Fact]
    public async Task Results_stand_on_lines_of_their_own()
    {
        using (var line = new ProgressLine(_console, _talk, TimeProvider.System))
        {
            line.Report("2 hashing");
            _console.WriteLine("first");
            await _console.Out.WriteAsync("second\n"u8.ToArray());
            line.Report("1 hashing");
            _talk.Say("a word");
        }
        _console.WriteLine("last");
        Shown().ShouldBe(
            $"{Erase}2 hashing{Erase}first\n{Erase}2 hashing{Erase}second\n{Erase}2 hashing{Erase}1 hashing{Erase}vtk: a word\n{Erase}1 hashing{Erase}last\n");
    }

    [Fact]
    public void Progress_waits_for_the_end_of_a_line()
    {
        using (var line = new ProgressLine(_console, _talk, TimeProvider.System))
        {
            line.Report("working");
            _console.Write("half a ");
            line.Report("still working");
            _console.Write("line\n");
        }
        Shown().ShouldBe($"{Erase}working{Erase}half a line\n{Erase}still working{Erase}");
    }

    [Fact]
    public void A_terminal_that_would_show_escapes_gets_none()
    {
        var console = new CliConsole { Out = _terminal, Error = _console.Error, OpenIn = () => Stream.Null, OutIsTerminal = true, ErrorIsTerminal = true, TakesEscapes = false };
        var talk = new Talk(console);
        using (var line = new ProgressLine(console, talk, TimeProvider.System))
        {
            line.Report("working");
            talk.Say("a word");
        }
        Shown().ShouldBe("vtk: a word\n");
        var environment = new CliEnvironment(_ => null);
        new CliSession(console, environment, TimeProvider.System, CommandTree.Parse([]), talk).Style.Bad("x").ShouldBe("x");
        new CliSession(_console, environment, TimeProvider.System, CommandTree.Parse([]), talk).Style.Bad("x").ShouldBe("\e[31mx\e[0m");
    }

    public void Dispose() => _terminal.Dispose();

    private string Shown() => Encoding.UTF8.GetString(_terminal.ToArray());
}
