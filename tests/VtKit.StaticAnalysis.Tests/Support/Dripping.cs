namespace VtKit.StaticAnalysis.Tests;

/// <summary>Gives few bytes at a time.</summary>
internal sealed class Dripping(byte[] content, int most = 997) : MemoryStream(content)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, most)], cancellationToken);
}
