using System.Security.Cryptography;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>Headers and attachments of messages in the ways that letters outside ASCII are written there.</summary>
public class MailTests
{
    private const string Top = "From: a@example.com\nTo: b@example.com\nDate: Mon, 1 Jan 2024 00:00:00 +0000\n";

    [Theory]
    [InlineData("Subject: plain words", "plain words")]
    [InlineData("Subject: =?utf-8?B?R3LDvMOfZQ==?=", "Grüße")]
    [InlineData("Subject: =?ISO-8859-1?Q?Gr=FC=DFe_an_alle?= and more", "Grüße an alle and more")]
    [InlineData("Subject: =?utf-8?q?one?=\n =?utf-8?q?_two?=", "one two")]
    [InlineData("Subject: =?koi8-r?B?8NLJ18XU?=", "Привет")]
    [InlineData("Subject: =?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本")]
    [InlineData("Subject: =?unheard-of?Q?=C3=BC?=", "ü")]
    [InlineData("Subject: =?utf-8?B?not ended", "=?utf-8?B?not ended")]
    [InlineData("Subject: folded\n\tline", "folded line")]
    public async Task Subjects_are_decoded(string header, string subject) =>
        (await Samples.AnalyzeAsync($"{Top}{header}\n\nbody\n")).Mail!.Subject.ShouldBe(subject);

    [Theory]
    [InlineData("attachment; filename=\"a b.zip\"", "a b.zip")]
    [InlineData("attachment; filename=a.zip; size=3", "a.zip")]
    [InlineData("attachment; filename=\"=?utf-8?B?w7wuemlw?=\"", "ü.zip")]
    [InlineData("attachment; filename*=utf-8''%C3%BC%20x.zip", "ü x.zip")]
    [InlineData("attachment; filename*=windows-1251''%CF.zip", "П.zip")]
    [InlineData("attachment; filename*0=\"one\"; filename*1=\"two.zip\"", "onetwo.zip")]
    [InlineData("attachment; filename*0*=utf-8''%C3; filename*1*=%BC.zip", "ü.zip")]
    public async Task Names_of_attachments_are_decoded(string disposition, string name) =>
        (await Samples.AnalyzeAsync(Message($"Content-Disposition: {disposition}\n", "abc"))).Children.ShouldHaveSingleItem().Name.ShouldBe(name);

    [Theory]
    [InlineData("base64", "AQID", new byte[] { 1, 2, 3 })]
    [InlineData("BASE64", "AQ\n ID BA", new byte[] { 1, 2, 3, 4 })]
    [InlineData("base64", "AQ==AgM=", new byte[] { 1, 2, 3 })]
    [InlineData("base64", "A", new byte[0])]
    [InlineData("quoted-printable", "=01=\n=02=zz", new byte[] { 1, 2, (byte)'=', (byte)'z', (byte)'z' })]
    [InlineData("8bit", "x y", new byte[] { (byte)'x', (byte)' ', (byte)'y' })]
    public async Task Attachments_are_decoded_as_forgivingly_as_programs_for_mail_do(string encoding, string body, byte[] content)
    {
        var child = (await Samples.AnalyzeAsync(Message($"Content-Disposition: attachment; filename=x\nContent-Transfer-Encoding: {encoding}\n", body)))
            .Children.ShouldHaveSingleItem();
        child.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    [Theory]
    [InlineData("application/octet-stream", "", "attachment.bin")]
    [InlineData("application/pdf", "Content-Disposition: attachment\n", "attachment.pdf")]
    [InlineData("application/vnd.ms-excel", "Content-Disposition: attachment; size=3\n", "attachment.bin")]
    [InlineData("message/rfc822", "Content-Transfer-Encoding: base64\n", "message.eml")]
    public async Task Attachments_without_a_name_get_one_of_their_type(string type, string headers, string name) =>
        (await Samples.AnalyzeAsync($"{Top}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nhello\n--b\nContent-Type: {type}\n{headers}\nYWJj\n--b--\n"))
            .Children.ShouldHaveSingleItem().Name.ShouldBe(name);

    [Fact]
    public async Task A_message_inside_is_a_child_as_a_whole_and_so_is_what_is_attached_to_it()
    {
        const string Inner = "From: c@example.com\nSubject: inner\nContent-Type: multipart/mixed; boundary=i\n\n--i\nContent-Disposition: attachment; filename=deep.txt\n\nabc\n--i--\n";
        var given = new List<(string Name, string Hash)>();
        var content = $"{Top}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n{Inner}\n--b\nContent-Disposition: attachment; filename=last.txt\n\nx\n--b--\n";
        var facts = await Samples.AnalyzeAsync(Samples.Bytes(content), new AnalysisOptions
        {
            OnChild = async (child, stream, token) => given.Add((child.Name, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, token)))),
        });
        facts.Children.Select(child => (child.Name, child.Sha256!)).ShouldBe([("message.eml", Hash(Inner)), ("deep.txt", Hash("abc")), ("last.txt", Hash("x"))]);
        given.ShouldBe(facts.Children.Select(child => (child.Name, child.Sha256!)));

        static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Samples.Bytes(text)));
    }

    [Fact]
    public async Task Messages_in_messages_without_end_end()
    {
        var content = Top + string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\n\n", 5_000)) + "\nbody\n";
        (await Samples.AnalyzeAsync(content)).Children.Count.ShouldBe(8);
    }

    [Fact]
    public async Task The_way_of_a_message_is_told()
    {
        var mail = (await Samples.AnalyzeAsync("Return-Path: <r@example.com>\nReceived: from b by c;\n Mon\nReceived: from a by b; Mon\n" + Top + "Cc: =?utf-8?Q?J=C3=B6rg?= <d@example.com>\n\nbody\n")).Mail!;
        mail.ReturnPath.ShouldBe("<r@example.com>");
        mail.Cc.ShouldBe("Jörg <d@example.com>");
        mail.Received.ShouldBe(["from b by c; Mon", "from a by b; Mon"]);
        (await Samples.AnalyzeAsync(string.Concat(Enumerable.Repeat("Received: x\n", 90)) + Top + "\nbody\n")).Mail!.Received.Count.ShouldBe(50);
    }

    [ToolFact("/usr/bin/python3")]
    public async Task Headers_agree_with_another_library()
    {
        using var folder = new TempFolder();
        var path = folder.File("m.eml");
        await Tool.RunAsync("/usr/bin/python3", "-c", """
            import email.message, sys
            m = email.message.EmailMessage()
            m['From'], m['To'], m['Date'] = 'Jörg <a@example.com>', 'b@example.com', 'Mon, 01 Jan 2024 00:00:00 +0000'
            m['Subject'] = 'Fällige Rechnung Nummer 4711 aus dem vergangenen Jahr, bitte sofort öffnen und überweisen'
            m['Message-ID'] = '<1@example.com>'
            m.set_content('hello')
            m.add_attachment(b'abc', maintype='application', subtype='octet-stream', filename='Прайс-лист с очень длинным названием, которое не помещается в строку.zip')
            open(sys.argv[1], 'wb').write(bytes(m))
            """, path);
        var facts = await FileAnalyzer.AnalyzeFileAsync(path);
        facts.Mail.ShouldBe(new MailFacts
        {
            From = "Jörg <a@example.com>",
            To = "b@example.com",
            Date = "Mon, 01 Jan 2024 00:00:00 +0000",
            Subject = "Fällige Rechnung Nummer 4711 aus dem vergangenen Jahr, bitte sofort öffnen und überweisen",
            MessageId = "<1@example.com>",
        });
        facts.Children.ShouldHaveSingleItem().Name.ShouldBe("Прайс-лист с очень длинным названием, которое не помещается в строку.zip");
    }

    private static string Message(string headers, string body) =>
        $"{Top}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/octet-stream\n{headers}\n{body}\n--b--\n";
}
