using System.Text;

namespace VtKit.Cli;

/// <summary>Where <c>vtk</c> reads and writes, and what those places can do. Data goes to <see cref="Out"/>, talk to <see cref="Error"/>.</summary>
internal sealed class CliConsole
{
    /// <summary>Text is UTF-8 without a byte order mark, whatever the machine's habits.</summary>
    public static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private const int DefaultWidth = 80;
    private const int MinimumWidth = 40;

    private TextReader? _in;

    public required Stream Out { get; set; }

    public required TextWriter Error { get; init; }

    /// <summary>What is typed or piped in. It is opened when it is first read.</summary>
    public TextReader In => _in ??= new StreamReader(OpenIn(), Utf8, detectEncodingFromByteOrderMarks: true);

    /// <summary>Opens stdin as bytes, for what reads it itself.</summary>
    public required Func<Stream> OpenIn { get; init; }

    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    public bool InIsTerminal { get; init; }

    /// <summary>Whether the terminals act on escape sequences; colours and the line of progress are made of them.</summary>
    public bool TakesEscapes { get; init; } = true;

    /// <summary>Columns to lay text out for.</summary>
    public int Width { get; init; } = DefaultWidth;

    /// <summary>Columns that what is said on stderr has. It is asked for when a line is long: finding out takes time.</summary>
    public Func<int> TalkWidth { get; init; } = () => DefaultWidth;

    /// <summary>Whether a person sits there who can be asked.</summary>
    public bool CanAsk => InIsTerminal && ErrorIsTerminal;

    /// <summary>The console of this process.</summary>
    public static CliConsole OfProcess() => new()
    {
        Out = Console.OpenStandardOutput(),
        Error = new StreamWriter(Console.OpenStandardError(), Utf8, 256) { AutoFlush = true },
        OpenIn = Console.OpenStandardInput,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        InIsTerminal = !Console.IsInputRedirected,
        Width = Console.IsOutputRedirected ? DefaultWidth : TerminalWidth(),
        TalkWidth = TerminalWidth,
        TakesEscapes = !OperatingSystem.IsWindows() || WindowsConsole.TakeEscapes(!Console.IsOutputRedirected, !Console.IsErrorRedirected),
    };

    public void Write(string text) => Out.Write(Utf8.GetBytes(text));

    public void WriteLine(string text) => Write(text + "\n");

    /// <summary>Reads a line, or null at the end.</summary>
    /// <param name="cancellationToken">Stops waiting. Reading a terminal cannot be stopped: it is left behind.</param>
    public Task<string?> ReadLineAsync(CancellationToken cancellationToken) => Task.Run(In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);

    /// <summary>Reads a line that does not show as it is typed.</summary>
    public Task<string> ReadHiddenAsync(Talk talk, string question, CancellationToken cancellationToken)
    {
        talk.Ask(question);
        return Task.Run(ReadHidden, CancellationToken.None).WaitAsync(cancellationToken);
    }

    private string ReadHidden()
    {
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key != ConsoleKey.Backspace) typed.Append(key.KeyChar);
            else if (typed.Length > 0) typed.Length--;
        }
        Error.WriteLine();
        return typed.ToString();
    }

    private static int TerminalWidth()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? Math.Max(width, MinimumWidth) : DefaultWidth;
        }
        catch (IOException)
        {
            return DefaultWidth;
        }
    }
}
