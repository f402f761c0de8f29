using System.Globalization;

namespace VtKit.Cli;

/// <summary>How values look to a person: dates in ISO 8601 and UTC, sizes with their unit.</summary>
internal static class Values
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB", "PB", "EB", "ZB"];

    public static string Date(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Date(DateTimeOffset? date) => date is { } value ? Date(value) : "";

    /// <summary>A size in units of 1024, such as 138.6 KB.</summary>
    public static string Size(double bytes)
    {
        var unit = 0;
        while (bytes >= 1024 && unit < Units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }
        return string.Create(CultureInfo.InvariantCulture, $"{bytes:0.#} {Units[unit]}");
    }

    /// <summary>A size with its exact number of bytes where the unit hides it.</summary>
    public static string ExactSize(long bytes) =>
        bytes < 1024 ? Size(bytes) : string.Create(CultureInfo.InvariantCulture, $"{Size(bytes)} ({bytes:N0} bytes)");

    public static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    public static string Hex(long? number) => number is { } value ? string.Create(CultureInfo.InvariantCulture, $"0x{value:x}") : "";

    public static string Fraction(double? number) => number?.ToString("0.00", CultureInfo.InvariantCulture) ?? "";
}
