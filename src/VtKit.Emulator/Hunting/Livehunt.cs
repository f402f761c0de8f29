using System.Text.Json;
using VtKit.StaticAnalysis;

namespace VtKit.Emulator;

/// <summary>
/// Matches the enabled rulesets on what is submitted. All of them are compiled together, once, until one changes: a file costs one
/// run of YARA however many rulesets there are, and nothing when there is none.
/// </summary>
internal sealed class Livehunt(Backend backend) : IDisposable
{
    // One scan at a time, so that compiled rules go only when nobody uses them.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private IReadOnlyList<Ruleset> _compiled = [];
    private YaraCompiledRules? _rules;

    /// <summary>Notes the matches of a public file that was submitted or analysed again, and of the files inside it.</summary>
    /// <param name="sha256">The file.</param>
    /// <param name="submitter">Who submitted it; null when it was analysed again.</param>
    /// <param name="now">When.</param>
    public async Task MatchAsync(string sha256, Account? submitter, DateTimeOffset now)
    {
        // The file is in the store: a client that goes away changes nothing about that.
        var stopping = backend.Stopping;
        var (rulesets, files) = await backend.ReadAsync(store => Enabled(store) is { Count: > 0 } enabled ? (enabled, HuntedFiles.AndMembers(store, sha256)) : ([], []), stopping).ConfigureAwait(false);
        if (files.Count == 0) return;
        var found = new List<(Ruleset Ruleset, HuntingMatch Match)>();
        await _turn.WaitAsync(stopping).ConfigureAwait(false);
        try
        {
            if (await LoadAsync(rulesets, stopping).ConfigureAwait(false) is not { } rules) return;
            foreach (var file in files)
            {
                var content = HuntedFiles.Open(backend, file);
                await using (content.ConfigureAwait(false))
                {
                    var scan = await rules.ScanAsync(content, stopping).ConfigureAwait(false);
                    if (scan.Problem is not null) backend.Options.Log?.Invoke($"Livehunt: {scan.Problem}");
                    foreach (var hit in scan.Hits)
                    {
                        var ruleset = rulesets.Find(one => one.Namespace == hit.Namespace);
                        // The file itself comes first: what it and a file inside it match is told once.
                        if (ruleset is null || found.Exists(other => other.Ruleset == ruleset && other.Match.Rule == hit.Rule)) continue;
                        found.Add((ruleset, new HuntingMatch(
                            0, ObjectType.HuntingRuleset, ruleset.Id, ruleset.Name, ruleset.Owner, sha256, now.ToUnixTimeMilliseconds(), hit.Rule, HuntingMatch.Texts(hit.Tags),
                            HuntingMatch.TagsOf(ruleset.Name, hit.Rule, sha256), await Snippet.ReadAsync(content, hit.Places, stopping).ConfigureAwait(false), file != sha256, submitter?.Name)));
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            backend.Options.Log?.Invoke($"Livehunt could not read or copy a sample: {e.Message}");
        }
        finally
        {
            _turn.Release();
        }
        if (found.Count > 0) await backend.WriteAsync(store => Note(store, found, now.ToUnixTimeMilliseconds()), stopping).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _rules?.Dispose();
        _turn.Dispose();
    }

    /// <summary>Notes matches, as many as the limit of each ruleset leaves.</summary>
    private static int Note(Session store, List<(Ruleset Ruleset, HuntingMatch Match)> found, long nowMs)
    {
        HuntingMatch.Forget(store, nowMs);
        var noted = 0;
        foreach (var (ruleset, match) in found)
        {
            // It may have been removed, or handed on, while its rules ran.
            if (Records.Find(store, ObjectType.HuntingRuleset, ruleset.Id) is not { Owner: { } owner } || Rulesets.Left(store, ruleset.Id, ruleset.Limit, nowMs) == 0) continue;
            HuntingMatch.Add(store, match with { Owner = owner });
            noted++;
        }
        return noted;
    }

    /// <summary>The rules of all rulesets in one; one that does not compile any more is left out.</summary>
    private async Task<YaraCompiledRules?> LoadAsync(List<Ruleset> rulesets, CancellationToken cancellationToken)
    {
        if (_compiled.SequenceEqual(rulesets)) return _rules;
        _rules?.Dispose();
        (_rules, _compiled) = (null, []);
        var all = await backend.Yara.CompileAsync([.. rulesets.Select(ruleset => ruleset.Source)], cancellationToken).ConfigureAwait(false);
        if (all.Status == YaraCompileStatus.Broken)
        {
            var good = new List<YaraSource>();
            foreach (var ruleset in rulesets)
            {
                var one = await backend.Yara.CompileAsync([ruleset.Source], cancellationToken).ConfigureAwait(false);
                one.Rules?.Dispose();
                if (one.Status == YaraCompileStatus.Compiled) good.Add(ruleset.Source);
                else backend.Options.Log?.Invoke($"Livehunt: the ruleset {ruleset.Id} is left out: {one.Error}");
            }
            all = await backend.Yara.CompileAsync(good, cancellationToken).ConfigureAwait(false);
        }
        if (all.Rules is null) backend.Options.Log?.Invoke($"Livehunt: nothing is matched: {all.Error}");
        (_rules, _compiled) = (all.Rules, rulesets);
        return _rules;
    }

    private static List<Ruleset> Enabled(Session store) => store.List(
        "SELECT id, owner, attributes FROM record WHERE type = $1 AND owner IS NOT NULL AND json_extract(attributes, '$.enabled') = 1 ORDER BY key",
        row => Ruleset.Of(row.GetString(0), row.GetString(1), row.GetString(2)), ObjectType.HuntingRuleset).FindAll(ruleset => ruleset.MatchesFiles);

    /// <summary>An enabled ruleset.</summary>
    private sealed record Ruleset(string Id, string Owner, string Name, string Rules, long Limit, bool MatchesFiles)
    {
        public string Namespace => "r" + Id;

        public YaraSource Source => new(Namespace, Rules);

        public static Ruleset Of(string id, string owner, string json)
        {
            using var document = JsonDocument.Parse(json);
            var attributes = document.RootElement;
            return new Ruleset(
                id, owner, attributes.Text(Attr.HuntingRuleset.Name) ?? "", attributes.Text(Attr.HuntingRuleset.Rules) ?? "", Rulesets.LimitOf(attributes),
                attributes.Text(Attr.HuntingRuleset.MatchObjectType) is null or Words.MatchObjectType.File);
        }
    }
}
