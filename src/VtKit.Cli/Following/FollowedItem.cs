namespace VtKit.Cli;

/// <summary>An item of a list that is followed: what tells it from all others, and when it came.</summary>
internal readonly record struct FollowedItem(string Key, DateTimeOffset? Date);
