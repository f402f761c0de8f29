using System.Text;

namespace VtKit.StaticAnalysis;

/// <summary>Describes an ELF file in one line, as <c>file(1)</c> does.</summary>
internal static class ElfMagic
{
    /// <summary>The segment that names the loader.</summary>
    public const uint InterpreterSegment = 3;

    private const int MaxNotes = 64 * 1024;

    public static async ValueTask<string> DescribeAsync(ContentView view, ElfImage image, ElfSymbols.Dynamic? dynamic, CancellationToken cancellationToken)
    {
        var line = new StringBuilder("ELF ");
        line.Append(image.Is64Bit ? "64-bit " : "32-bit ").Append(image.IsBigEndian ? "MSB " : "LSB ");
        line.Append(image.Type switch
        {
            1 => "relocatable",
            2 => "executable",
            3 when dynamic is { IsPie: true } => "pie executable",
            3 => "shared object",
            4 => "core file",
            _ => $"*unknown type {image.Type:x}*",
        });
        var variant = Variant(image);
        line.Append(", ").Append(ElfNames.MagicMachine(image.Machine)).Append(variant).Append(variant.Length == 0 ? ", " : " ");
        line.Append(image.ObjectVersion == 1 ? "version 1" : "invalid version").Append($" ({ElfNames.MagicAbi(image.OsAbi)})");
        if (image.Type is 2 or 3)
        {
            var interpreter = await InterpreterAsync(view, image, cancellationToken).ConfigureAwait(false);
            line.Append(dynamic is null ? ", statically linked" : interpreter is null && dynamic.IsPie ? ", static-pie linked" : ", dynamically linked");
            if (interpreter is not null) line.Append(", interpreter ").Append(interpreter);
        }
        await AppendNotesAsync(line, view, image, cancellationToken).ConfigureAwait(false);
        if (image.Type is 1 or 2 or 3)
        {
            if (image.Sections.Any(s => s.Name == ".debug_info")) line.Append(", with debug_info");
            line.Append(image.Sections.Any(s => s.Type == 2) ? ", not stripped" : ", stripped");
        }
        return line.ToString();
    }

    private static string Variant(ElfImage image) => image.Machine switch
    {
        40 when image.Flags >> 24 is > 0 and <= 5 and var version => $", EABI{version}",
        8 => (image.Flags >> 28) switch
        {
            0 => ", MIPS-I",
            1 => ", MIPS-II",
            2 => ", MIPS-III",
            3 => ", MIPS-IV",
            4 => ", MIPS-V",
            5 => ", MIPS32",
            6 => ", MIPS64",
            7 => ", MIPS32 rel2",
            8 => ", MIPS64 rel2",
            9 => ", MIPS32 rel6",
            10 => ", MIPS64 rel6",
            _ => "",
        },
        _ => "",
    };

    private static async ValueTask<string?> InterpreterAsync(ContentView view, ElfImage image, CancellationToken cancellationToken)
    {
        var segment = image.Segments.FirstOrDefault(s => s.Type == InterpreterSegment);
        if (segment is null) return null;
        var text = await view.ReadTextAsync(segment.Offset, (int)Math.Min(segment.FileSize, 256), cancellationToken).ConfigureAwait(false);
        return string.IsNullOrEmpty(text) ? null : new string([.. text.Select(c => c is >= ' ' and <= '~' ? c : '?')]);
    }

    private static async ValueTask AppendNotesAsync(StringBuilder line, ContentView view, ElfImage image, CancellationToken cancellationToken)
    {
        string? buildId = null, system = null;
        var places = image.Segments.Count > 0
            ? image.Segments.Where(s => s.Type == 4).Select(s => (s.Offset, Size: s.FileSize))
            : image.Sections.Where(s => s.Type == 7).Select(s => (s.Offset, s.Size));
        foreach (var (offset, size) in places.Take(16))
            Read(await view.ReadUpToAsync(offset, (int)Math.Min(size, MaxNotes), cancellationToken).ConfigureAwait(false));
        if (buildId is not null) line.Append(", BuildID").Append(buildId);
        if (system is not null) line.Append(system);

        void Read(ReadOnlySpan<byte> notes)
        {
            var order = image.Order;
            while (notes.Length >= 12)
            {
                var nameSize = order.U32(notes, 0);
                var bodySize = order.U32(notes, 4);
                var type = order.U32(notes, 8);
                notes = notes[12..];
                var nameRoom = Padded(nameSize);
                var bodyRoom = Padded(bodySize);
                if (nameRoom > (ulong)notes.Length || bodySize > (ulong)notes.Length - nameRoom) return;
                var isGnu = nameSize == 4 && notes[..4].SequenceEqual("GNU\0"u8);
                var body = notes.Slice((int)nameRoom, (int)bodySize);
                if (isGnu && type == 3 && body.Length is >= 4 and <= 20)
                    buildId ??= (body.Length == 20 ? "[sha1]=" : body.Length == 16 ? "[md5/uuid]=" : body.Length == 8 ? "[xxHash]=" : "=") + Convert.ToHexStringLower(body);
                if (isGnu && type == 1 && body.Length >= 16)
                    system ??= (order.U32(body, 0) == 0 ? ", for GNU/Linux " : ", for ") + $"{order.U32(body, 4)}.{order.U32(body, 8)}.{order.U32(body, 12)}";
                notes = notes[(int)Math.Min(nameRoom + bodyRoom, (ulong)notes.Length)..];
            }
        }

        static ulong Padded(uint size) => (size + 3UL) & ~3UL;
    }
}
