using VtKit.Testing.Shared;

namespace VtKit.Cli.Tests;

public sealed class ReportTests
{
    private static readonly Style Plain = new(enabled: false);

    public static TheoryData<string> Names => ["file", "file-elf", "url", "domain", "ip-address", "analysis", "other"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_report_reads_as_approved(string name) => Snapshot.Verify(Reports.Of(Sample(name), Plain, 80), "report-" + name);

    [Fact]
    public void A_list_reads_as_approved() =>
        Snapshot.Verify(string.Concat(Samples.Mixed.Select(item => ListEntry.Of(item, Plain).Render(Plain, 80))), "list");

    [Fact]
    public void Colour_changes_nothing_but_colour()
    {
        foreach (var item in Samples.Mixed)
        {
            var coloured = Reports.Of(item, new Style(enabled: true), 80);
            System.Text.RegularExpressions.Regex.Replace(coloured, "\e\\[[0-9]+m", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5))
                .ShouldBe(Reports.Of(item, Plain, 80));
        }
    }

    [SharedTheory]
    [InlineData(80)]
    [InlineData(40)]
    [InlineData(200)]
    public void Every_real_report_fits_and_holds_nothing_that_a_terminal_acts_on(int width)
    {
        var reports = 0;
        foreach (var path in Directory.EnumerateFiles(SharedMaterial.Fixtures!, "*.json", SearchOption.AllDirectories))
        {
            foreach (var item in Objects(File.ReadAllBytes(path)))
            {
                var report = Reports.Of(item, Plain, width);
                foreach (var line in report.Split('\n'))
                {
                    line.EnumerateRunes().Any(TerminalText.IsHidden).ShouldBeFalse($"{path}: {line}");
                    // An id that stands nowhere else is whole, so that it can be copied.
                    if (line.EndsWith(item.Id, StringComparison.Ordinal)) continue;
                    TerminalText.Width(line).ShouldBeLessThanOrEqualTo(Math.Max(width, 60), $"{path}: {line}");
                }
                ListEntry.Of(item, Plain).Render(Plain, width).Replace("\n", "", StringComparison.Ordinal)
                    .EnumerateRunes().Any(TerminalText.IsHidden).ShouldBeFalse(path);
                reports++;
            }
        }
        reports.ShouldBeGreaterThan(300);
    }

    internal static IEnumerable<VtObject> Objects(byte[] body)
    {
        System.Text.Json.JsonDocument document;
        try
        {
            document = System.Text.Json.JsonDocument.Parse(body, new System.Text.Json.JsonDocumentOptions { MaxDepth = 1000 });
        }
        catch (System.Text.Json.JsonException)
        {
            yield break;
        }
        var data = new VtNode(document.RootElement)["data"];
        if (data.Kind == System.Text.Json.JsonValueKind.Object) yield return Samples.Parse(data.ToString());
        foreach (var item in data.AsList<VtNode>())
            if (item.Kind == System.Text.Json.JsonValueKind.Object)
                yield return Samples.Parse(item.ToString());
    }

    private static VtObject Sample(string name) => name switch
    {
        "file" => Samples.File,
        "file-elf" => Samples.ElfFile,
        "url" => Samples.Url,
        "domain" => Samples.Domain,
        "ip-address" => Samples.IpAddress,
        "analysis" => Samples.Analysis,
        _ => Samples.Unknown,
    };
}
