namespace VtKit.StaticAnalysis;

/// <summary>A run of packed bytes in a 7z file, and the coders that it passes through.</summary>
internal sealed class SevenZipFolder
{
    private const int MaxCoders = 32;

    private int _outs;
    private int _main;

    /// <summary>Whether one of the coders asks for a password.</summary>
    public bool IsEncrypted { get; private set; }

    /// <summary>Unpacked size.</summary>
    public ulong Size { get; private set; }

    public static SevenZipFolder Read(ref SevenZipCursor cursor)
    {
        var folder = new SevenZipFolder();
        var coders = cursor.Count();
        if (coders is 0 or > MaxCoders) cursor.Break();
        var ins = 0;
        for (var i = 0; i < coders && !cursor.IsBroken; i++)
        {
            var flags = cursor.Byte();
            // AES-256 with the hash SHA-256.
            folder.IsEncrypted |= cursor.Take((ulong)(flags & 15)).SequenceEqual<byte>([0x06, 0xF1, 0x07, 0x01]);
            var isSimple = (flags & 0x10) == 0;
            ins += isSimple ? 1 : Math.Min(cursor.Count(), MaxCoders);
            folder._outs += isSimple ? 1 : Math.Min(cursor.Count(), MaxCoders);
            if ((flags & 0x20) != 0) cursor.Take(cursor.Number());
        }
        var bound = new HashSet<ulong>();
        for (var i = 0; i < folder._outs - 1 && !cursor.IsBroken; i++)
        {
            cursor.Number();
            bound.Add(cursor.Number());
        }
        var packed = ins - (folder._outs - 1);
        for (var i = 0; packed > 1 && i < packed; i++) cursor.Number();
        while (folder._main < folder._outs && bound.Contains((ulong)folder._main)) folder._main++;
        return folder;
    }

    /// <summary>The size of a folder is that of the one stream that none of its coders takes further.</summary>
    public void ReadSize(ref SevenZipCursor cursor)
    {
        for (var i = 0; i < _outs; i++)
        {
            var size = cursor.Number();
            if (i == _main) Size = size;
        }
    }
}
