using System.Collections.Concurrent;

namespace VtKit;

/// <summary>What decoding needs much of, kept from one package to the next: tables of decoders, and room for blocks.</summary>
internal sealed class Bzip2Memory
{
    private readonly ConcurrentBag<Bzip2Block> _decoders = [];
    private readonly ConcurrentBag<byte[]> _blocks = [];

    public Bzip2Block TakeDecoder() => _decoders.TryTake(out var decoder) ? decoder : new Bzip2Block();

    public void Return(Bzip2Block decoder) => _decoders.Add(decoder);

    /// <summary>Room for any block.</summary>
    public byte[] TakeBlock() => _blocks.TryTake(out var block) ? block : GC.AllocateUninitializedArray<byte>(Bzip2Format.MaxBlock);

    public void Return(byte[] block) => _blocks.Add(block);
}
