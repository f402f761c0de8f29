using System.Globalization;

namespace VtKit.StaticAnalysis;

/// <summary>How Android guards its own permissions, as its manifest has it: those that it gives to any package that asks, and to which its user consents.</summary>
/// <seealso href="https://developer.android.com/reference/android/Manifest.permission"/>
internal static class AndroidPermissions
{
    private const string Prefix = "android.permission.";

    private static readonly HashSet<string> Dangerous = new(StringComparer.Ordinal)
    {
        "ACCEPT_HANDOVER", "ACCESS_MEDIA_LOCATION", "BLUETOOTH_ADVERTISE", "BLUETOOTH_CONNECT", "BLUETOOTH_SCAN", "BODY_SENSORS", "BODY_SENSORS_BACKGROUND",
        "CALL_PHONE", "GET_ACCOUNTS", "NEARBY_WIFI_DEVICES", "PROCESS_OUTGOING_CALLS", "READ_CALENDAR", "READ_CALL_LOG", "READ_CELL_BROADCASTS",
        "READ_CONTACTS", "READ_EXTERNAL_STORAGE", "READ_MEDIA_AUDIO", "READ_MEDIA_IMAGES", "READ_MEDIA_VIDEO", "READ_MEDIA_VISUAL_USER_SELECTED",
        "READ_PHONE_STATE", "READ_SMS", "RECEIVE_MMS", "RECEIVE_SMS", "RECEIVE_WAP_PUSH", "SEND_SMS", "USE_SIP", "UWB_RANGING", "WRITE_CALENDAR",
        "WRITE_CALL_LOG", "WRITE_CONTACTS", "WRITE_EXTERNAL_STORAGE",
    };

    private static readonly HashSet<string> DangerousInstant = new(StringComparer.Ordinal)
    {
        "ACCESS_BACKGROUND_LOCATION", "ACCESS_COARSE_LOCATION", "ACCESS_FINE_LOCATION", "ACTIVITY_RECOGNITION", "CAMERA", "POST_NOTIFICATIONS",
        "READ_PHONE_NUMBERS", "RECORD_AUDIO",
    };

    private static readonly HashSet<string> Normal = new(StringComparer.Ordinal)
    {
        "ACCESS_LOCATION_EXTRA_COMMANDS", "ACCESS_NOTIFICATION_POLICY", "ACCESS_WIFI_STATE", "BLUETOOTH", "BLUETOOTH_ADMIN",
        "BROADCAST_STICKY", "CHANGE_NETWORK_STATE", "CHANGE_WIFI_MULTICAST_STATE", "CHANGE_WIFI_STATE", "DISABLE_KEYGUARD", "EXPAND_STATUS_BAR",
        "GET_PACKAGE_SIZE", "GET_TASKS", "KILL_BACKGROUND_PROCESSES", "MANAGE_OWN_CALLS", "MODIFY_AUDIO_SETTINGS",
        "NFC", "PERSISTENT_ACTIVITY", "READ_SYNC_SETTINGS", "READ_SYNC_STATS", "RECEIVE_BOOT_COMPLETED", "REORDER_TASKS", "REQUEST_DELETE_PACKAGES",
        "REQUEST_IGNORE_BATTERY_OPTIMIZATIONS", "RESTART_PACKAGES", "SET_WALLPAPER", "SET_WALLPAPER_HINTS", "TRANSMIT_IR", "USE_BIOMETRIC",
        "USE_FINGERPRINT", "WRITE_SYNC_SETTINGS",
    };

    private static readonly HashSet<string> NormalInstant = new(StringComparer.Ordinal)
    {
        "ACCESS_NETWORK_STATE", "FOREGROUND_SERVICE", "INTERNET", "VIBRATE", "WAKE_LOCK",
    };

    private static readonly string[] Levels = ["normal", "dangerous", "signature", "signatureOrSystem"];

    private static readonly string[] Flags =
        ["privileged", "development", "appop", "pre23", "installer", "verifier", "preinstalled", "setup", "instant", "runtime"];

    /// <summary>How Android guards a permission of its own; null for one that is not listed.</summary>
    public static string? TypeOf(string permission)
    {
        if (!permission.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var name = permission[Prefix.Length..];
        return Dangerous.Contains(name) ? "dangerous"
            : DangerousInstant.Contains(name) ? "dangerous|instant"
            : Normal.Contains(name) ? "normal"
            : NormalInstant.Contains(name) ? "normal|instant"
            : null;
    }

    /// <summary>Puts a level that a manifest gives as a number into words; one in words stays as it is.</summary>
    public static string Describe(string? level)
    {
        if (level is null) return Levels[0];
        var isHex = level.StartsWith("0x", StringComparison.Ordinal);
        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.AllowLeadingSign;
        if (!int.TryParse(isHex ? level.AsSpan(2) : level, style, CultureInfo.InvariantCulture, out var number)) return level;
        var words = new List<string> { (number & 15) < Levels.Length ? Levels[number & 15] : level };
        for (var i = 0; i < Flags.Length; i++)
            if ((number & (0x10 << i)) != 0)
                words.Add(Flags[i]);
        return string.Join('|', words);
    }
}
