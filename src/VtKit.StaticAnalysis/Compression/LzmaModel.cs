using System.Runtime.InteropServices;

namespace VtKit.StaticAnalysis;

/// <summary>The three numbers that a model of LZMA is made by.</summary>
/// <param name="Context">Bits of the byte before that choose how a literal is read.</param>
/// <param name="Position">Low bits of the position that choose it, too.</param>
/// <param name="Place">Low bits of the position that everything else depends on.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LzmaModel(int Context, int Position, int Place)
{
    /// <summary>Context and position bits together. Four is what programs write; each further one doubles the memory.</summary>
    private const int MaxLiteralBits = 8;

    /// <summary>How many chances the literals have.</summary>
    public int LiteralChances => 0x300 << (Context + Position);

    /// <summary>Reads the byte that holds all three.</summary>
    /// <exception cref="InvalidDataException">There is no such model.</exception>
    public static LzmaModel Read(byte packed)
    {
        var model = new LzmaModel(packed % 9, packed / 9 % 5, packed / 45);
        if (model.Place > 4) throw new InvalidDataException();
        if (model.Context + model.Position > MaxLiteralBits) throw new LeftPackedException("is packed with a model that takes too much memory: it is left out.");
        return model;
    }
}
