using System.Globalization;
using System.Text.Json;

namespace VtKit.Cli;

/// <summary>One run of <c>vtk feed</c>: reads, filters, writes, counts, and does not give up a feed that it follows.</summary>
internal sealed class FeedJob(CliSession session, VtFeedKind kind, FeedFilter? filter, FeedOutput output, ProgressLine progress)
{
    private static readonly TimeSpan RestAfterFault = TimeSpan.FromSeconds(60);
    private const int LinesPerReport = 500;

    private int _packages;
    private long _lines;
    private long _written;
    private int _gaps;

    /// <summary>Reads a range to its end, or until it is told to stop.</summary>
    public async Task<ExitCode> RunAsync(VtClient client, VtFeedRange range, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                try
                {
                    await ReadAsync(client, range, cancellationToken).ConfigureAwait(false);
                    return _gaps == 0 ? ExitCode.Ok : ExitCode.Partial;
                }
                catch (VtException e) when (range.Until is null && _packages > 0 && MayPass(e))
                {
                    session.Talk.Say($"{Failure.Of(e, cancellationToken).Message}: going on in {RestAfterFault.TotalSeconds:0} s");
                    await Task.Delay(RestAfterFault, session.Time, cancellationToken).ConfigureAwait(false);
                    range = new VtFeedRange { ResumeFrom = output.Place };
                }
            }
        }
        finally
        {
            output.Save();
            progress.Erase();
            session.Talk.Say(string.Create(CultureInfo.InvariantCulture,
                $"{Count.Grouped(_packages, "package")}, {Count.Grouped(_lines, "object")}, {_written:N0} written, {(_gaps == 0 ? "no gaps" : $"{Count.Grouped(_gaps, "gap")}")}"));
        }
    }

    private async Task ReadAsync(VtClient client, VtFeedRange range, CancellationToken cancellationToken)
    {
        var options = new VtFeedOptions { OnGap = OnGap, OnPackage = OnPackage };
        await foreach (var line in client.Feeds.LinesAsync(kind, range, options, cancellationToken).ConfigureAwait(false))
        {
            if (++_lines % LinesPerReport == 0) Report(line.Next.Minute);
            if (!IsWanted(line)) continue;
            output.Write(line.Utf8.Span, line.Next);
            _written++;
        }
    }

    private bool IsWanted(VtFeedLine line)
    {
        try
        {
            if (filter is not null) return filter.Wants(VtObject.Parse<VtObject>(line.Utf8.ToArray()));
            var reader = new Utf8JsonReader(line.Utf8.Span, new JsonReaderOptions { MaxDepth = 1000 });
            while (reader.Read())
            {
                // Only so that what is written can be read.
            }
            return true;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            Gap($"{line.Next}: the line before is no object: {e.Message}");
            return false;
        }
    }

    private void OnGap(VtFeedGap gap) => Gap(gap.ToString());

    private void Gap(string what)
    {
        _gaps++;
        session.Talk.Say("gap at " + what);
    }

    private void OnPackage(VtFeedPackage package)
    {
        _packages++;
        output.Reach(package.Next);
        Report(package.Minute);
    }

    private void Report(DateTimeOffset minute)
    {
        var behind = session.Time.GetUtcNow() - minute;
        progress.Report(string.Create(CultureInfo.InvariantCulture,
            $"{minute:yyyy-MM-dd HH:mm} · {Count.Grouped(_lines, "object")}, {_written:N0} written · {Count.Grouped(_gaps, "gap")} · {behind.TotalHours:0.0} h behind"));
    }

    private static bool MayPass(VtException e) => e is VtTransportException or VtProtocolException
        or VtApiException { Status: >= System.Net.HttpStatusCode.InternalServerError or System.Net.HttpStatusCode.TooManyRequests };
}
