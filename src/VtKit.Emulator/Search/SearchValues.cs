using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace VtKit.Emulator;

/// <summary>What a number or date may be: exactly something, or between a bound and another one that is not part of it.</summary>
internal readonly record struct SearchBounds(object? Exactly, object? From, object? Below);

/// <summary>Reads the values of terms.</summary>
internal static partial class SearchValues
{
    private static readonly string[] DateForms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss"];

    /// <summary><c>5</c>, <c>5+</c> (5 and more), <c>5-</c> (less than 5), <c>-20-</c>.</summary>
    public static SearchBounds Number(SearchTerm term)
    {
        var (text, sign) = Split(term.Value);
        if (!double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || text.StartsWith('+'))
            throw term.Wrong($"\"{term.Value}\" is no number");
        // Whole numbers stay whole, so that large ones stay exact.
        return Bounds(sign, long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : number);
    }

    /// <summary>A number of bytes, KB or MB.</summary>
    public static SearchBounds Size(SearchTerm term)
    {
        var (text, sign) = Split(term.Value);
        var match = SizeForm().Match(text);
        var unit = match.Groups["unit"].Value.ToUpperInvariant() switch { "KB" => 1024L, "MB" => 1024L * 1024, _ => 1L };
        if (!match.Success || !long.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > long.MaxValue / unit)
            throw term.Wrong($"\"{term.Value}\" is no size: give bytes, KB or MB");
        return Bounds(sign, number * unit);
    }

    /// <summary>A day, a second, or so many days back: in milliseconds.</summary>
    public static SearchBounds Date(SearchTerm term, DateTimeOffset now)
    {
        var (text, sign) = Split(term.Value);
        if (RelativeForm().Match(text) is { Success: true } relative && int.TryParse(relative.Groups["days"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            && days <= 36_500)
        {
            var then = now.AddDays(-days);
            return sign == ' ' ? Span(new DateTimeOffset(then.UtcDateTime.Date, TimeSpan.Zero), TimeSpan.FromDays(1)) : Bounds(sign, then.ToUnixTimeMilliseconds());
        }
        if (!DateTimeOffset.TryParseExact(text, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            throw term.Wrong($"\"{term.Value}\" is no date: give 2026-01-31, 2026-01-31T23:59:59 or 3d, each with + or - behind it");
        return sign == ' ' ? Span(date, text.Length == DateForms[0].Length ? TimeSpan.FromDays(1) : TimeSpan.FromSeconds(1)) : Bounds(sign, date.ToUnixTimeMilliseconds());
    }

    /// <summary>The first and the last address of a network; both the same for one address.</summary>
    public static (byte[] First, byte[] Last) Network(SearchTerm term)
    {
        var slash = term.Value.IndexOf('/', StringComparison.Ordinal);
        var text = slash < 0 ? term.Value : term.Value[..slash];
        if (!Indicators.IpAddress.TryParse(text, out var parsed) || !IPAddress.TryParse(parsed.ToString(), out var address)) throw term.Wrong($"\"{term.Value}\" is no IP address and no network");
        var bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var prefix = bits;
        if (slash >= 0 && (!int.TryParse(term.Value.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefix) || prefix > bits))
            throw term.Wrong($"\"{term.Value}\" is no network: the number behind the slash is 0 to {bits}");
        var first = Address(address);
        var last = (byte[])first.Clone();
        for (var bit = 128 - bits + prefix; bit < 128; bit++)
        {
            first[bit / 8] &= (byte)~(0x80 >> (bit % 8));
            last[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }
        return (first, last);
    }

    /// <summary>An address in the form that sorts by number, IPv4 among IPv6.</summary>
    public static byte[] Address(IPAddress address) => address.MapToIPv6().GetAddressBytes();

    private static (string Text, char Sign) Split(string value) =>
        value.Length > 1 && value[^1] is '+' or '-' ? (value[..^1], value[^1]) : (value, ' ');

    private static SearchBounds Bounds(char sign, object value) => sign switch
    {
        '+' => new(null, value, null),
        '-' => new(null, null, value),
        _ => new(value, null, null),
    };

    private static SearchBounds Span(DateTimeOffset from, TimeSpan length) => new(null, from.ToUnixTimeMilliseconds(), (from + length).ToUnixTimeMilliseconds());

    [GeneratedRegex("^(?<number>[0-9]+)(?<unit>kb|mb|b)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SizeForm();

    [GeneratedRegex("^(?<days>[0-9]+)d$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RelativeForm();
}
