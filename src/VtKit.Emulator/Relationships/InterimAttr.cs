namespace VtKit.Emulator;

internal static class Attr
{
    public const string Apikey = "apikey";
    public const string CrowdsourcedYaraResults = "crowdsourced_yara_results";
    public const string Date = "date";
    public const string Downloadable = "downloadable";
    public const string FirstName = "first_name";
    public const string FirstSubmissionDate = "first_submission_date";
    public const string Html = "html";
    public const string Interface = "interface";
    public const string LastAnalysisDate = "last_analysis_date";
    public const string LastAnalysisResults = "last_analysis_results";
    public const string LastAnalysisStats = "last_analysis_stats";
    public const string LastModificationDate = "last_modification_date";
    public const string LastName = "last_name";
    public const string LastSubmissionDate = "last_submission_date";
    public const string MeaningfulName = "meaningful_name";
    public const string Name = "name";
    public const string Names = "names";
    public const string ProfilePhrase = "profile_phrase";
    public const string Quotas = "quotas";
    public const string Reputation = "reputation";
    public const string Results = "results";
    public const string SourceKey = "source_key";
    public const string Stats = "stats";
    public const string Status = "status";
    public const string Tags = "tags";
    public const string Text = "text";
    public const string TimesSubmitted = "times_submitted";
    public const string TotalVotes = "total_votes";
    public const string UniqueSources = "unique_sources";
    public const string Url = "url";
    public const string UserSince = "user_since";
    public const string Value = "value";
    public const string Verdict = "verdict";
    public const string Votes = "votes";
}
