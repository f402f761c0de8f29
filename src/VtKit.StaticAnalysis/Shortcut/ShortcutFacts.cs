namespace VtKit.StaticAnalysis;

/// <summary>What a Windows shortcut (<c>.lnk</c>) starts, and what it tells of the machine that it was made on. All of it is text that an attacker may have chosen.</summary>
public sealed record ShortcutFacts
{
    /// <summary>What the shortcut holds and how it behaves, in the words of the format's description (<c>HasArguments</c>, <c>RunAsUser</c>).</summary>
    public required IReadOnlyList<string> Flags { get; init; }

    /// <summary>When the target was made, as noted in the shortcut; null when that says nothing.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>When the target was last opened.</summary>
    public DateTimeOffset? Accessed { get; init; }

    /// <summary>When the target was last changed.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>Size of the target in bytes, as noted.</summary>
    public long TargetSize { get; init; }

    /// <summary>How the window opens: <c>normal</c>, <c>maximized</c>, or <c>minimized</c>, which hides what a script does.</summary>
    public required string Window { get; init; }

    /// <summary>Which picture of <see cref="IconLocation"/> is shown.</summary>
    public int IconIndex { get; init; }

    /// <summary>The target as its list of identifiers names it, which is what Windows opens first.</summary>
    public string? TargetPath { get; init; }

    /// <summary>The target's path on a volume of the machine, or its beginning.</summary>
    public string? LocalPath { get; init; }

    /// <summary>What follows <see cref="LocalPath"/> or <see cref="NetworkShare"/>.</summary>
    public string? CommonPath { get; init; }

    /// <summary>The share that the target lies on.</summary>
    public string? NetworkShare { get; init; }

    /// <summary>Name of the volume that the target lies on.</summary>
    public string? VolumeLabel { get; init; }

    /// <summary>Number of that volume, in hex.</summary>
    public string? VolumeSerial { get; init; }

    /// <summary>What the user reads when pointing at the shortcut.</summary>
    public string? Description { get; init; }

    /// <summary>The target, seen from the shortcut.</summary>
    public string? RelativePath { get; init; }

    /// <summary>Folder that the target starts in.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>What the target is started with.</summary>
    public string? Arguments { get; init; }

    /// <summary>Where the icon lies.</summary>
    public string? IconLocation { get; init; }

    /// <summary>The target's path with variables of the environment in it (<c>%windir%\system32\cmd.exe</c>).</summary>
    public string? EnvironmentPath { get; init; }

    /// <summary>The marks by which Windows follows the target; null when there are none.</summary>
    public ShortcutTracking? Tracking { get; init; }
}

/// <summary>The marks by which Windows follows a file, and what they give away.</summary>
/// <param name="MachineId">NetBIOS name of the machine on which the target last lay.</param>
/// <param name="VolumeId">The volume it last lay on.</param>
/// <param name="FileId">Its last identifier.</param>
/// <param name="BirthVolumeId">The volume it was made on.</param>
/// <param name="BirthFileId">Its first identifier.</param>
public sealed record ShortcutTracking(string MachineId, Guid VolumeId, Guid FileId, Guid BirthVolumeId, Guid BirthFileId)
{
    /// <summary>The network card that is part of an identifier made from time and place (version 1), as six hex pairs; null for others.</summary>
    public string? MacAddress
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            FileId.TryWriteBytes(bytes, bigEndian: true, out _);
            return bytes[6] >> 4 == 1 ? Convert.ToHexStringLower(bytes[10..]).Insert(10, ":").Insert(8, ":").Insert(6, ":").Insert(4, ":").Insert(2, ":") : null;
        }
    }
}
