namespace VtKit.Cli;

/// <summary>
/// What <c>vtk</c> says to a person, on stderr, line by line. Every line passes here, so that none holds the key and none
/// holds anything that a terminal acts on, whatever a service answered.
/// </summary>
internal sealed class Talk(CliConsole console)
{
    private const string Prefix = "vtk: ";
    private const string Hidden = "***";
    private const int ShortestSecret = 8;
    private const int ShortLine = 40;
    private const int LongestLine = 2000;

    private readonly List<string> _secrets = [];
    private ProgressLine? _progress;

    /// <summary>Held while anything is written to stderr, or to stdout where both are one terminal.</summary>
    public Lock Gate { get; } = new();

    /// <summary>A text that no line may hold.</summary>
    public void Hide(string? secret)
    {
        // What is too short to be a key would make holes in words.
        if (secret?.Length >= ShortestSecret) _secrets.Add(secret);
    }

    /// <summary>The line of progress that other lines must not run into; null ends it.</summary>
    public void Share(ProgressLine? progress) => _progress = progress;

    public void Say(string line) => Write(Prefix + line);

    /// <summary>Says why nothing moves: on the line of progress, where there is one.</summary>
    public void Wait(string why)
    {
        if (_progress is { } progress) progress.Report(why);
        else Say(why);
    }

    /// <summary>A line without the name of the program before it.</summary>
    public void Write(string line)
    {
        lock (Gate)
        {
            _progress?.Erase();
            foreach (var part in Lines(Clean(line))) console.Error.WriteLine(part);
            _progress?.Draw();
        }
    }

    /// <summary>A question, on whose line the answer is typed.</summary>
    public void Ask(string question)
    {
        lock (Gate)
        {
            _progress?.Erase();
            console.Error.Write(Clean(question) + " ");
        }
    }

    /// <summary>Whether what was last written to the terminal's stdout goes on: the line is not free.</summary>
    public bool IsInLine { get; private set; }

    /// <summary>Writes output to the terminal that stderr is, too: the line of progress makes room for it, and comes back behind it.</summary>
    public void WriteOutput(Stream terminal, ReadOnlySpan<byte> output)
    {
        if (output.IsEmpty) return;
        lock (Gate)
        {
            _progress?.Erase();
            terminal.Write(output);
            terminal.Flush();
            IsInLine = output[^1] != '\n';
            _progress?.Draw();
        }
    }

    // A terminal would break a long line anywhere, also inside a word.
    private IEnumerable<string> Lines(string line) =>
        console.ErrorIsTerminal && line.Length > ShortLine && console.TalkWidth() is var width && line.Length > width ? TalkLines.Of(line, width, Prefix.Length) : [line];

    /// <summary>The text on one line, without secrets and without what a terminal acts on.</summary>
    public string Clean(string text)
    {
        foreach (var secret in _secrets) text = text.Replace(secret, Hidden, StringComparison.Ordinal);
        text = text.ReplaceLineEndings(" ").TrimEnd();
        // An argument that is repeated in a message may be as long as a file. What to do next stands at the end.
        if (text.Length > LongestLine) text = $"{text[..(LongestLine / 2)]} ... {text[^(LongestLine / 2)..]}";
        return TerminalText.Neutralise(text);
    }
}
