namespace VtKit.StaticAnalysis;

/// <summary>One rule that matched a file: an item of the service's <c>crowdsourced_yara_results</c>.</summary>
/// <param name="RulesetId">Identity of the rule file, ten hex digits. It is made here from the file's name, so it stays when the rules are edited.</param>
/// <param name="RulesetName">Name of the rule file without its extension.</param>
/// <param name="RuleName">Name of the rule.</param>
/// <param name="Description">The rule's own <c>description</c>, or null.</param>
/// <param name="Author">The rule's own <c>author</c>, or null.</param>
/// <param name="Source">The rule's own <c>source</c>, where it was published, or null.</param>
public sealed record YaraMatch(
    string RulesetId, string RulesetName, string RuleName, string? Description, string? Author, string? Source);

/// <summary>What became of one YARA scan.</summary>
/// <param name="Matches">The rules that matched, at most 1,000.</param>
/// <param name="Outcome">
/// <see cref="VerdictCategory.Undetected"/> when the scan ended properly, whether rules matched or not: a match says what a
/// rule's author looked for, and is no verdict. Otherwise <see cref="VerdictCategory.Timeout"/> or <see cref="VerdictCategory.Failure"/>.
/// </param>
/// <param name="Problem">Why the scan has no result, or null.</param>
public sealed record YaraResult(IReadOnlyList<YaraMatch> Matches, VerdictCategory Outcome, string? Problem);
