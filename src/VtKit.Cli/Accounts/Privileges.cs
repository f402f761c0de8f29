using System.CommandLine;
using System.Text.Json.Nodes;

namespace VtKit.Cli;

/// <summary><c>privileges grant</c> and <c>privileges revoke</c> of users and groups, for those who administer them.</summary>
internal static class Privileges
{
    private static readonly Argument<string> Id = new("id") { Description = "Name of the user or group" };

    private static readonly Argument<string[]> Names = new("privilege") { Description = "Name of a privilege, such as intelligence", Arity = ArgumentArity.OneOrMore };

    private static readonly Option<string> Expiration = new("--expiration", "-e")
    {
        Description = "Until when, such as 2026-12-31 (UTC) or seconds since 1970; for ever unless given",
        HelpName = "TIME",
    };

    /// <summary>Makes the commands.</summary>
    /// <param name="noun">The command above.</param>
    /// <param name="update">Sets attributes of a user or group.</param>
    public static CliCommand Build(string noun, Func<VtClient, string, JsonObject, CancellationToken, Task<VtObject>> update) => new("privileges", $"Grant privileges to a {noun}, or revoke them")
    {
        Examples = [$"vtk {noun} privileges grant ana intelligence --expiration 2026-12-31"],
        Subcommands =
        {
            new CliCommand("grant", "Grant privileges", (session, cancellationToken) => RunAsync(session, update, granted: true, Expires(session), cancellationToken))
            {
                Arguments = { Id, Names },
                Options = { Expiration, WriteOptions.DryRun, ObjectOptions.All },
                Examples = [$"vtk {noun} privileges grant ana intelligence --expiration 2026-12-31"],
            },
            new CliCommand("revoke", "Revoke privileges", (session, cancellationToken) => RunAsync(session, update, granted: false, null, cancellationToken))
            {
                Arguments = { Id, Names },
                Options = { WriteOptions.DryRun, ObjectOptions.All },
                Examples = [$"vtk {noun} privileges revoke ana intelligence downloads-tier-2"],
            },
        },
    };

    private static Task<ExitCode> RunAsync(
        CliSession session, Func<VtClient, string, JsonObject, CancellationToken, Task<VtObject>> update, bool granted, long? expires, CancellationToken cancellationToken)
    {
        var privileges = new JsonObject();
        foreach (var name in session.Parsed.GetValue(Names)!.Distinct(StringComparer.Ordinal))
            privileges[name] = new JsonObject { ["granted"] = granted, ["expiration_date"] = expires };
        var attributes = new JsonObject { ["privileges"] = privileges };
        return OneObject.RunAsync(session, (client, token) => update(client, session.Parsed.GetValue(Id)!, attributes, token), cancellationToken);
    }

    private static long? Expires(CliSession session)
    {
        var text = session.Parsed.GetValue(Expiration);
        if (long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var seconds)) return seconds;
        return FeedTime.Parse("--expiration", text, session.Time.GetUtcNow())?.ToUnixTimeSeconds();
    }
}
