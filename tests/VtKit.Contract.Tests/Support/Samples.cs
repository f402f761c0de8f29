using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace VtKit.Contract.Tests;

/// <summary>Files and names that the tests use.</summary>
internal static class Samples
{
    public const string EicarSha256 = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";
    public const string EicarSha1 = "3395856ce81f2b7382dee72602f798b642f14140";
    public const string EicarMd5 = "44d88612fea8a8f36de82e1278abb02f";
    public const int EicarSize = 68;

    /// <summary>A file that no store has.</summary>
    public const string UnknownSha256 = "00000000000000000000000000000000000000000000000000000000000000ff";

    /// <summary>A text file whose content tells apart whatever is to be told apart.</summary>
    public static byte[] Text(string about) => Encoding.UTF8.GetBytes($"A file of the contract tests about {about}.\n");

    public static string Sha256(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static byte[] Zip(params (string Name, byte[] Content)[] members)
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in members)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        return zip.ToArray();
    }
}

/// <summary>A folder that goes when the test ends.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("vtkit-contract-").FullName;

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public async Task<string> WriteAsync(string name, byte[] content)
    {
        await File.WriteAllBytesAsync(At(name), content);
        return At(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
