using System.Net;
using VtKit.Emulator;
using VtKit.Graph;

namespace VtKit.Cli;

/// <summary>What went wrong, for a person and for the shell: the one place where exceptions become messages and exit codes.</summary>
/// <param name="ExitCode">What the shell gets.</param>
/// <param name="Message">One line: what happened, and what to do.</param>
/// <param name="Code">The same for programs, as the service spells it where it comes from there.</param>
/// <param name="HitsAll">Whether further items of a batch would fail the same way.</param>
internal sealed record Failure(ExitCode ExitCode, string Message, string Code, bool HitsAll = false)
{
    private const string NoRetryAfter = " A minute's quota is back within the minute, a day's at 00:00 UTC";

    /// <summary>The message with the item that it is about, unless it names it already.</summary>
    public string About(string item) => Message.Contains(item, StringComparison.Ordinal) ? Message : $"{item}: {Message}";

    /// <summary>What to tell where the service does not have the one item that was asked for.</summary>
    public static CliException NotFound(VtNotFoundException e, string item) => new(ExitCode.NotFound, Of(e, CancellationToken.None).About(item), e);

    /// <summary>The failure that an exception means.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="cancellationToken">Tells the user's Ctrl-C from a time limit.</param>
    public static Failure Of(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        DryRunStop => new Failure(ExitCode.Ok, "nothing was sent", "DryRun"),
        CliException e => new Failure(e.ExitCode, e.Message, e.ExitCode.ToString()),
        VtNotFoundException e => new Failure(ExitCode.NotFound, "not found: the service has never seen it", e.Code.Value),
        VtAuthenticationException { IsForbidden: true } e => new Failure(ExitCode.Auth, $"{e.Message} The key is good, but may not do this", e.Code.Value),
        VtAuthenticationException e => new Failure(ExitCode.Auth, $"{e.Message} Check the key: `vtk config set api-key` keeps another, and VTK_API_KEY goes before it", e.Code.Value, HitsAll: true),
        VtQuotaException e => new Failure(ExitCode.Quota, e.Message + (e.RetryAfter is null ? NoRetryAfter : ""), e.Code.Value, HitsAll: true),
        VtApiException e when e.Code == VtErrorCode.InvalidArgumentError => new Failure(ExitCode.Usage, e.Message, e.Code.Value),
        VtApiException { Status: >= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented } e => new Failure(ExitCode.Error, $"{e.Message} Try again later", e.Code.Value),
        VtApiException e => new Failure(ExitCode.Error, e.Message, e.Code.Value),
        VtTransportException e => new Failure(ExitCode.Error, e.Message + Advice(e.Fault), e.Fault.ToString(), HitsAll: e.NothingSent),
        VtTimeoutException e => new Failure(ExitCode.Error, $"{e.Message} See it with: vtk analysis {e.AnalysisId}", "Timeout"),
        VtOfflineException e => new Failure(ExitCode.Error, $"{e.Message} Leave --offline out to ask", "Offline"),
        VtException e => new Failure(ExitCode.Error, e.Message, e.GetType().Name),
        GraphException { Error: GraphError.NodeNotFound or GraphError.LinkNotFound or GraphError.GroupNotFound } e => new Failure(ExitCode.NotFound, e.Message, e.Error.ToString()),
        GraphException { Error: GraphError.PrivateNotAllowed or GraphError.NotEditor } e => new Failure(ExitCode.Auth, e.Message, e.Error.ToString()),
        GraphException { Error: GraphError.Unreadable or GraphError.NoRenderer or GraphError.NotRendered or GraphError.NoViewer } e => new Failure(ExitCode.Error, e.Message, e.Error.ToString()),
        GraphException e => new Failure(ExitCode.Usage, e.Message, e.Error.ToString()),
        VtEmulatorException e => new Failure(ExitCode.Error, e.Message, e.Reason.ToString()),
        OperationCanceledException when cancellationToken.IsCancellationRequested => new Failure(ExitCode.Cancelled, "cancelled", "Cancelled"),
        IOException or UnauthorizedAccessException => new Failure(ExitCode.Error, exception.Message, "Unreadable"),
        _ => new Failure(ExitCode.Error, $"unexpected {exception.GetType().Name}: {exception.Message} (VTK_DEBUG=1 shows where)", exception.GetType().Name),
    };

    private static string Advice(VtTransportFault fault) => fault switch
    {
        VtTransportFault.ConnectTimeout => " --connect-timeout allows more",
        VtTransportFault.ReadTimeout => " Try again, or allow more with --read-timeout",
        VtTransportFault.Interrupted or VtTransportFault.Deadline => " Try again",
        _ => "",
    };
}
