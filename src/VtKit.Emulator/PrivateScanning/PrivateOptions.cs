using System.Globalization;

namespace VtKit.Emulator;

/// <summary>How a private scan was asked for, from a form or a query.</summary>
/// <param name="RetentionDays">How long the object is kept; null for the shortest time.</param>
/// <param name="Region">Where it is kept.</param>
/// <param name="Configuration">What sandboxes would be told, as JSON.</param>
internal sealed record PrivateOptions(int? RetentionDays, string? Region, string Configuration)
{
    private const string Retention = "retention_period_days", StorageRegion = "storage_region";

    private static readonly string[] Regions = ["US", "EU"];
    private static readonly string[] Flags = ["disable_sandbox", "enable_internet", "intercept_tls"];
    private static readonly string[] Texts = ["command_line", "interaction_sandbox", "user_agent", "sandboxes"];
    private const string Timeout = "interaction_timeout";

    /// <summary>The names of all that can be said.</summary>
    public static string[] Names { get; } = [Retention, StorageRegion, Timeout, .. Flags, .. Texts];

    /// <summary>When an object that is submitted now is removed.</summary>
    public long Expires(DateTimeOffset now) => now.AddDays(RetentionDays ?? Limits.PrivateRetentionDaysMin).ToUnixTimeMilliseconds();

    /// <exception cref="ApiException">A value is none that the option can have.</exception>
    public static PrivateOptions Read(Func<string, string?> value)
    {
        var days = Number(Retention, value(Retention), Limits.PrivateRetentionDaysMin, Limits.PrivateRetentionDaysMax);
        var region = value(StorageRegion) is not { Length: > 0 } text ? null
            : Regions.FirstOrDefault(known => string.Equals(known, text, StringComparison.OrdinalIgnoreCase)) ?? throw ApiException.BadRequest($"{StorageRegion} \"{text}\" is not valid. Use {string.Join(" or ", Regions)}");
        var timeout = Number(Timeout, value(Timeout), Limits.InteractionTimeoutSecondsMin, Limits.InteractionTimeoutSecondsMax);
        return new PrivateOptions(days, region, Records.Write(json =>
        {
            foreach (var name in Flags)
                if (value(name) is { Length: > 0 } flag) json.WriteBoolean(name, Flag(name, flag));
            foreach (var name in Texts)
                if (value(name) is { } said) json.WriteString(name, said);
            if (timeout is { } seconds) json.WriteNumber(Timeout, seconds);
        }));
    }

    private static int? Number(string name, string? text, int least, int most) =>
        string.IsNullOrEmpty(text) ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw ApiException.BadRequest($"{name} \"{text}\" is not a number from {least} to {most}");

    private static bool Flag(string name, string text) => text.ToUpperInvariant() switch
    {
        "TRUE" or "1" => true,
        "FALSE" or "0" => false,
        _ => throw ApiException.BadRequest($"{name} \"{text}\" is neither true nor false"),
    };
}
