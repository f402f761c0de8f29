namespace VtKit.Cli;

/// <summary>
/// One line on the terminal that says how far something long has come. Where stderr is no terminal there is none.
/// </summary>
internal sealed class ProgressLine : IDisposable
{
    private const int BarWidth = 20;
    private const string EraseLine = "\r\e[K";
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);

    private readonly CliConsole _console;
    private readonly Talk _talk;
    private readonly TimeProvider _time;
    private string _shown = "";
    private string _wanted = "";
    private long _drawnAt;

    public ProgressLine(CliConsole console, Talk talk, TimeProvider time)
    {
        (_console, _talk, _time) = (console, talk, time);
        talk.Share(this);
    }

    /// <summary>Says what is going on.</summary>
    public void Report(string what) => Update(what, always: true);

    /// <summary>Says how much of something is done.</summary>
    public void Report(string what, long done, long total)
    {
        var share = total <= 0 ? 1 : Math.Clamp((double)done / total, 0, 1);
        var full = (int)(share * BarWidth);
        Update($"{new string('█', full)}{new string('░', BarWidth - full)} {share,4:0%} {what}", done >= total);
    }

    /// <summary>Takes the line off, so that something else can be written.</summary>
    public void Erase()
    {
        lock (_talk.Gate)
        {
            if (_shown.Length > 0) _console.Error.Write(EraseLine);
            _shown = "";
        }
    }

    /// <summary>Puts the line back.</summary>
    public void Draw()
    {
        lock (_talk.Gate)
        {
            if (_console is not { ErrorIsTerminal: true, TakesEscapes: true } || _talk.IsInLine || _wanted == _shown) return;
            // One column stays free: a full line would wrap, and then could not be taken off.
            _console.Error.Write(EraseLine + TerminalText.Fit(_talk.Clean(_wanted), _console.TalkWidth() - 1));
            _shown = _wanted;
        }
    }

    public void Dispose()
    {
        _talk.Share(null);
        _wanted = "";
        Erase();
    }

    private void Update(string text, bool always)
    {
        lock (_talk.Gate)
        {
            _wanted = text;
            if (!always && _time.GetElapsedTime(_drawnAt) < Refresh) return;
            _drawnAt = _time.GetTimestamp();
            Draw();
        }
    }
}
