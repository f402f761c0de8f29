namespace VtKit.StaticAnalysis;

/// <summary>What a message says of itself at its top, decoded. All of it is what the sender chose to write.</summary>
public sealed record MailFacts
{
    /// <summary>What it is about.</summary>
    public string? Subject { get; init; }

    /// <summary>Who it says that it is from.</summary>
    public string? From { get; init; }

    /// <summary>Whom it says that it is to.</summary>
    public string? To { get; init; }

    /// <summary>Who it says got a copy.</summary>
    public string? Cc { get; init; }

    /// <summary>Where it went back to if it could not be delivered.</summary>
    public string? ReturnPath { get; init; }

    /// <summary>What each server on its way noted, the last one first; at most 50. Only the notes of servers that one trusts are worth anything.</summary>
    public IReadOnlyList<string> Received { get; init; } = [];

    /// <summary>Where an answer would go.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>When it says that it was written, as it stands there.</summary>
    public string? Date { get; init; }

    /// <summary>Its identifier.</summary>
    public string? MessageId { get; init; }
}
