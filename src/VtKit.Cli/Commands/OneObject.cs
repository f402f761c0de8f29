namespace VtKit.Cli;

/// <summary>Commands that give one object.</summary>
internal static class OneObject
{
    /// <summary>Connects, and writes what the work gives.</summary>
    /// <param name="session">Who asks.</param>
    /// <param name="work">Gives the object.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <param name="render">How a person sees it, where that is no usual report.</param>
    /// <param name="about">What was asked for, where the service may not have it.</param>
    public static async Task<ExitCode> RunAsync(
        CliSession session, Func<VtClient, CancellationToken, Task<VtObject>> work, CancellationToken cancellationToken, Func<VtObject, Style, int, string>? render = null, string? about = null)
    {
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        using var writer = Writers.Create(session, list: false, session.Parsed.GetValue(ItemArguments.IdsOnly));
        VtObject found;
        try
        {
            found = await work(connection.Client, cancellationToken).ConfigureAwait(false);
        }
        catch (VtNotFoundException e) when (about is not null)
        {
            throw Failure.NotFound(e, about);
        }
        if (render is not null && writer is TableObjectWriter) session.Console.Write(render(found, session.Style, session.Console.Width));
        else writer.Write(found);
        return ExitCode.Ok;
    }
}
