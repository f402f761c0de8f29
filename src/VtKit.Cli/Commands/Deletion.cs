using System.CommandLine;

namespace VtKit.Cli;

/// <summary>Deletes objects by their ids, after asking once.</summary>
internal static class Deletion
{
    /// <summary>Makes a command that deletes.</summary>
    /// <param name="what">What is deleted, in the singular.</param>
    /// <param name="description">The command in a line.</param>
    /// <param name="example">The words before an id in an example.</param>
    /// <param name="delete">Deletes one.</param>
    public static CliCommand Build(string what, string description, string example, Func<VtClient, string, CancellationToken, Task> delete)
    {
        var ids = ItemArguments.Many("id", $"Id of a {what}");
        return new CliCommand("delete", description, (session, cancellationToken) => RunAsync(session, session.Parsed.GetValue(ids)!, what, delete, cancellationToken))
        {
            Aliases = { "del", "rm" },
            Arguments = { ids },
            Options = { WriteOptions.Yes, WriteOptions.DryRun },
            Examples = [example + " <id>", example + " - --yes < ids.txt"],
        };
    }

    /// <summary>Asks, and deletes.</summary>
    public static async Task<ExitCode> RunAsync(
        CliSession session, string[] ids, string what, Func<VtClient, string, CancellationToken, Task> delete, CancellationToken cancellationToken)
    {
        if (ids.Length == 0) throw CliException.Usage($"give the id of at least one {what}, or - to read them from stdin");
        var shown = ItemArguments.IsOne(ids) ? $"the {what} {ids[0]}" : ids.Contains("-") ? $"the {what}s that stdin names" : $"these {ids.Length} {what}s";
        await WriteOptions.RequireConsentAsync(session, $"Delete {shown}", cancellationToken).ConfigureAwait(false);
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        return await EachItem.RunAsync(session, ids, what, 1, async (id, token) =>
        {
            await delete(connection.Client, id, token).ConfigureAwait(false);
            session.Talk.Say($"deleted {id}");
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks, and has the service delete all that it is told to.</summary>
    public static async Task<ExitCode> RunAllAsync(
        CliSession session, string question, Func<VtClient, CancellationToken, Task<VtOperation>> delete, CancellationToken cancellationToken)
    {
        await WriteOptions.RequireConsentAsync(session, question, cancellationToken).ConfigureAwait(false);
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var operation = await delete(connection.Client, cancellationToken).ConfigureAwait(false);
        session.Talk.Say($"the service deletes them now{(operation.Id.Length > 0 ? $", as operation {operation.Id}" : "")}");
        return ExitCode.Ok;
    }
}
