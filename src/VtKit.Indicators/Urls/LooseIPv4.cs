using System.Globalization;

namespace VtKit.Indicators;

/// <summary>IPv4 as resolvers and browsers read it in the host of a URL: one to four numbers, each decimal, octal (<c>0</c>) or hexadecimal (<c>0x</c>).</summary>
internal static class LooseIPv4
{
    /// <summary>What a host turned out to be.</summary>
    public enum Result
    {
        /// <summary>A name: its last label is no number.</summary>
        Name,

        /// <summary>An address.</summary>
        Address,

        /// <summary>It ends in a number and is no address: nothing can be reached under it.</summary>
        Broken,
    }

    /// <summary>Reads a host in lower case, without a trailing dot.</summary>
    public static Result Read(string host, out IpAddress address)
    {
        address = default;
        if (!TryReadNumber(host.AsSpan(host.LastIndexOf('.') + 1), out _)) return Result.Name;
        Span<ulong> numbers = stackalloc ulong[4];
        var count = 0;
        foreach (var range in host.AsSpan().Split('.'))
            if (count == 4 || !TryReadNumber(host.AsSpan(range), out numbers[count++]))
                return Result.Broken;

        ulong bits = 0;
        for (var i = 0; i < count - 1; i++)
        {
            if (numbers[i] > 255) return Result.Broken;
            bits |= numbers[i] << (24 - 8 * i);
        }
        // The last number fills what the others leave.
        if (numbers[count - 1] >> (8 * (5 - count)) != 0) return Result.Broken;
        address = IpAddress.FromIPv4((uint)(bits | numbers[count - 1]));
        return Result.Address;
    }

    private static bool TryReadNumber(ReadOnlySpan<char> text, out ulong number)
    {
        if (text.StartsWith("0x"))
        {
            number = 0;
            return text.Length == 2 || ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
        }
        if (text.Length > 1 && text[0] == '0')
        {
            number = 0;
            foreach (var c in text)
            {
                if (c is < '0' or > '7') return false;
                number = Math.Min(number * 8 + (ulong)(c - '0'), 1UL << 40);
            }
            return true;
        }
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
