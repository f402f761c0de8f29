namespace VtKit.Emulator;

/// <summary>How many requests an account has in each window.</summary>
internal sealed record QuotaLimits(long Minute, long Hour, long Day, long Month)
{
    public static QuotaLimits Public { get; } =
        new(Limits.PublicRequestsPerMinute, Limits.PublicRequestsPerHour, Limits.PublicRequestsPerDay, Limits.PublicRequestsPerMonth);

    public static QuotaLimits OneADay { get; } = new(Limits.PublicRequestsPerMinute, Limits.PublicRequestsPerHour, 1, 31);

    /// <summary>The figures that live answers show for accounts without a limit of their own.</summary>
    public static QuotaLimits Unlimited { get; } = new(long.MaxValue, 60_000_000_000, 1_000_000_000, 1_000_000_000);
}

/// <summary>One of the users that every emulator has.</summary>
internal sealed record Account(string Name, string Key, QuotaLimits Limits, bool Premium = false, bool Active = true, string? Group = null)
{
    public static IReadOnlyList<Account> All { get; } =
    [
        new("public", VtEmulatorKeys.Public, QuotaLimits.Public),
        new("premium", VtEmulatorKeys.Premium, QuotaLimits.Unlimited, Premium: true, Group: "premium-group"),
        new("one-a-day", VtEmulatorKeys.OneADay, QuotaLimits.OneADay),
        new("not-active", VtEmulatorKeys.NotActive, QuotaLimits.Public, Active: false),
        new("other", VtEmulatorKeys.OtherGroup, QuotaLimits.Unlimited, Premium: true, Group: "other-group"),
    ];

    /// <summary>Who shares private samples with this account: its group, or nobody else.</summary>
    public string Team => Group ?? Name;

    public static Account? ByKey(string key) => All.FirstOrDefault(account => account.Key == key);

    /// <summary>An account by its name, in any case, or by its key.</summary>
    public static Account? ByNameOrKey(string text) =>
        All.FirstOrDefault(account => string.Equals(account.Name, text, StringComparison.OrdinalIgnoreCase) || account.Key == text);

    /// <summary>Whether this account may call what is open to a tier. Administrators' endpoints are not emulated.</summary>
    public bool MayUse(string tier) => tier switch
    {
        "public" => true,
        "owner" or "unknown" => true,
        _ => Premium,
    };
}
