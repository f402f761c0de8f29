namespace VtKit;

/// <summary>A request on its way through the pipeline, with what the handlers know of it and the body of its answer.</summary>
internal sealed class ApiMessage : HttpRequestMessage
{
    public ApiMessage(HttpMethod method, Uri target, string shownPath, Endpoint? endpoint) : base(method, target)
    {
        Target = target;
        ShownPath = shownPath;
        Endpoint = endpoint;
    }

    private VtObjectBody? _found;

    /// <summary>Where the call goes; redirects change the request's address, and each attempt begins here again.</summary>
    public Uri Target { get; }

    /// <summary>The path for messages: without query, and without the key.</summary>
    public string ShownPath { get; }

    /// <summary>The origin for messages.</summary>
    public string ShownOrigin => Target.GetLeftPart(UriPartial.Authority);

    /// <summary>The row of the endpoint table, or null for what the table does not know.</summary>
    public Endpoint? Endpoint { get; }

    /// <summary>What an attempt costs of the quota.</summary>
    public int Cost { get; init; }

    /// <summary>Whether the answer, when it is one of success, is read by the caller as it arrives.</summary>
    public bool Streams { get; init; }

    /// <summary>Whether the call moves a file to an address that the service gave for it.</summary>
    public bool IsUpload { get; init; }

    /// <summary>Headers of this call for the service's origin.</summary>
    public IEnumerable<KeyValuePair<string, string>>? OwnHeaders { get; init; }

    /// <summary>Asked before each attempt, redirects included; what it throws ends the call before anything is sent.</summary>
    public Action? BeforeAttempt { get; init; }

    /// <summary>The clock of the call's deadline.</summary>
    public required Deadline Deadline { get; init; }

    /// <summary>How old the answer is that the cache gave, or null where it did not.</summary>
    public TimeSpan? CacheAge { get; set; }

    /// <summary>Which attempt this is, from 1; 0 where none was needed.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>Watches the exchange under way.</summary>
    public Watchdog? Watchdog { get; set; }

    /// <summary>The body of the answer, when it does not stream.</summary>
    public ReadOnlyMemory<byte> Body
    {
        get;
        set
        {
            field = value;
            _found = null;
        }
    }

    /// <summary>The object under <c>data</c> of the answer, which is looked for once; null where there is none.</summary>
    public VtObjectBody? Found => _found ??= VtObjectBody.OfAnswer(Body);

    /// <summary>When the answer came.</summary>
    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>Which window the refusal (429) means, as far as that is known.</summary>
    public VtQuotaGrant? QuotaVerdict { get; set; }

    /// <summary>Whether sending it again changes nothing at the service.</summary>
    public bool IsIdempotent => Method == HttpMethod.Get || Method == HttpMethod.Head || Method == HttpMethod.Put || Method == HttpMethod.Delete;

    public VtTransportException Fault(VtTransportFault fault, string message, Exception? inner = null) =>
        new(fault, message, Method.Method, ShownPath, inner);

    public VtProtocolException Violation(string message, HttpResponseMessage? response = null, Exception? inner = null) =>
        new(message, Method.Method, ShownPath, response?.StatusCode, inner: inner);
}
