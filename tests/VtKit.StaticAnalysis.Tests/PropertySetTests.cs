using System.Text;
using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>What an Office document says of itself: properties of several kinds, whole and damaged.</summary>
public class PropertySetTests
{
    private static readonly byte[] Summary = Set(
        (1, Value(2, 936, 0)), (2, Text("Title")), (9, Text("2")), (10, Time(TimeSpan.FromMinutes(1).Ticks)), (12, Time(new DateTime(2009, 3, 23, 21, 52, 0, DateTimeKind.Utc).ToFileTimeUtc())),
        (14, Value(3, 1, 0)), (18, Text("Microsoft Word 10.0")), (19, Value(3, 0, 0)), (17, Value(71, 0, 0)), (4000, Value(3, 7, 0)));

    private static readonly byte[] Document = Set((1, Value(2, 1252, 0)), (5, Value(3, 7, 0)), (11, Value(11, 0, 0)), (16, Value(11, 0xFFFF, 0)), (15, [31, 0, 0, 0, 3, 0, 0, 0, .. Encoding.Unicode.GetBytes("AÖ\0")]));

    [Fact]
    public async Task Properties_of_a_document_are_told()
    {
        var info = (await Samples.AnalyzeAsync(CompoundBuilder.Build(("WordDocument", [1]), ("\u0005SummaryInformation", Summary), ("\u0005DocumentSummaryInformation", Document)))).Structures["office_info"];
        JsonNode.DeepEquals(info["summary_info"], JsonNode.Parse(
            """
            {"code_page": "Simplified Chinese GBK", "title": "Title", "revision_number": "2", "edit_time": 60, "creation_datetime": "2009-03-23 21:52:00",
             "page_count": 1, "application_name": "Microsoft Word 10.0", "security": 0}
            """)).ShouldBeTrue(info["summary_info"]?.ToJsonString());
        JsonNode.DeepEquals(info["document_summary_info"], JsonNode.Parse("""{"code_page": "Latin I", "line_count": 7, "scale": false, "links_dirty": true, "company": "AÖ"}"""))
            .ShouldBeTrue(info["document_summary_info"]?.ToJsonString());
    }

    [SharedFact]
    public async Task The_members_are_those_of_a_real_report()
    {
        var report = await File.ReadAllTextAsync(Directory.EnumerateFiles(SharedMaterial.Fixtures!, "doc_213a*", SearchOption.AllDirectories).First());
        foreach (var (member, _) in PropertySet.Read(Summary, PropertySet.Summary)) report.ShouldContain($"\"{member}\"");
    }

    [Fact]
    public void A_set_that_is_cut_or_wrong_anywhere_gives_what_can_be_read()
    {
        for (var length = 0; length < Summary.Length; length++) PropertySet.Read(Summary.AsSpan(0, length), PropertySet.Summary).Count.ShouldBeLessThanOrEqualTo(8);
        for (var at = 0; at < Summary.Length; at++)
        {
            var wrong = Summary.ToArray();
            foreach (var value in new byte[] { 0x00, 0x7F, 0xFF })
            {
                wrong[at] = value;
                PropertySet.Read(wrong, PropertySet.Summary).Count.ShouldBeLessThanOrEqualTo(10);
            }
        }
    }

    private static byte[] Set(params (int Id, byte[] Value)[] properties)
    {
        var index = new MemoryStream();
        var values = new MemoryStream();
        foreach (var (id, value) in properties)
        {
            index.Write(BitConverter.GetBytes(id));
            index.Write(BitConverter.GetBytes(8 + 8 * properties.Length + (int)values.Length));
            values.Write(value);
            while (values.Length % 4 != 0) values.WriteByte(0);
        }
        byte[] header = [0xFE, 0xFF, 0, 0, .. new byte[20], 1, 0, 0, 0, .. new byte[16], 48, 0, 0, 0];
        return [.. header, .. BitConverter.GetBytes(8 + (int)index.Length + (int)values.Length), .. BitConverter.GetBytes(properties.Length), .. index.ToArray(), .. values.ToArray()];
    }

    private static byte[] Value(int type, int low, int high) => [.. BitConverter.GetBytes(type), .. BitConverter.GetBytes(low), .. BitConverter.GetBytes(high)];

    private static byte[] Text(string text) => [30, 0, 0, 0, .. BitConverter.GetBytes(text.Length + 1), .. Encoding.Latin1.GetBytes(text), 0];

    private static byte[] Time(long ticks) => [64, 0, 0, 0, .. BitConverter.GetBytes(ticks)];
}
