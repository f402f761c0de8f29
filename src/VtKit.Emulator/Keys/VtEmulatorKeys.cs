namespace VtKit.Emulator;

/// <summary>
/// The API keys that every emulator knows, so that scripts need no set-up. They open nothing but an emulator. Any other key
/// is answered 401.
/// </summary>
public static class VtEmulatorKeys
{
    /// <summary>The public profile: 4 requests a minute, 500 a day, 15,500 a month, no premium endpoints.</summary>
    public static string Public { get; } = new('1', 64);

    /// <summary>The premium profile: no request limit, every privilege.</summary>
    public static string Premium { get; } = new('2', 64);

    /// <summary>A public profile with one request a day.</summary>
    public static string OneADay { get; } = new('3', 64);

    /// <summary>A user whose account was never activated: every request is answered 401 <c>UserNotActiveError</c>.</summary>
    public static string NotActive { get; } = new('4', 64);

    /// <summary>A premium user of another group than <see cref="Premium"/>.</summary>
    public static string OtherGroup { get; } = new('5', 64);
}
