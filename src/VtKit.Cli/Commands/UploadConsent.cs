namespace VtKit.Cli;

/// <summary>
/// Asks before a file leaves this machine: what is uploaded can be had by others. To a service on this machine nothing leaves it.
/// </summary>
/// <param name="session">Who asks.</param>
/// <param name="connection">Where it would go.</param>
/// <param name="given">Whether the user agrees beforehand.</param>
/// <param name="isPrivate">Whether only the user's own team can see it there.</param>
internal sealed class UploadConsent(CliSession session, ServiceConnection connection, bool given, bool isPrivate = false) : IDisposable
{
    private readonly SemaphoreSlim _oneQuestion = new(1);
    // What is not sent needs no consent.
    private bool _given = given || connection.IsOnThisMachine || session.Parsed.GetValue(WriteOptions.DryRun);

    /// <summary>Returns when the user agrees.</summary>
    /// <exception cref="CliException">The user does not agree, or cannot be asked.</exception>
    public async Task RequireAsync(string path, long size, CancellationToken cancellationToken)
    {
        await _oneQuestion.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_given) return;
            if (!session.Console.CanAsk)
                throw CliException.Usage($"{path} is unknown to {connection.Host}, and uploading it needs consent: {(isPrivate ? "your team" : "others")} can then see and download it. Give it with --yes");
            session.Talk.Ask($"{path} ({Values.Size(size)}) is unknown to {connection.Host}. {(isPrivate ? "Your team" : "Others")} can see and download what is uploaded there. Upload it? [y]es, [a]ll, [N]o:");
            switch ((await session.Console.ReadLineAsync(cancellationToken).ConfigureAwait(false))?.Trim().ToLowerInvariant())
            {
                case "y" or "yes":
                    return;
                case "a" or "all":
                    _given = true;
                    return;
                default:
                    throw new CliException(ExitCode.NotFound, $"{path} is unknown to {connection.Host} and was not uploaded");
            }
        }
        finally
        {
            _oneQuestion.Release();
        }
    }

    public void Dispose() => _oneQuestion.Dispose();
}
