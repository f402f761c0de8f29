using System.Globalization;
using VtKit.Enrichment;

namespace VtKit.Cli;

/// <summary>
/// What <c>vtk</c> keeps between its runs: what was used of the quota, and reports. A service on this machine costs nothing, and who scans there wants to see what it says now: so
/// reports are kept of it only where the configuration says <c>cache = on</c>, and requests are counted only where it says what the quota is.
/// </summary>
internal sealed class KeptState : IDisposable
{
    private static readonly TimeSpan WorthTelling = TimeSpan.FromSeconds(2);

    private readonly CliSession _session;
    private SqliteQuotaLedger? _ledger;
    private SqliteResponseCache? _cache;
    private TimeSpan _oldest;
    private int _hits;
    private int _pauses;

    private KeptState(CliSession session) => _session = session;

    /// <summary>Opens what is wanted, and writes it into the options of the client. What cannot be opened is done without, and that is said.</summary>
    /// <exception cref="VtStoreException">Nothing is to be asked, and the cache cannot be opened.</exception>
    public static KeptState Open(CliSession session, VtClientOptions options, VtQuota? quota)
    {
        var settings = session.Settings;
        var isHere = options.BaseAddress?.IsLoopback == true;
        var state = new KeptState(session);
        options.OnPause = state.TellPause;
        options.UserId = settings.User;
        options.Quota = quota ?? settings.Quota;
        if (!isHere || options.Quota is not null) options.QuotaLedger = state._ledger = state.Try(() => SqliteQuotaLedger.Open(session.Environment.QuotaLedger));
        options.CacheMode = settings.CacheMode;
        if (options.CacheMode == VtCacheMode.Offline) state._cache = SqliteResponseCache.Open(session.Environment.ResponseCache);
        else if (settings.Cache ?? !isHere) state._cache = state.Try(() => SqliteResponseCache.Open(session.Environment.ResponseCache));
        if (state._cache is null) return state;
        options.Cache = state._cache;
        if (session.Console.ErrorIsTerminal) options.OnCall = state.Count;
        return state;
    }

    /// <summary>Closes the files, and says to a person what came from the cache.</summary>
    public void Dispose()
    {
        _ledger?.Dispose();
        _cache?.Dispose();
        if (_hits == 0 || _session.Settings.CacheMode == VtCacheMode.Offline) return;
        _session.Talk.Say(_hits == 1
            ? $"from the cache, {Ago.Of(_oldest)} old; --refresh asks the service"
            : $"{_hits} answers from the cache, up to {Ago.Of(_oldest)} old; --refresh asks the service");
    }

    private T? Try<T>(Func<T> open) where T : class
    {
        try
        {
            return open();
        }
        catch (VtStoreException e)
        {
            _session.Talk.Say($"{e.Message} Going on without it");
            return null;
        }
    }

    // A script hears it once; a person each time.
    private void TellPause(VtPause pause)
    {
        if (pause.Delay < WorthTelling) return;
        if (_session.Pausing is { } told)
        {
            told(pause);
            return;
        }
        if (!_session.Console.ErrorIsTerminal && Interlocked.Exchange(ref _pauses, 1) > 0) return;
        var wait = $"going on in {Math.Ceiling(pause.Delay.TotalSeconds).ToString(CultureInfo.InvariantCulture)} s";
        _session.Talk.Wait(pause.Error is null ? $"the minute's quota is used up: {wait}" : $"the service did not answer as it should ({pause.Error}): {wait}");
    }

    private void Count(VtCall call)
    {
        if (call.CacheAge is not { } age) return;
        lock (_session)
        {
            _hits++;
            if (age > _oldest) _oldest = age;
        }
    }
}
