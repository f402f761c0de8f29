namespace VtKit.Cli;

/// <summary>Commands that give one object.</summary>
internal static class OneObject
{
    /// <summary>Connects, and writes what the work gives.</summary>
    public static async Task<ExitCode> RunAsync(CliSession session, Func<VtClient, CancellationToken, Task<VtObject>> work, CancellationToken cancellationToken)
    {
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        using var writer = Writers.Create(session, list: false, session.Parsed.GetValue(ItemArguments.IdsOnly));
        writer.Write(await work(connection.Client, cancellationToken).ConfigureAwait(false));
        return ExitCode.Ok;
    }
}
