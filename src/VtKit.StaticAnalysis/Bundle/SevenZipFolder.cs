namespace VtKit.StaticAnalysis;

/// <summary>A step of unpacking: its method, what it is told where that is short, and how much comes out of it.</summary>
internal sealed record SevenZipCoder(ulong Method, byte[] Properties, ulong Size)
{
    public bool IsSupported => Method switch
    {
        SevenZipMethod.Copy or SevenZipMethod.Deflate or SevenZipMethod.Bcj or SevenZipMethod.X86 => true,
        SevenZipMethod.Lzma => Properties.Length >= LzmaStream.PropertiesSize,
        SevenZipMethod.Lzma2 => Properties.Length >= 1,
        _ => false,
    };
}

/// <summary>A run of packed bytes in a 7z file, and the coders that it passes through.</summary>
internal sealed class SevenZipFolder
{
    private const int MaxCoders = 32;
    private const int MaxProperties = 16;
    private const ulong Aes = 0x06F10701;

    private readonly List<int> _chain = [];
    private ulong[] _methods = [];
    private byte[][] _properties = [];
    private ulong[] _sizes = [];
    private int _outs;
    private int _main;

    /// <summary>Whether one of the coders asks for a password.</summary>
    public bool IsEncrypted { get; private set; }

    /// <summary>The coders in the order in which the packed bytes pass through them; none where they are no chain.</summary>
    public IEnumerable<SevenZipCoder> Chain => _chain.Select(at => new SevenZipCoder(_methods[at], _properties[at], _sizes[at]));

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
        else (folder._methods, folder._properties) = (new ulong[coders], new byte[coders][]);
        Array.Fill(folder._properties, []);
        var (ins, isChain) = (0, true);
        for (var i = 0; i < coders && !cursor.IsBroken; i++)
        {
            var flags = cursor.Byte();
            // Of a longer number than any the end would be kept; no method has one.
            foreach (var part in cursor.Take((ulong)(flags & 15))) folder._methods[i] = folder._methods[i] << 8 | part;
            folder.IsEncrypted |= folder._methods[i] == Aes;
            var isSimple = (flags & 0x10) == 0;
            isChain &= isSimple;
            ins += isSimple ? 1 : Math.Min(cursor.Count(), MaxCoders);
            folder._outs += isSimple ? 1 : Math.Min(cursor.Count(), MaxCoders);
            if ((flags & 0x20) != 0 && cursor.Take(cursor.Number()) is { Length: <= MaxProperties } properties) folder._properties[i] = properties.ToArray();
        }
        folder._sizes = new ulong[folder._outs];
        // Which coder's output goes into which input.
        var bound = folder._outs > 1 ? new Dictionary<ulong, ulong>() : null;
        for (var i = 0; i < folder._outs - 1 && !cursor.IsBroken; i++)
        {
            var input = cursor.Number();
            bound![cursor.Number()] = input;
        }
        folder.PackCount = Math.Max(0, ins - (folder._outs - 1));
        for (var i = 0; folder.PackCount > 1 && i < folder.PackCount; i++) cursor.Number();
        while (bound is not null && folder._main < folder._outs && bound.ContainsKey((ulong)folder._main)) folder._main++;
        if (isChain && folder.PackCount == 1) folder.Link(bound);
        return folder;
    }

    /// <summary>The size of a folder is that of the one stream that none of its coders takes further.</summary>
    public void ReadSize(ref SevenZipCursor cursor)
    {
        for (var i = 0; i < _outs; i++) _sizes[i] = cursor.Number();
        if (_main < _outs) Size = _sizes[_main];
    }

    // From the coder that gives the content back to the one that takes the packed bytes. Of simple coders input and output have the coder's own number.
    private void Link(Dictionary<ulong, ulong>? bound)
    {
        var at = _main;
        while (at < _methods.Length && !_chain.Contains(at))
        {
            _chain.Insert(0, at);
            at = bound?.Where(pair => pair.Value == (ulong)at).Select(pair => (int)Math.Min(pair.Key, int.MaxValue)).DefaultIfEmpty(int.MaxValue).First() ?? int.MaxValue;
        }
        if (_chain.Count != _methods.Length) _chain.Clear();
    }
}
