namespace VtKit.Indicators;

/// <summary>IANA's registries of special-purpose addresses: which addresses no host on the internet can have.</summary>
internal static class SpecialAddresses
{
    // https://www.iana.org/assignments/iana-ipv4-special-registry and RFC 5771 (multicast)
    private static readonly (uint Network, int Prefix)[] NotPublicIPv4 =
    [
        (0x00000000, 8),  // 0.0.0.0/8 this network
        (0x0A000000, 8),  // 10.0.0.0/8 private
        (0x64400000, 10), // 100.64.0.0/10 shared by carriers
        (0x7F000000, 8),  // 127.0.0.0/8 loopback
        (0xA9FE0000, 16), // 169.254.0.0/16 link-local
        (0xAC100000, 12), // 172.16.0.0/12 private
        (0xC0000000, 24), // 192.0.0.0/24 protocol assignments
        (0xC0000200, 24), // 192.0.2.0/24 documentation
        (0xC0586300, 24), // 192.88.99.0/24 6to4 relays, deprecated
        (0xC0A80000, 16), // 192.168.0.0/16 private
        (0xC6120000, 15), // 198.18.0.0/15 benchmarking
        (0xC6336400, 24), // 198.51.100.0/24 documentation
        (0xCB007100, 24), // 203.0.113.0/24 documentation
        (0xE0000000, 4),  // 224.0.0.0/4 multicast
        (0xF0000000, 4),  // 240.0.0.0/4 reserved, and broadcast
    ];

    // https://www.iana.org/assignments/iana-ipv6-special-registry, within 2000::/3; all else there is is not for hosts on the internet.
    private static readonly (ulong High, int Prefix)[] NotPublicIPv6 =
    [
        (0x2001_0000_0000_0000, 23), // 2001::/23 protocol assignments, Teredo among them
        (0x2001_0db8_0000_0000, 32), // 2001:db8::/32 documentation
        (0x3fff_0000_0000_0000, 20), // 3fff::/20 documentation
    ];

    // The globally reachable assignments inside 2001::/23.
    private static readonly (ulong High, int Prefix)[] PublicAssignments =
    [
        (0x2001_0003_0000_0000, 32), // 2001:3::/32 AMT
        (0x2001_0004_0112_0000, 48), // 2001:4:112::/48 AS112
        (0x2001_0020_0000_0000, 28), // 2001:20::/28 ORCHIDv2
        (0x2001_0030_0000_0000, 28), // 2001:30::/28 drone remote id
    ];

    public static bool IsMappedIPv4(UInt128 bits) => bits >> 32 == 0xFFFF;

    public static bool IsPublicIPv4(uint bits)
    {
        foreach (var (network, prefix) in NotPublicIPv4)
            if ((bits ^ network) >> (32 - prefix) == 0)
                return bits is 0xC0000009 or 0xC000000A; // 192.0.0.9 and .10 are anycast on the internet
        return true;
    }

    public static bool IsPublicIPv6(UInt128 bits)
    {
        var high = (ulong)(bits >> 64);
        if (bits >> 32 == (UInt128)0x0064_ff9b_0000_0000 << 32) return IsPublicIPv4((uint)bits);
        if (high >> 48 == 0x2002) return IsPublicIPv4((uint)(high >> 16));
        if (high >> 61 != 0b001) return false;
        if (!IsInAny(high, NotPublicIPv6)) return true;
        var isAnycast = high == 0x2001_0001_0000_0000 && (ulong)bits is 1 or 2 or 3; // 2001:1::1 to ::3
        return isAnycast || IsInAny(high, PublicAssignments);
    }

    private static bool IsInAny(ulong high, (ulong High, int Prefix)[] networks)
    {
        foreach (var (network, prefix) in networks)
            if ((high ^ network) >> (64 - prefix) == 0)
                return true;
        return false;
    }
}
