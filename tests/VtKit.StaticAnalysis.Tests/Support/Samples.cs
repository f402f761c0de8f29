using System.Text;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>Content that several tests use.</summary>
internal static class Samples
{
    /// <summary>The EICAR test file, put together at run time so that scanners leave the test binaries alone.</summary>
    public static byte[] Eicar { get; } = [.. @"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD"u8, .. "-ANTIVIRUS-TEST-FILE!$H+H*"u8];

    public static Task<FileFacts> AnalyzeAsync(byte[] content, AnalysisOptions? options = null) =>
        FileAnalyzer.AnalyzeAsync(new MemoryStream(content), options);

    public static Task<FileFacts> AnalyzeAsync(string text) => AnalyzeAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Each character is one byte.</summary>
    public static byte[] Bytes(string latin1) => Encoding.Latin1.GetBytes(latin1);

    public static byte[] Random(int seed, int count)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
