using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace VtKit.Emulator;

/// <summary>What goes wrong with a request.</summary>
internal enum FaultKind
{
    /// <summary>It is only slow.</summary>
    Delay,

    /// <summary>It is answered by an error, or by a body of the test's own.</summary>
    Status,

    /// <summary>Half of the right answer comes, then the connection breaks.</summary>
    Truncate,

    /// <summary>The right answer comes damaged.</summary>
    Corrupt,

    /// <summary>The connection breaks before any answer.</summary>
    Reset,

    /// <summary>The right answer comes a little at a time.</summary>
    SlowBody,

    /// <summary>The right answer comes under another media type.</summary>
    ContentType,

    /// <summary>A list answers a page without items that yet has a cursor.</summary>
    EmptyPage,
}

/// <summary>A fault that a test ordered: for which requests, how often, and what happens.</summary>
internal sealed class Fault
{
    private int _seen;
    private Random? _chance;
    private double _probability = 1;

    public FaultKind Kind { get; private init; }

    public string? Method { get; private init; }

    /// <summary>A path with <c>*</c> for any text; null for any path.</summary>
    public string? Path { get; private init; }

    /// <summary>The name of the account whose requests it strikes; null for all.</summary>
    public string? Account { get; private init; }

    /// <summary>The first request, of those that match, that it strikes: 1 for the next one.</summary>
    public int Nth { get; private init; } = 1;

    /// <summary>How many requests it strikes; null for all.</summary>
    public int? Times { get; private init; } = 1;

    public TimeSpan Delay { get; private init; }

    public Answer? Answer { get; private init; }

    /// <summary>The media type that the right answer gets.</summary>
    public string ContentType { get; private init; } = "text/html; charset=utf-8";

    public bool Spent => Times is { } times && _seen >= Nth - 1 + times;

    /// <summary>Counts a request that may match; whether the fault strikes it.</summary>
    public bool Strikes(string method, string path, string? account)
    {
        if (Account is not null && Account != account) return false;
        if (Method is not null && !string.Equals(Method, method, StringComparison.OrdinalIgnoreCase)) return false;
        if (Path is not null && !Regex.IsMatch(path, "^" + Regex.Escape(Path).Replace("\\*", ".*", StringComparison.Ordinal) + "$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))
            return false;
        if (_chance is not null && _chance.NextDouble() >= _probability) return false;
        _seen++;
        return _seen >= Nth && (Times is not { } times || _seen < Nth + times);
    }

    public Task WaitAsync(EmulatorClock clock, CancellationToken cancellationToken) =>
        Delay > TimeSpan.Zero ? Task.Delay(Delay, clock.Underlying, cancellationToken) : Task.CompletedTask;

    /// <summary>Reads a fault from the body of an admin request; docs/emulator.md has the members.</summary>
    /// <exception cref="ApiException">It cannot be understood.</exception>
    public static Fault Parse(JsonElement json)
    {
        var status = json.Number("status");
        var delay = json.Number("delay_ms") ?? 0;
        var kind = json.Text("kind") switch
        {
            null when status is not null => FaultKind.Status,
            null when delay > 0 => FaultKind.Delay,
            "delay" => FaultKind.Delay,
            "status" when status is not null => FaultKind.Status,
            "truncate" => FaultKind.Truncate,
            "corrupt" => FaultKind.Corrupt,
            "reset" => FaultKind.Reset,
            "slow_body" when delay > 0 => FaultKind.SlowBody,
            "content_type" when json.Text("content_type") is not null => FaultKind.ContentType,
            "empty_page" => FaultKind.EmptyPage,
            var other => throw ApiException.BadRequest(
                $"\"{other}\" is no kind of fault: give status (with \"status\"), delay or slow_body (with \"delay_ms\"), truncate, corrupt, reset, content_type (with \"content_type\") or empty_page"),
        };
        var (probability, seed) = Chance(json);
        return new Fault
        {
            _probability = probability,
            _chance = probability < 1 ? new Random(seed) : null,
            Kind = kind,
            Account = AccountOf(json),
            ContentType = json.Text("content_type") ?? "text/html; charset=utf-8",
            Method = json.Text("method"),
            Path = json.Text("path"),
            Nth = Math.Max(1, json.Number("nth") ?? 1),
            Times = json.Number("times") is { } times ? (times <= 0 ? null : times) : 1,
            Delay = TimeSpan.FromMilliseconds(delay),
            Answer = kind == FaultKind.Status ? AnswerOf(json, status!.Value) : null,
        };
    }

    /// <summary>How likely it strikes a request that matches, and what the chance starts from: the same seed gives the same run.</summary>
    private static (double Probability, int Seed) Chance(JsonElement json) => json.Member("probability") switch
    {
        null => (1, 0),
        { ValueKind: JsonValueKind.Number } value when value.GetDouble() is > 0 and <= 1 and var probability => (probability, json.Number("seed") ?? 1),
        _ => throw ApiException.BadRequest("\"probability\" is above 0 and at most 1"),
    };

    private static string? AccountOf(JsonElement json) => json.Text("key") switch
    {
        null => null,
        var text => Emulator.Account.ByNameOrKey(text)?.Name ?? throw ApiException.BadRequest("\"key\" is one of the built-in keys, or the name of its user, such as public or premium"),
    };

    private static Answer AnswerOf(JsonElement json, int status)
    {
        var headers = new List<KeyValuePair<string, string>>();
        if ((json.Text("retry_after") ?? json.Number("retry_after")?.ToString(CultureInfo.InvariantCulture)) is { } retryAfter)
            headers.Add(KeyValuePair.Create("Retry-After", retryAfter));
        if (json.Text("body") is { } body)
            return new Answer { Status = status, ContentType = json.Text("content_type") ?? "text/html; charset=utf-8", Body = Encoding.UTF8.GetBytes(body), Headers = headers };
        var code = json.Text("code") ?? Errors.All.FirstOrDefault(error => error.Status == status).Code ?? Errors.TransientError.Code;
        var error = Answer.Error(new ErrorCode(code, status), json.Text("message") ?? string.Create(CultureInfo.InvariantCulture, $"Injected fault {status}"));
        return new Answer { Status = status, Body = error.Body, Headers = headers };
    }
}

/// <summary>The faults that wait. Of several that match a request, the first ordered strikes.</summary>
internal sealed class Faults
{
    private readonly Lock _lock = new();
    private readonly List<Fault> _faults = [];

    public int Count
    {
        get
        {
            lock (_lock) return _faults.Count;
        }
    }

    public void Add(Fault fault)
    {
        lock (_lock) _faults.Add(fault);
    }

    public void Clear()
    {
        lock (_lock) _faults.Clear();
    }

    public Fault? Take(string method, string path, string? account)
    {
        lock (_lock)
        {
            var fault = _faults.Find(fault => fault.Strikes(method, path, account));
            if (fault is { Spent: true }) _faults.Remove(fault);
            return fault;
        }
    }
}
