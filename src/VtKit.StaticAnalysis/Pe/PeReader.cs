using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis;

/// <summary>Builds the facts about a Windows executable.</summary>
internal static class PeReader
{
    public static async ValueTask<PeFacts> ReadAsync(ContentView view, PeHeader header, AnalysisScope scope, CancellationToken cancellationToken)
    {
        var image = await PeImage.ReadAsync(view, header, scope, cancellationToken).ConfigureAwait(false);
        var facts = new PeFacts
        {
            MachineType = header.Machine,
            Timestamp = header.Timestamp == 0 ? null : header.Timestamp,
            EntryPoint = header.EntryPoint == 0 ? null : header.EntryPoint,
            Is64Bit = header.Is64Bit,
            IsDll = header.IsDll,
            IsDotNet = IsDotNet(image),
            Subsystem = header.Subsystem,
        };
        // Names first: they are small reads. Hashing whole sections is what can use the time up.
        var imports = await PeImports.ReadAsync(view, image, scope, cancellationToken).ConfigureAwait(false);
        facts = facts with { Imports = imports.Libraries, Imphash = imports.Imphash };
        facts = facts with { Exports = await ExportsAsync(view, image, scope, cancellationToken).ConfigureAwait(false) };
        facts = await StructureAsync(view, image, facts, scope, cancellationToken).ConfigureAwait(false);
        // Sections of a sound file share no bytes: together with the overlay they are at most the file, once.
        var budget = view.Length * 2;
        var spent = false;
        var sections = new List<PeSection>();
        foreach (var section in image.Sections)
        {
            var size = Math.Clamp(view.Length - section.RawAddress, 0, section.RawSize);
            budget -= size;
            var content = budget < 0 || spent ? null : await TryMeasureAsync(section.RawAddress, size).ConfigureAwait(false);
            if (size < section.RawSize) scope.Problem($"The section '{section.Name}' reaches beyond the end of the file.");
            sections.Add(new PeSection(section.Name, section.VirtualAddress, section.VirtualSize, section.RawSize, section.Flags,
                content is null ? null : Math.Round(content.Entropy, 2), content?.Md5, content?.Chi2));
        }
        if (budget < 0) scope.Problem("The sections overlap: some are not hashed.");
        var (overlay, overlaySha256) = spent ? default : await OverlayAsync().ConfigureAwait(false);
        return facts with { Sections = sections, Overlay = overlay, OverlaySha256 = overlaySha256 };

        // When the time is up, the names that were read before are still worth having.
        async ValueTask<Measures?> TryMeasureAsync(long offset, long size)
        {
            try
            {
                return await Measures.OfAsync(view, offset, size, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!scope.IsCancelled)
            {
                spent = true;
                scope.Problem("The time was up while the sections were hashed.");
                return null;
            }
        }

        async ValueTask<(PeOverlay?, string?)> OverlayAsync()
        {
            var end = image.Sections.Where(s => s.RawSize > 0).Select(s => (long)s.RawAddress + s.RawSize).DefaultIfEmpty().Max();
            var size = view.Length - end;
            // Without sections there is nothing that it could follow.
            if (end == 0 || size <= 0 || budget < size || await TryMeasureAsync(end, size).ConfigureAwait(false) is not { } content) return default;
            var head = await view.ReadUpToAsync((ulong)end, TypeDetector.HeadSize, CancellationToken.None).ConfigureAwait(false);
            // Here the service writes entropy in single precision, unrounded.
            return (new PeOverlay(end, size, content.Md5, (float)content.Entropy, content.Chi2, TypeDetector.Sniff(head, size).ContentName), content.Sha256);
        }
    }

    /// <summary>What lies in the other directories. When the time is up, what was read until then stays.</summary>
    private static async ValueTask<PeFacts> StructureAsync(ContentView view, PeImage image, PeFacts facts, AnalysisScope scope, CancellationToken cancellationToken)
    {
        try
        {
            if (await PeRich.ReadAsync(view, image.Header, cancellationToken).ConfigureAwait(false) is { } rich)
                facts = facts with { RichHash = rich.Hash, CompilerProducts = rich.Products };
            facts = facts with { Debug = await PeDebugEntries.ReadAsync(view, image, cancellationToken).ConfigureAwait(false) };
            var signature = new JsonObject();
            var resources = new PeResources(view, image, scope);
            facts = facts with { Resources = await resources.ReadAsync(cancellationToken).ConfigureAwait(false) };
            await PeVersion.AddAsync(view, resources, signature, cancellationToken).ConfigureAwait(false);
            if (await Authenticode.HashAsync(view, image.Header, HashAlgorithmName.SHA256, cancellationToken).ConfigureAwait(false) is { } hash)
                facts = facts with { Authentihash = Convert.ToHexStringLower(hash) };
            facts = facts with { SignatureFits = await PeSignature.AddAsync(view, image.Header, signature, scope, cancellationToken).ConfigureAwait(false) };
            if (signature.Count > 0) facts.Structures[Attr.File.SignatureInfo] = signature;
            if (!facts.IsDotNet) return facts;
            var (assembly, guids) = await AssemblyReader.ReadAsync(view, image, scope, cancellationToken).ConfigureAwait(false);
            if (assembly is not null) facts.Structures[Attr.File.DotNetAssembly] = assembly;
            if (guids is not null) facts.Structures[Attr.File.DotNetGuids] = guids;
        }
        catch (OperationCanceledException) when (!scope.IsCancelled)
        {
            scope.Problem("The time was up while the directories of the PE file were read.");
        }
        return facts;
    }

    /// <summary>Whether there is a CLR header that the loader would accept: present and inside the image.</summary>
    internal static bool IsDotNet(PeImage image)
    {
        var directory = image.Header.Directory(PeHeader.DotNetDirectory);
        return directory is { Address: not 0, Size: >= 0x48 } && image.Offset(directory.Address) is not null;
    }

    private static async ValueTask<IReadOnlyList<string>> ExportsAsync(ContentView view, PeImage image, AnalysisScope scope, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        var directory = image.Header.Directory(PeHeader.ExportDirectory);
        if (directory.Address == 0) return names;
        var table = image.Offset(directory.Address) is { } offset ? await view.ReadExactlyAsync(offset, 40, cancellationToken).ConfigureAwait(false) : null;
        if (table is null)
        {
            scope.Problem("The export directory of the PE file leads outside the file.");
            return names;
        }
        var count = BinaryPrimitives.ReadUInt32LittleEndian(table.AsSpan(24));
        var pointers = BinaryPrimitives.ReadUInt32LittleEndian(table.AsSpan(32));
        if (count > (uint)scope.Options.MaxSymbols) scope.Problem($"The PE file claims {count} exported names: at most {scope.Options.MaxSymbols} are listed.");
        count = Math.Min(count, (uint)scope.Options.MaxSymbols);
        var pointer = new byte[4];
        for (var i = 0u; i < count && pointers <= uint.MaxValue - 4 * (i + 1); i++)
        {
            if (image.Offset(pointers + 4 * i) is not { } at || await view.ReadAsync(at, pointer, cancellationToken).ConfigureAwait(false) < 4) break;
            if (image.Offset(BinaryPrimitives.ReadUInt32LittleEndian(pointer)) is not { } nameAt) continue;
            var name = await view.ReadTextAsync(nameAt, 512, cancellationToken).ConfigureAwait(false);
            // C++ names are written with all printable characters; anything else is no name.
            if (!string.IsNullOrEmpty(name) && name.All(c => c is > ' ' and <= '~')) names.Add(name);
        }
        names.Sort(StringComparer.Ordinal);
        return names;
    }
}
