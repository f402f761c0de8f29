using System.Buffers.Binary;
using System.Text;
using static VtKit.StaticAnalysis.ShortcutText;

namespace VtKit.StaticAnalysis;

/// <summary>Reads a Windows shortcut: its header, then whichever parts the header's flags announce, in their order.</summary>
/// <seealso href="https://learn.microsoft.com/openspecs/windows_protocols/ms-shllink/"/>
internal ref struct ShortcutReader
{
    /// <summary>No part reaches beyond this; what somebody hangs on to a shortcut may be of any size.</summary>
    public const int MaxSize = 1 << 20;

    private const int HeaderSize = 76;
    private const int MaxBlocks = 100;
    private const uint HasTargets = 1, HasLinkInfo = 2, IsUnicode = 0x80, ForcesNoLinkInfo = 0x100;

    private static readonly string[] FlagNames =
    [
        "HasLinkTargetIDList", "HasLinkInfo", "HasName", "HasRelativePath", "HasWorkingDir", "HasArguments", "HasIconLocation", "IsUnicode",
        "ForceNoLinkInfo", "HasExpString", "RunInSeparateProcess", "", "HasDarwinID", "RunAsUser", "HasExpIcon", "NoPidlAlias", "",
        "RunWithShimLayer", "ForceNoLinkTrack", "EnableTargetMetadata", "DisableLinkPathTracking", "DisableKnownFolderTracking",
        "DisableKnownFolderAlias", "AllowLinkToLink", "UnaliasOnSave", "PreferEnvironmentPath", "KeepLocalIDListForUNCTarget",
    ];

    private ReadOnlySpan<byte> _rest;

    /// <summary>Reads what is there of a shortcut; null when not even its header is.</summary>
    public static ShortcutFacts? Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderSize) return null;
        var flags = Number(file, 20);
        var facts = new ShortcutFacts
        {
            Flags = [.. FlagNames.Where((name, bit) => name.Length > 0 && (flags & (1u << bit)) != 0)],
            Created = Time(file[28..]),
            Accessed = Time(file[36..]),
            Modified = Time(file[44..]),
            TargetSize = Number(file, 52),
            IconIndex = (int)Number(file, 56),
            Window = Number(file, 60) switch { 3 => "maximized", 7 => "minimized", _ => "normal" },
        };
        var reader = new ShortcutReader { _rest = file[HeaderSize..] };
        if ((flags & HasTargets) != 0) facts = facts with { TargetPath = ShortcutTarget.Path(reader.Take(Short(reader._rest, 0), 2)) };
        if ((flags & (HasLinkInfo | ForcesNoLinkInfo)) == HasLinkInfo) facts = LinkInfo(facts, reader.Take(Number(reader._rest, 0), 0));
        facts = facts with
        {
            Description = reader.Counted(flags, 2),
            RelativePath = reader.Counted(flags, 3),
            WorkingDirectory = reader.Counted(flags, 4),
            Arguments = reader.Counted(flags, 5),
            IconLocation = reader.Counted(flags, 6),
        };
        for (var blocks = 0; blocks < MaxBlocks && Number(reader._rest, 0) is >= 8 and var size; blocks++) facts = Extra(facts, reader.Take(size, 0));
        return facts;
    }

    /// <summary>Takes the next part, as far as it exists.</summary>
    private ReadOnlySpan<byte> Take(long size, int header)
    {
        var whole = (int)Math.Min(size + header, _rest.Length);
        var part = _rest[Math.Min(header, whole)..whole];
        _rest = _rest[whole..];
        return part;
    }

    private string? Counted(uint flags, int bit)
    {
        if ((flags & (1u << bit)) == 0 || _rest.Length < 2) return null;
        var isWide = (flags & IsUnicode) != 0;
        var text = Take(Short(_rest, 0) * (isWide ? 2L : 1L), 2);
        return isWide ? Encoding.Unicode.GetString(text[..(text.Length & ~1)]) : Encoding.Latin1.GetString(text);
    }

    private static ShortcutFacts LinkInfo(ShortcutFacts facts, ReadOnlySpan<byte> info)
    {
        // A longer header brings the same texts in UTF-16.
        var isLong = Number(info, 4) >= 0x24;
        var flags = Number(info, 8);
        if ((flags & 1) != 0)
        {
            var volume = Slice(info, Number(info, 12), Number(info, Number(info, 12)));
            var label = Number(volume, 12);
            facts = facts with
            {
                VolumeSerial = volume.Length >= 12 ? $"0x{Number(volume, 8):x8}" : null,
                VolumeLabel = label == 0x14 ? Text(volume, Number(volume, 16), isWide: true) : Text(volume, label, isWide: false),
                LocalPath = (isLong ? Text(info, Number(info, 28), isWide: true) : null) ?? Text(info, Number(info, 16), isWide: false),
            };
        }
        if ((flags & 2) != 0)
        {
            var share = Slice(info, Number(info, 20), Number(info, Number(info, 20)));
            var name = Number(share, 8);
            facts = facts with { NetworkShare = (name > 0x14 ? Text(share, Number(share, 20), isWide: true) : null) ?? Text(share, name, isWide: false) };
        }
        return facts with { CommonPath = (isLong ? Text(info, Number(info, 32), isWide: true) : null) ?? Text(info, Number(info, 24), isWide: false) };
    }

    private static ShortcutFacts Extra(ShortcutFacts facts, ReadOnlySpan<byte> block) => Number(block, 4) switch
    {
        0xA000_0001 => facts with { EnvironmentPath = facts.EnvironmentPath ?? Text(block, 268, isWide: true) ?? Text(Slice(block, 0, 268), 8, isWide: false) },
        0xA000_0003 when block.Length >= 96 => facts with
        {
            Tracking = new ShortcutTracking(Text(block[..32], 16, isWide: false) ?? "", new Guid(block[32..48]), new Guid(block[48..64]), new Guid(block[64..80]), new Guid(block[80..96])),
        },
        _ => facts,
    };

    /// <summary>A time of Windows: tenths of microseconds since 1601. Zero stands for none.</summary>
    private static DateTimeOffset? Time(ReadOnlySpan<byte> at)
    {
        var ticks = BinaryPrimitives.ReadInt64LittleEndian(at);
        return ticks > 0 && ticks < DateTimeOffset.MaxValue.ToFileTime() ? DateTimeOffset.FromFileTime(ticks).ToUniversalTime() : null;
    }
}
