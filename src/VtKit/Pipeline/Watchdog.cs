namespace VtKit;

/// <summary>
/// Ends an exchange in which nothing moves. It runs on the machine's clock, whatever clock the client was given: what it
/// watches is real.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly ClientSettings _settings;
    private readonly Deadline _deadline;
    private volatile bool _byDeadline;
    private volatile bool _connecting;

    public Watchdog(ClientSettings settings, Deadline deadline, CancellationToken caller)
    {
        _settings = settings;
        _deadline = deadline;
        _source = caller.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(caller) : new CancellationTokenSource();
        Touch();
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether it was the deadline of the call that ended the exchange, or would have.</summary>
    public bool ByDeadline => _byDeadline;

    /// <summary>Whether it is a connection that was waited for.</summary>
    public bool IsConnecting => _connecting;

    /// <summary>Something moved: the idle time begins anew.</summary>
    public void Touch()
    {
        _connecting = false;
        Arm(_settings.ReadTimeout);
    }

    /// <summary>Everything is sent: the answer may take the idle time, and so much more.</summary>
    public void Sent(TimeSpan more) => Arm(_settings.ReadTimeout == Timeout.InfiniteTimeSpan ? Timeout.InfiniteTimeSpan : _settings.ReadTimeout + more);

    /// <summary>A connection is being made. The connect timeout counts now, and the idle time after it.</summary>
    public void BeginConnect()
    {
        _connecting = true;
        Arm(_settings.ConnectTimeout == Timeout.InfiniteTimeSpan || _settings.ReadTimeout == Timeout.InfiniteTimeSpan
            ? Timeout.InfiniteTimeSpan
            : _settings.ConnectTimeout + _settings.ReadTimeout);
    }

    /// <summary>Nothing is expected to move for now.</summary>
    public void Rest() => Arm(Timeout.InfiniteTimeSpan);

    /// <summary>Ends the exchange.</summary>
    public void Stop() => _source.Cancel();

    public void Dispose() => _source.Dispose();

    private void Arm(TimeSpan span)
    {
        try
        {
            var due = _deadline.Cap(span);
            _byDeadline = due != span;
            // Zero would cancel on this thread, in the middle of whatever it is doing.
            _source.CancelAfter(due == TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : due);
        }
        catch (ObjectDisposedException)
        {
            // A connection came too late for the request that asked for it; another will use it.
        }
    }
}
