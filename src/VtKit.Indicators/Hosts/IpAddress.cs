using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.InteropServices;

namespace VtKit.Indicators;

/// <summary>
/// An IPv4 or IPv6 address in canonical text form: dotted decimal, or RFC 5952. Two values are equal when they are the same address; an IPv4 address
/// that is written as IPv6 (<c>::ffff:192.0.2.1</c>) is the IPv4 address.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct IpAddress : IParsable<IpAddress>
{
    private readonly UInt128 _bits;
    private readonly byte _version;

    private IpAddress(UInt128 bits, byte version)
    {
        _bits = bits;
        _version = version;
    }

    /// <summary>Whether this is an IPv6 address.</summary>
    public bool IsIPv6 => _version == 6;

    /// <summary>
    /// Whether the address can belong to a host on the internet: not private, shared (100.64.0.0/10), loopback, link-local, multicast,
    /// documentation, benchmarking, reserved or unspecified. After IANA's registries of special-purpose addresses; a translated or tunnelled
    /// address (NAT64 64:ff9b::/96, 6to4 2002::/16) is what the IPv4 address inside it is.
    /// </summary>
    public bool IsPublic => _version switch
    {
        4 => SpecialAddresses.IsPublicIPv4((uint)_bits),
        6 => SpecialAddresses.IsPublicIPv6(_bits),
        _ => false,
    };

    /// <summary>
    /// Reads an address. IPv4 is four decimal numbers and nothing else: short forms (<c>127.1</c>), leading zeros (which some programs read as octal)
    /// and hexadecimal are refused, because two readers would understand two addresses. IPv6 is any form of RFC 4291 without brackets, zone
    /// (<c>%eth0</c>), port or prefix length. White space around it is ignored. Never throws.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="address">The address, or <c>default</c> when the text is none.</param>
    /// <returns>Whether the text is an address.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out IpAddress address) => TryParse(text.AsSpan(), out address);

    /// <summary>Reads an address as <see cref="TryParse(string?, out IpAddress)"/> does.</summary>
    /// <param name="text">The text.</param>
    /// <param name="address">The address, or <c>default</c> when the text is none.</param>
    /// <returns>Whether the text is an address.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out IpAddress address)
    {
        text = text.Trim();
        if (TryParseIPv4(text, out var v4))
        {
            address = new IpAddress(v4, 4);
            return true;
        }
        return TryParseIPv6(text, out address);
    }

    /// <summary>Reads an address as <see cref="TryParse(string?, out IpAddress)"/> does.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The address.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="FormatException">The text is no address.</exception>
    public static IpAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var address)
            ? address
            : throw new FormatException($"{Excerpt.Of(text)} is no IP address: give four decimal numbers (192.0.2.1) or IPv6 without brackets, zone or prefix length.");
    }

    /// <summary>The canonical text; an empty string for <c>default</c>.</summary>
    public override string ToString() => _version switch
    {
        4 => FormatIPv4((uint)_bits),
        6 => FormatIPv6(_bits),
        _ => "",
    };

    static IpAddress IParsable<IpAddress>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<IpAddress>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out IpAddress result) => TryParse(s, out result);

    internal static IpAddress FromIPv4(uint bits) => new(bits, 4);

    internal static bool TryParseIPv4(ReadOnlySpan<char> text, out uint bits)
    {
        bits = 0;
        if (text.Length is < 7 or > 15) return false;
        var parts = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (++parts > 4 || part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0')) return false;
            uint number = 0;
            foreach (var c in part)
            {
                if (!char.IsAsciiDigit(c)) return false;
                number = number * 10 + (uint)(c - '0');
            }
            if (number > 255) return false;
            bits = bits << 8 | number;
        }
        return parts == 4;
    }

    internal static bool TryParseIPv6(ReadOnlySpan<char> text, out IpAddress address)
    {
        address = default;
        if (text.Length is < 2 or > 45) return false;
        foreach (var c in text)
            if (!char.IsAsciiHexDigit(c) && c is not (':' or '.')) return false;
        // The runtime's parser reads the dotted tail more loosely than we read IPv4.
        if (text.Contains('.') && !TryParseIPv4(text[(text.LastIndexOf(':') + 1)..], out _)) return false;
        if (!text.Contains(':') || !IPAddress.TryParse(text, out var parsed)) return false;
        Span<byte> bytes = stackalloc byte[16];
        if (!parsed.TryWriteBytes(bytes, out var written) || written != 16) return false;
        var bits = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        address = SpecialAddresses.IsMappedIPv4(bits) ? new IpAddress((uint)bits, 4) : new IpAddress(bits, 6);
        return true;
    }

    private static string FormatIPv4(uint bits) =>
        string.Create(null, stackalloc char[15], $"{bits >> 24}.{bits >> 16 & 255}.{bits >> 8 & 255}.{bits & 255}");

    /// <summary>RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups (the first of equals) as <c>::</c>.</summary>
    private static string FormatIPv6(UInt128 bits)
    {
        var (bestStart, bestLength) = (-1, 1);
        for (var i = 0; i < 8; i++)
        {
            var start = i;
            while (i < 8 && Group(bits, i) == 0) i++;
            if (i - start > bestLength) (bestStart, bestLength) = (start, i - start);
        }
        Span<char> text = stackalloc char[39];
        var length = 0;
        for (var i = 0; i < 8; i++)
        {
            if (i == bestStart)
            {
                text[length++] = ':';
                text[length++] = ':';
                i += bestLength - 1;
                continue;
            }
            if (length > 0 && text[length - 1] != ':') text[length++] = ':';
            Group(bits, i).TryFormat(text[length..], out var written, "x");
            length += written;
        }
        return new string(text[..length]);
    }

    private static ushort Group(UInt128 bits, int index) => (ushort)(bits >> (112 - index * 16));
}
