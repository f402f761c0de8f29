using System.CommandLine;

namespace VtKit.Cli;

/// <summary>A list as a user asked for it: how many of it, and from where on.</summary>
internal sealed class Listing
{
    public static readonly Option<int?> Limit = new("--limit", "-n")
    {
        Description = "How many at most; 0 for all. The service's page, mostly 10, unless given",
        HelpName = "N",
    };

    public static readonly Option<string> Cursor = new("--cursor", "-c")
    {
        Description = "Where to go on: what an earlier call printed",
        HelpName = "TOKEN",
    };

    public static readonly Option<string> Filter = new("--filter", "-f")
    {
        Description = "What to find, as the service's filters are written",
        HelpName = "QUERY",
    };

    /// <summary>The options of a command that lists objects.</summary>
    public static readonly IReadOnlyList<Option> All = [.. ObjectOptions.All, Limit, Cursor];

    private readonly CliSession _session;

    static Listing() => NumberOption.Check(Limit, 0, int.MaxValue, "--limit is 0 or more");

    /// <param name="session">Who asks.</param>
    /// <param name="usual">How many it is without <c>--limit</c>.</param>
    /// <param name="page">How many the service gives at once.</param>
    /// <param name="relationships">What else to bring along of each, as descriptors.</param>
    /// <exception cref="CliException">The cursor is none.</exception>
    public Listing(CliSession session, int usual = Limits.PageDefault, int page = Limits.PageMax, params VtRelationship[] relationships)
    {
        _session = session;
        Wanted = session.Parsed.GetValue(Limit) switch
        {
            null => usual,
            0 => int.MaxValue,
            { } limit => limit,
        };
        Options = new VtListOptions { PageSize = Math.Min(Wanted, page), ResumeFrom = ReadPlace(session), Relationships = Names(relationships) };
    }

    /// <summary>How many are wanted.</summary>
    public int Wanted { get; }

    /// <summary>What to ask the service for.</summary>
    public VtListOptions Options { get; }

    /// <summary>Connects, and writes a list.</summary>
    public static async Task<ExitCode> RunAsync<T>(CliSession session, Func<VtClient, VtListOptions, VtPaged<T>> list, CancellationToken cancellationToken, params VtRelationship[] relationships)
        where T : VtObject, IVtObject<T>
    {
        var listing = new Listing(session, relationships: relationships);
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        return await listing.WriteAsync(list(connection.Client, listing.Options), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes as much of a list as is wanted, and says where it goes on.</summary>
    public async Task<ExitCode> WriteAsync<T>(VtPaged<T> list, CancellationToken cancellationToken) where T : VtObject, IVtObject<T>
    {
        using var writer = Writers.Create(_session, list: true, _session.Parsed.GetValue(ItemArguments.IdsOnly));
        return await WriteAsync(list, writer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes as much of a list as is wanted to a writer, and says where it goes on.</summary>
    public Task<ExitCode> WriteAsync<T>(VtPaged<T> list, ObjectWriter writer, CancellationToken cancellationToken) where T : VtObject, IVtObject<T> =>
        WriteAsync(list, writer, null, cancellationToken);

    /// <summary>Writes as much of a list as is wanted to a writer, with something after each item, and says where it goes on.</summary>
    public async Task<ExitCode> WriteAsync<T>(VtPaged<T> list, ObjectWriter writer, Func<T, CancellationToken, Task>? afterItem, CancellationToken cancellationToken)
        where T : VtObject, IVtObject<T>
    {
        var left = Wanted;
        await foreach (var page in list.Pages(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            var taken = Math.Min(left, page.Items.Count);
            foreach (var item in page.Items.Take(taken))
            {
                writer.Write(item);
                if (afterItem is not null) await afterItem(item, cancellationToken).ConfigureAwait(false);
            }
            left -= taken;
            if (left > 0) continue;
            if (taken < page.Items.Count || page.NextCursor is not null)
                _session.Talk.Say($"there are more; go on with: --cursor {page.After(taken)}");
            break;
        }
        writer.End();
        return ExitCode.Ok;
    }

    private static IEnumerable<string>? Names(VtRelationship[] relationships) => relationships.Length == 0 ? null : relationships.Select(relationship => relationship.Name);

    private static VtResumeToken? ReadPlace(CliSession session)
    {
        if (session.Parsed.GetValue(Cursor) is not { } text) return null;
        return VtResumeToken.TryParse(text, out var token)
            ? token
            : throw CliException.Usage("--cursor is no place in a list: give what an earlier call printed after --cursor");
    }
}
