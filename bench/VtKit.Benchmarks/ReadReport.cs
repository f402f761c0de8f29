using System.Text.Json;
using BenchmarkDotNet.Attributes;

namespace VtKit.Benchmarks;

/// <summary>Reading a 30 KB report: the typed view against a bare document, with the same five values read.</summary>
[MemoryDiagnoser]
public class ReadReport
{
    private byte[] _report = [];

    [GlobalSetup]
    public void Setup() => _report = SyntheticReport.Make();

    [Benchmark(Baseline = true)]
    public long Document()
    {
        using var json = JsonDocument.Parse(_report);
        var attributes = json.RootElement.GetProperty("data").GetProperty("attributes");
        return attributes.GetProperty("last_analysis_stats").GetProperty("malicious").GetInt64()
            + attributes.GetProperty("size").GetInt64()
            + attributes.GetProperty("type_tag").GetString()!.Length
            + attributes.GetProperty("meaningful_name").GetString()!.Length
            + attributes.GetProperty("last_analysis_date").GetInt64();
    }

    [Benchmark]
    public long View()
    {
        var file = VtObject.Parse<VtFile>(_report);
        return file.LastAnalysisStats.Malicious!.Value
            + file.Size!.Value
            + file.TypeTag!.Length
            + file.MeaningfulName!.Length
            + file.LastAnalysisDate!.Value.ToUnixTimeSeconds();
    }
}
