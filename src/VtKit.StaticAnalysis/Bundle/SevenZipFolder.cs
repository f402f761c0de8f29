namespace VtKit.StaticAnalysis;

/// <summary>A run of packed bytes in a 7z file, and the coders that it passes through.</summary>
internal sealed class SevenZipFolder
{
    private const int MaxCoders = 32;
    private const int MaxProperties = 16;
    private const ulong Aes = 0x06F10701;

    private ulong[] _methods = [];
    private int _outs;
    private int _main;

    /// <summary>Whether one of the coders asks for a password.</summary>
    public bool IsEncrypted { get; private set; }

    /// <summary>The one coder's number; null where there are several.</summary>
    public ulong? Method => _methods is [var method] && PackCount == 1 && _outs == 1 ? method : null;

    /// <summary>What the last coder is told, where that is short.</summary>
    public byte[] Properties { get; private set; } = [];

    /// <summary>Unpacked size.</summary>
    public ulong Size { get; private set; }

    /// <summary>Its checksum, where there is one.</summary>
    public uint? Checksum { get; set; }

    /// <summary>How many packed streams it takes.</summary>
    public int PackCount { get; private set; }

    /// <summary>The names of its coders, as 7-Zip lists them.</summary>
    public string Methods => string.Join(' ', _methods.Reverse().Select(SevenZipMethod.Name));

    public static SevenZipFolder Read(ref SevenZipCursor cursor)
    {
        var folder = new SevenZipFolder();
        var coders = cursor.Count();
        if (coders is 0 or > MaxCoders) cursor.Break();
        else folder._methods = new ulong[coders];
        var ins = 0;
        for (var i = 0; i < coders && !cursor.IsBroken; i++)
        {
            var flags = cursor.Byte();
            // Of a longer number than any the end would be kept; no method has one.
            foreach (var part in cursor.Take((ulong)(flags & 15))) folder._methods[i] = folder._methods[i] << 8 | part;
            folder.IsEncrypted |= folder._methods[i] == Aes;
            var isSimple = (flags & 0x10) == 0;
            ins += isSimple ? 1 : Math.Min(cursor.Count(), MaxCoders);
            folder._outs += isSimple ? 1 : Math.Min(cursor.Count(), MaxCoders);
            if ((flags & 0x20) != 0 && cursor.Take(cursor.Number()) is { Length: <= MaxProperties } properties) folder.Properties = properties.ToArray();
        }
        var bound = folder._outs > 1 ? new HashSet<ulong>() : null;
        for (var i = 0; i < folder._outs - 1 && !cursor.IsBroken; i++)
        {
            cursor.Number();
            bound!.Add(cursor.Number());
        }
        folder.PackCount = Math.Max(0, ins - (folder._outs - 1));
        for (var i = 0; folder.PackCount > 1 && i < folder.PackCount; i++) cursor.Number();
        while (bound is not null && folder._main < folder._outs && bound.Contains((ulong)folder._main)) folder._main++;
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
