using System.Net;

namespace VtKit.Indicators.Tests;

public class IpAddressTests
{
    [Theory]
    [InlineData("1.2.3.4", "1.2.3.4")]
    [InlineData(" 255.255.255.255 ", "255.255.255.255")]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("2001:DB8:0:0:0:0:0:1", "2001:db8::1")]
    [InlineData("2001:0db8:0000:0000:0001:0000:0000:0001", "2001:db8::1:0:0:1")] // the first of two equal runs
    [InlineData("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")] // one group is no run
    [InlineData("2001:0:0:1:0:0:0:1", "2001:0:0:1::1")] // the longest run
    [InlineData("::", "::")]
    [InlineData("::1", "::1")]
    [InlineData("1::", "1::")]
    [InlineData("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0")]
    [InlineData("64:ff9b::192.0.2.33", "64:ff9b::c000:221")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")] // IPv4 in the form of IPv6
    [InlineData("::FFFF:c000:201", "192.0.2.1")]
    public void An_address_gets_one_form(string typed, string canonical)
    {
        IpAddress.TryParse(typed, out var address).ShouldBeTrue();
        address.ToString().ShouldBe(canonical);
        address.IsIPv6.ShouldBe(canonical.Contains(':'));
        IpAddress.Parse(canonical).ShouldBe(address);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1.2.3")]
    [InlineData("127.1")]
    [InlineData("1")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.04")]
    [InlineData("01.2.3.4")]
    [InlineData("1.2.3.256")]
    [InlineData("1.2.3.1000")]
    [InlineData("1.2.3.")]
    [InlineData(".1.2.3")]
    [InlineData("1..2.3")]
    [InlineData("0x1.2.3.4")]
    [InlineData("+1.2.3.4")]
    [InlineData("1.2.3.4:80")]
    [InlineData("1.2.3.4/32")]
    [InlineData("\u0661.2.3.4")]
    [InlineData("1.2.3.\uFF14")]
    [InlineData("fe80::1%eth0")]
    [InlineData("fe80::1%1")]
    [InlineData("[::1]")]
    [InlineData("[::1]:80")]
    [InlineData("::1/64")]
    [InlineData(":::")]
    [InlineData("1::2::3")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("12345::")]
    [InlineData("::g")]
    [InlineData("::ffff:1.2.3.04")]
    [InlineData("::ffff:1.2.3")]
    [InlineData(":1.2.3.4")]
    [InlineData("abcd")]
    public void What_two_readers_could_read_differently_is_refused(string? typed)
    {
        IpAddress.TryParse(typed, out var address).ShouldBeFalse();
        address.ToString().ShouldBe("");
        address.IsPublic.ShouldBeFalse();
        if (typed is not null) Should.Throw<FormatException>(() => IpAddress.Parse(typed)).Message.ShouldContain("is no IP address");
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("1.0.0.0")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.0.9")]
    [InlineData("192.0.0.10")]
    [InlineData("192.0.1.0")]
    [InlineData("192.167.255.255")]
    [InlineData("192.169.0.0")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2001:200::1")]
    [InlineData("2001:1::1")]
    [InlineData("2001:1::3")]
    [InlineData("2001:3::1")]
    [InlineData("2001:4:112::1")]
    [InlineData("2001:20::1")]
    [InlineData("2001:3f::1")]
    [InlineData("3fff:1000::1")]
    [InlineData("2002:808:808::1")]
    [InlineData("64:ff9b::808:808")]
    [InlineData("::ffff:8.8.8.8")]
    public void Addresses_of_the_internet_are_public(string text) => IpAddress.Parse(text).IsPublic.ShouldBeTrue();

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.255.255.255")]
    [InlineData("10.0.0.0")]
    [InlineData("10.255.255.255")]
    [InlineData("100.64.0.0")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.0")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.1")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.0")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::8.8.8.8")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:1::4")]
    [InlineData("2001:db8::1")]
    [InlineData("2001:10::1")]
    [InlineData("2001:1ff::1")]
    [InlineData("2002:a00:1::1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("3fff::1")]
    [InlineData("5f00::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    [InlineData("::ffff:192.168.1.1")]
    public void Addresses_that_no_host_of_the_internet_has_are_not(string text) => IpAddress.Parse(text).IsPublic.ShouldBeFalse();

    [Fact]
    public void The_runtime_reads_our_text_as_the_same_address() => Checks.That(Checks.IndicatorText, text =>
    {
        if (!IpAddress.TryParse(text, out var address)) return true;
        var runtime = IPAddress.Parse(text.Trim());
        if (runtime.IsIPv4MappedToIPv6) runtime = runtime.MapToIPv4();
        return IPAddress.Parse(address.ToString()).Equals(runtime) && IpAddress.TryParse(address.ToString(), out var again) && again == address;
    });
}
