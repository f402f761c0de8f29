namespace VtKit.Enrichment;

/// <summary>What a kind of file holds, so that another program's file, or one of another kind, is recognised.</summary>
/// <param name="Name">What it is called, for people.</param>
/// <param name="ApplicationId">Stands in the file's header.</param>
/// <param name="Steps">
/// The steps that lead to its tables. A file of any age gets those it lacks, all in one transaction. A step that was released is never edited: a change is a new step.
/// </param>
internal sealed record SqliteFormat(string Name, int ApplicationId, IReadOnlyList<string> Steps);
