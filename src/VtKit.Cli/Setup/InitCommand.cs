using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk init</c>: asks for the key, checks it, and keeps it where only its owner can read it.</summary>
internal static class InitCommand
{
    // The service judges the key before it looks for the user, and asking for quotas costs nothing.
    private const string Nobody = "-";

    private static readonly Option<bool> NoCheck = new("--no-check") { Description = "Keep the key without asking the service about it" };

    public static CliCommand Build() => new("init", "Set the API key up: asks for it unseen, checks it for free, keeps it (0600)", RunAsync)
    {
        MakesProfile = true,
        Options = { NoCheck },
        Examples = ["vtk init", "vtk init --profile work < key.txt"],
    };

    private static async Task<ExitCode> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        if (session.Parsed.GetValue(GlobalOptions.Local)) throw CliException.Usage("--local needs no key, and so no set-up");
        var profile = ConfigCommand.Profile(session);
        var given = session.Parsed.GetValue(GlobalOptions.ApiKey);
        var key = Setting.ParseKey(given is null or "-" ? await ConfigCommand.ReadSecretAsync(session, Setting.ApiKey, cancellationToken).ConfigureAwait(false) : given);
        session.Talk.Hide(key);
        if (!session.Parsed.GetValue(NoCheck)) await CheckAsync(session, key, cancellationToken).ConfigureAwait(false);
        var file = ConfigFile.Load(session.Environment.ConfigFile, session.Talk.Say);
        file.Set(profile, Setting.ApiKey, key);
        if (session.Parsed.GetValue(GlobalOptions.BaseUrl) is { } address) file.Set(profile, Setting.BaseUrl, address);
        file.Save();
        session.Talk.Say($"the key {Setting.Shown(Setting.ApiKey, key)} is kept in profile {profile} of {file.Path}");
        return ExitCode.Ok;
    }

    private static async Task CheckAsync(CliSession session, string key, CancellationToken cancellationToken)
    {
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken, apiKey: key).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        try
        {
            await connection.Client.Users.OverallQuotasAsync(Nobody, cancellationToken).ConfigureAwait(false);
        }
        catch (VtAuthenticationException e) when (!e.IsForbidden)
        {
            throw new CliException(ExitCode.Auth, $"{connection.Host} refuses this key, and it was not kept: copy it again from the page of your account", e);
        }
        catch (VtApiException e) when (e is VtNotFoundException or VtAuthenticationException or VtQuotaException)
        {
            // There is no such user, which only a good key is told.
        }
    }
}
