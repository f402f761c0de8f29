using System.Globalization;

namespace VtKit.Indicators.Tests;

public class ExtractTests
{
    private const string Md5 = "44d88612fea8a8f36de82e1278abb02f";
    private const string Sha1 = "3395856ce81f2b7382dee72602f798b642f14140";
    private const string Sha256 = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";

    [Theory]
    // hashes
    [InlineData("MD5: " + Md5 + ", SHA1=" + Sha1, "File " + Md5 + " 5+32; File " + Sha1 + " 44+40")]
    [InlineData("(" + Sha256 + ")", "File " + Sha256 + " 1+64")]
    [InlineData("44D88612FEA8A8F36DE82E1278ABB02F.exe", "File " + Md5 + " 0+32")]
    [InlineData("VirusShare_" + Md5, "File " + Md5 + " 11+32")]
    [InlineData("f-" + Sha256 + "-1599122231", "File " + Sha256 + " 2+64")]
    [InlineData("u-" + Sha256 + "-1599122231", "")]
    [InlineData(Md5 + "0", "")]
    [InlineData("x" + Md5, "")]
    [InlineData("0x" + Md5, "")]
    [InlineData("cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e", "")]
    [InlineData("44d88612-fea8-a8f3-6de8-2e1278abb02f", "")]
    // CVE numbers
    [InlineData("uses CVE-2021-44228, cve-1999-0001.", "Cve CVE-2021-44228 5+14; Cve CVE-1999-0001 21+13")]
    [InlineData("CVE\u20132021\u201344228", "Cve CVE-2021-44228 0+14")]
    [InlineData("poc_CVE-2021-44228_v2", "Cve CVE-2021-44228 4+14")]
    [InlineData("CVE-2021-1 CVE-2021 CVE-21-44228 CVE-2021-44228x", "")]
    // IPv4
    [InlineData("8.8.8.8, 192.168.1.1.", "IpAddress 8.8.8.8 0+7; IpAddress 192.168.1.1 9+11")]
    [InlineData("c2: 192[.]0[.]2[.]1:4444", "IpAddress 192.0.2.1 4+20 :4444")]
    [InlineData("192.0.2.0/24", "IpAddress 192.0.2.0 0+12 /24")]
    [InlineData("192.0.2.1/bins.sh", "Url http://192.0.2.1/bins.sh 0+17")]
    [InlineData("192.0.2.1:8080/bins.sh;", "Url http://192.0.2.1:8080/bins.sh 0+22")]
    [InlineData("192.0.2.1-192.0.2.9", "IpAddress 192.0.2.1 0+9; IpAddress 192.0.2.9 10+9")]
    [InlineData("host/192.0.2.1 and /192.0.2.2:80 and \\\\192.0.2.3\\share", "IpAddress 192.0.2.2 20+12 :80; IpAddress 192.0.2.3 39+9")]
    [InlineData("192.0.2.1: 5 times", "IpAddress 192.0.2.1 0+9")]
    [InlineData("[192.0.2.1]", "IpAddress 192.0.2.1 1+9")]
    [InlineData("1.2.3 1.2.3.4.5 v1.2.3.4 1.2.3.256 01.2.3.4 1.2.3.4a Version 1.2.3.4 Chrome/1.2.3.4 foo-1.2.3.4", "")]
    // IPv6
    [InlineData("2001:DB8::1 fe80::1%eth0", "IpAddress 2001:db8::1 0+11; IpAddress fe80::1 12+7")]
    [InlineData("[2001:db8::1]:443, [2001:db8::2]", "IpAddress 2001:db8::1 0+17 :443; IpAddress 2001:db8::2 20+11")]
    [InlineData("2001:db8::/32.", "IpAddress 2001:db8:: 0+13 /32")]
    [InlineData("2001[:]db8[:][:]1", "IpAddress 2001:db8::1 0+17")]
    [InlineData("::1 ::ffff:192.0.2.1", "IpAddress ::1 0+3; IpAddress 192.0.2.1 4+16")]
    [InlineData("at 12:34:56 00:1a:2b:3c:4d:5e 00:11:22:33:44:55:66:77 std::face a::b :: add::Face", "")]
    // domains
    [InlineData("www.evil.com and EVIL.NET.", "Domain www.evil.com 0+12; Domain evil.net 17+8")]
    [InlineData("a.example b.test c.invalid xyz.onion", "Domain a.example 0+9; Domain b.test 10+6; Domain c.invalid 17+9; Domain xyz.onion 27+9")]
    [InlineData("evil.com:8443", "Domain evil.com 0+13 :8443")]
    [InlineData("*.evil.com -evil.net _evil.org_ _dmarc.evil.com", "Domain evil.com 2+8; Domain evil.net 12+8; Domain evil.org 22+8; Domain _dmarc.evil.com 32+15")]
    [InlineData("b\u00FCcher.example", "Domain xn--bcher-kva.example 0+14")]
    [InlineData("\u4F8B\u3048.\u30C6\u30B9\u30C8 \u043F\u0440\u0438\u043C\u0435\u0440.\u0440\u0444", "Domain xn--e1afmkfd.xn--p1ai 7+9")]
    [InlineData("\u8BF7\u8BBF\u95EEevil.com\u67E5\u770B evil.net\u3002\u7136\u540E", "Domain evil.com 3+8; Domain evil.net 14+8")]
    [InlineData("a.com,b.com;c.com|d.com", "Domain a.com 0+5; Domain b.com 6+5; Domain c.com 12+5; Domain d.com 18+5")]
    [InlineData("u=http%3A%2F%2Fevil.com%2Fa", "Domain evil.com 15+8")]
    [InlineData("\uFEFFevil.com", "Domain evil.com 1+8")]
    [InlineData("foo.notatld invoice.exe System.IO System.Net.Http window.name( java.vm.name=x $this.id @app.name c:\\a\\command.com /usr/lib/a.so e.g. i.e. end.Then", "")]
    // names that files have
    [InlineData("readme.md payload.zip main.py tool-1.2.zip Main.java run.sh", "")]
    [InlineData("readme[.]md http://payload.zip/ www.payload.zip bob@readme.md", "Domain readme.md 0+11; Url http://payload.zip/ 12+19; Domain www.payload.zip 32+15; EmailAddress bob@readme.md 48+13")]
    // defanged
    [InlineData("evil[.]com evil(.)com evil{.}com evil[dot]com evil(dot)com evil\\.com evil[.com evil.]com", "Domain evil.com 0+10; Domain evil.com 11+10; Domain evil.com 22+10; Domain evil.com 33+12; Domain evil.com 46+12; Domain evil.com 59+9; Domain evil.com 69+9; Domain evil.com 79+9")]
    [InlineData("evil dot com, evil [.] com, evil [dot] com", "Domain evil.com 0+12; Domain evil.com 14+12; Domain evil.com 28+14")]
    [InlineData("evil\uFF0Ecom evil\u3002com", "Domain evil.com 0+8; Domain evil.com 9+8")]
    [InlineData("connect the dot to dot in the picture", "")]
    [InlineData("see dot evil.com", "Domain evil.com 8+8")]
    // URLs
    [InlineData("hxxps://evil[.]com/a[.]php?b=1.", "Url https://evil.com/a.php?b=1 0+30")]
    [InlineData("hxxp[:]//evil.com hXXp[://]evil.com/ h**p://evil.com fxp://evil.com", "Url http://evil.com/ 0+17; Url http://evil.com/ 18+18; Url http://evil.com/ 37+15; Url ftp://evil.com/ 53+14")]
    [InlineData("hxxp://evil dot com/x", "Url http://evil.com/x 0+21")]
    [InlineData(@"hxxps:\\a[.]evil[.]com/x hxxps[:]\\evil.com, http:\\evil.com", "Url https://a.evil.com/x 0+24; Url https://evil.com/ 25+18; Url http://evil.com/ 45+15")]
    [InlineData(@"c:\\a.evil.com http:\\server\share x:\\evil.com", "Domain a.evil.com 4+10; Domain evil.com 39+8")]
    [InlineData("http__a.evil.com/x, hxxps__evil[.]com http__init__.py http__client.py", "Url http://a.evil.com/x 0+18; Url https://evil.com/ 20+17")]
    [InlineData("meow://a.evil.com/ (meow://evil.com)", "Url http://a.evil.com/ 0+18; Url http://evil.com/ 20+15")]
    [InlineData("hxxp:// a.evil.com/x and hxxp:// is no link, nor is http:// evil.com", "Url http://a.evil.com/x 0+20; Domain evil.com 60+8")]
    [InlineData("hxxp%3A%2F%2Fa.evil.com%2Fx&b=1 u=hxxps%3a%2f%2fevil.com.", "Url http://a.evil.com/x 0+27; Url https://evil.com/ 34+22")]
    [InlineData("user AT a DOT evil DOT com, look AT evil.com", "EmailAddress user@a.evil.com 0+26; Domain evil.com 36+8")]
    [InlineData("(see http://evil.com/a_(b)) and \"http://evil.com/c\"", "Url http://evil.com/a_(b) 5+21; Url http://evil.com/c 33+17")]
    [InlineData("[http://evil.com/a](http://evil.com/b)", "Url http://evil.com/a 1+17; Url http://evil.com/b 20+17")]
    [InlineData("[x](hxxp://evil[.]com) **http://evil.com/b**", "Url http://evil.com/ 4+17; Url http://evil.com/b 25+17")]
    [InlineData("<a href='http://evil.com/a'>x</a> &quot;http://evil.com/b&quot;", "Url http://evil.com/a 9+17; Url http://evil.com/b 40+17")]
    [InlineData("http://a.com/1,http://b.com/2;hxxp://c.com/3", "Url http://a.com/1 0+14; Url http://b.com/2 15+14; Url http://c.com/3 30+14")]
    [InlineData("http://a.com,b.com", "Url http://a.com/ 0+12; Domain b.com 13+5")]
    [InlineData("http://web.example/web/http://evil.com/", "Url http://web.example/web/http:/evil.com/ 0+39")]
    [InlineData("evil.com/a.exe evil.com? evil.com?q=1 src=\"//evil.com/x.js\"", "Url http://evil.com/a.exe 0+14; Domain evil.com 15+8; Url http://evil.com/?q=1 25+12; Url http://evil.com/x.js 45+13")]
    [InlineData("http://user:pw@evil.com:8080/ http://[2001:db8::1]:80/a http://localhost:80/", "Url http://user:pw@evil.com:8080/ 0+29; Url http://[2001:db8::1]/a 30+25; Url http://localhost/ 56+20")]
    [InlineData("${jndi:ldap://evil.com/a} URLhttp://evil.com tcp://192.0.2.1:80", "Url ldap://evil.com/a 7+17; Url http://evil.com/ 29+15; Url tcp://192.0.2.1:80/ 45+18")]
    [InlineData("http://\u043F\u0440\u0438\u043C\u0435\u0440.\u0440\u0444/\u0430\u3002", "Url http://xn--e1afmkfd.xn--p1ai/%D0%B0 0+18")]
    [InlineData("http:// https://. ://x chrome-extension://abc/ http://:80/ http://host:port/", "Url http://host/ 59+11")]
    [InlineData("docs.rs/serde and src/lib/a.rs and readme.md/x", "Url http://docs.rs/serde 0+13")]
    // e-mail addresses
    [InlineData("mailto:Bob.Smith+x@Evil.COM, a@b.com", "EmailAddress bob.smith+x@evil.com 7+20; EmailAddress a@b.com 29+7")]
    [InlineData("bob[at]evil[.]com bob [at] evil [.] com bob(@)evil.com", "EmailAddress bob@evil.com 0+17; EmailAddress bob@evil.com 18+21; EmailAddress bob@evil.com 40+14")]
    [InlineData("bob@localhost @evil.com a@b git@github.com:x/y", "EmailAddress git@github.com 28+14")]
    [InlineData("", "")]
    [InlineData(" \t\r\n\0", "")]
    public void Texts_hold(string text, string expected)
    {
        string.Join("; ", IndicatorExtractor.Extract(text).Select(Shown)).ShouldBe(expected);
    }

    internal static string Shown(ExtractedIndicator one) => string.Create(CultureInfo.InvariantCulture,
        $"{one.Kind} {one.Value} {one.Offset}+{one.Length}{(one.Port is { } port ? $" :{port}" : "")}{(one.PrefixLength is { } prefix ? $" /{prefix}" : "")}");
}
