using System.Security.Cryptography;
using System.Text;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>Files that lie in others without an archive around them reach the callback with exactly their bytes.</summary>
public class InnerFileTests
{
    private static readonly byte[] Overlay = Samples.Random(3, 100_000);

    private static byte[] Program => new PeBuilder { Overlay = Overlay }.Section(".text", new byte[512]).Build();

    private static byte[] Mail(params (string Encoding, string Body)[] parts) => Encoding.UTF8.GetBytes(
        "From: a@example.com\r\nTo: b@example.com\r\nDate: Mon, 1 Jan 2024 00:00:00 +0000\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        + string.Concat(parts.Select((part, i) => $"--b\r\nContent-Disposition: attachment; filename={i}.bin\r\nContent-Transfer-Encoding: {part.Encoding}\r\n\r\n{part.Body}\r\n")) + "--b--\r\n");

    [Fact]
    public async Task Overlays_and_attachments_are_given_as_they_are_described()
    {
        var (facts, given) = await GiveAsync(Program);
        given.ShouldHaveSingleItem().Content.ShouldBe(Overlay);
        given[0].Child.ShouldBe(facts.Children.Single());

        (facts, given) = await GiveAsync(Mail(("base64", Convert.ToBase64String(Overlay, Base64FormattingOptions.InsertLineBreaks)), ("7bit", "line 1\r\nline 2"), ("quoted-printable", "a=3Db"), ("7bit", "")));
        given.Select(one => one.Child).ShouldBe(facts.Children);
        given[0].Content.ShouldBe(Overlay);
        given.Skip(1).Select(one => Encoding.UTF8.GetString(one.Content)).ShouldBe(["line 1\r\nline 2", "a=b", ""]);
        given.ShouldAllBe(one => Convert.ToHexStringLower(SHA256.HashData(one.Content)) == one.Child.Sha256);
    }

    [Fact]
    public async Task Resources_are_given_after_the_overlay()
    {
        var library = await File.ReadAllBytesAsync(typeof(FileAnalyzer).Assembly.Location);
        var (facts, given) = await GiveAsync([.. library, .. Overlay]);
        given[0].Child.Kind.ShouldBe(FileChildKind.Overlay);
        given.Skip(1).Select(one => one.Child).ShouldBe(facts.Children.Where(child => child.Kind == FileChildKind.PeResource));
        given.Count.ShouldBeGreaterThan(1);
        given.ShouldAllBe(one => Convert.ToHexStringLower(SHA256.HashData(one.Content)) == one.Child.Sha256);
    }

    [Fact]
    public async Task Limits_hold_and_are_told()
    {
        foreach (var limits in new[] { new AnalysisOptions { MaxChildBytes = Overlay.Length - 1 }, new AnalysisOptions { MaxUnpackedBytes = Overlay.Length - 1 }, new AnalysisOptions { MaxChildren = 0 } })
        {
            var (facts, given) = await GiveAsync(Program, limits);
            given.ShouldBeEmpty();
            facts.Children.Single().Sha256.ShouldNotBeNull();
            facts.Problems.ShouldContain(problem => problem.Contains("limits of number, size or time", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task An_exception_of_the_callback_reaches_the_caller()
    {
        var options = new AnalysisOptions { OnChild = (_, _, _) => throw new InvalidOperationException("disk full") };
        (await Should.ThrowAsync<InvalidOperationException>(() => Samples.AnalyzeAsync(Program, options))).Message.ShouldBe("disk full");
        (await Should.ThrowAsync<InvalidOperationException>(() => Samples.AnalyzeAsync(Mail(("7bit", "x")), options))).Message.ShouldBe("disk full");
    }

    private static async Task<(FileFacts Facts, List<(FileChild Child, byte[] Content)> Given)> GiveAsync(byte[] file, AnalysisOptions? limits = null)
    {
        var given = new List<(FileChild, byte[])>();
        var facts = await Samples.AnalyzeAsync(file, (limits ?? new AnalysisOptions()) with
        {
            OnChild = async (child, content, token) =>
            {
                using var copy = new MemoryStream();
                await content.CopyToAsync(copy, token);
                given.Add((child, copy.ToArray()));
            },
        });
        return (facts, given);
    }
}
