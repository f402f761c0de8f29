using System.Security.Cryptography;

namespace VtKit.StaticAnalysis;

/// <summary>What the service tells of a part of a file.</summary>
/// <param name="Md5">MD5 of its bytes.</param>
/// <param name="Sha256">SHA-256 of its bytes.</param>
/// <param name="Entropy">0 to 8 bits per byte, unrounded.</param>
/// <param name="Chi2">Chi-squared, two decimals.</param>
internal sealed record Measures(string Md5, string Sha256, double Entropy, double Chi2)
{
    public static async ValueTask<Measures> OfAsync(ContentView view, long offset, long size, CancellationToken cancellationToken)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var statistics = new ByteStatistics();
        await view.StreamAsync(offset, size, bytes =>
        {
            md5.AppendData(bytes);
            sha256.AppendData(bytes);
            statistics.Add(bytes);
        }, cancellationToken).ConfigureAwait(false);
        // The service computes chi-squared in single precision and writes two decimals.
        return new Measures(
            Convert.ToHexStringLower(md5.GetHashAndReset()), Convert.ToHexStringLower(sha256.GetHashAndReset()),
            statistics.Entropy, Math.Round((double)(float)statistics.ChiSquared, 2));
    }
}
