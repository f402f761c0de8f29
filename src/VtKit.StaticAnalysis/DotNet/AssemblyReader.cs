using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Text;
using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis;

/// <summary>What the metadata of a .NET program says, in the shapes of <c>dot_net_assembly</c> and <c>dot_net_guids</c>.</summary>
internal static class AssemblyReader
{
    private const int MaxMetadata = 32 << 20;
    private const int MaxStreams = 16;
    private const int MaxNames = 4096;

    private static readonly (uint Flag, string Name)[] Flags =
    [
        (0x1, "COMIMAGE_FLAGS_ILONLY"), (0x2, "COMIMAGE_FLAGS_32BITREQUIRED"), (0x4, "COMIMAGE_FLAGS_IL_LIBRARY"), (0x8, "COMIMAGE_FLAGS_STRONGNAMESIGNED"),
        (0x10, "COMIMAGE_FLAGS_NATIVE_ENTRYPOINT"), (0x10000, "COMIMAGE_FLAGS_TRACKDEBUGDATA"), (0x20000, "COMIMAGE_FLAGS_32BITPREFERRED"),
    ];

    public static async ValueTask<(JsonObject? Assembly, JsonObject? Guids)> ReadAsync(ContentView view, PeImage image, AnalysisScope scope, CancellationToken cancellationToken)
    {
        var directory = image.Header.Directory(PeHeader.DotNetDirectory);
        if (image.Offset(directory.Address) is not { } at || await view.ReadExactlyAsync(at, 0x48, cancellationToken).ConfigureAwait(false) is not { } header) return default;
        var metadataAt = Number(header, 8);
        var flags = Number(header, 16);
        var assembly = new JsonObject
        {
            [Part.DotNetAssembly.MetadataHeaderRva] = metadataAt,
            [Part.DotNetAssembly.AssemblyFlags] = flags,
            [Part.DotNetAssembly.EntryPointToken] = Number(header, 20),
            [Part.DotNetAssembly.ResourcesVa] = Number(header, 24),
            [Part.DotNetAssembly.StrongnameVa] = Number(header, 32),
        };
        var words = string.Join(", ", Flags.Where(flag => (flags & flag.Flag) != 0).Select(flag => flag.Name));
        if (words.Length > 0) assembly[Part.DotNetAssembly.AssemblyFlagsTxt] = words;
        var size = Number(header, 12);
        if (image.Offset(metadataAt) is not { } offset || size > MaxMetadata
            || await view.ReadExactlyAsync(offset, (int)size, cancellationToken).ConfigureAwait(false) is not { } metadata
            || !metadata.AsSpan().StartsWith("BSJB"u8))
        {
            scope.Problem("The .NET metadata of the PE file is too large, or leads outside the file.");
            return (assembly, null);
        }
        Streams(metadata, assembly);
        var guids = new JsonObject();
        try
        {
            using var provider = MetadataReaderProvider.FromMetadataImage(ImmutableArray.Create(metadata));
            Names(provider.GetMetadataReader(), assembly, guids);
        }
        catch (Exception exception) when (exception is BadImageFormatException or ArgumentException or OverflowException or InvalidOperationException or IndexOutOfRangeException)
        {
            scope.Problem("The .NET metadata of the PE file is damaged: some names are missing.");
        }
        return (assembly, guids.Count > 0 ? guids : null);
    }

    private static void Streams(byte[] metadata, JsonObject assembly)
    {
        if (metadata.Length < 20) return;
        assembly[Part.DotNetAssembly.ClrMetaVersion] = $"{Short(metadata, 4)}.{Short(metadata, 6)}";
        var length = Number(metadata, 12);
        if (length > 256 || 20 + length > metadata.Length) return;
        assembly[Part.DotNetAssembly.ClrVersion] = Encoding.UTF8.GetString(metadata, 16, (int)length).TrimEnd('\0');
        var count = Math.Min(MaxStreams, (int)Short(metadata, 16 + (int)length + 2));
        var at = 16 + (int)length + 4;
        var streams = new JsonObject();
        for (var i = 0; i < count && at + 12 <= metadata.Length; i++)
        {
            var (start, size) = (Number(metadata, at), Number(metadata, at + 4));
            var end = metadata.AsSpan(at + 8).IndexOf((byte)0);
            if (end is < 0 or > 32 || start > metadata.Length || size > metadata.Length - start) break;
            var name = Encoding.Latin1.GetString(metadata, at + 8, end);
            at += 8 + ((end + 4) & ~3);
            var bytes = metadata.AsSpan((int)start, (int)size);
            var statistics = new ByteStatistics();
            statistics.Add(bytes);
            streams[name] = new JsonObject
            {
                [Part.DotNetStream.Size] = size,
                [Part.DotNetStream.Md5] = Md5(bytes),
                [Part.DotNetStream.Entropy] = (double)(float)statistics.Entropy,
                [Part.DotNetStream.Chi2] = (double)(float)statistics.ChiSquared,
            };
            if (name is "#~" or "#-" && bytes.Length >= 16)
            {
                var present = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
                assembly[Part.DotNetAssembly.TablesPresent] = BitOperations.PopCount(present);
                assembly[Part.DotNetAssembly.TablesPresentMap] = present.ToString("x", System.Globalization.CultureInfo.InvariantCulture);
            }
        }
        if (streams.Count > 0) assembly[Part.DotNetAssembly.Streams] = streams;
    }

    private static string Md5(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(bytes));

    private static void Names(MetadataReader reader, JsonObject assembly, JsonObject guids)
    {
        var module = reader.GetModuleDefinition();
        assembly[Part.DotNetAssembly.AssemblyName] = reader.GetString(module.Name);
        guids[Part.DotNetGuids.Mvid] = reader.GetGuid(module.Mvid).ToString();
        if (reader.IsAssembly)
        {
            var definition = reader.GetAssemblyDefinition();
            assembly[Part.DotNetAssembly.AssemblyData] = new JsonObject
            {
                ["name"] = reader.GetString(definition.Name),
                ["majorversion"] = definition.Version.Major,
                ["minorversion"] = definition.Version.Minor,
                ["buildnumber"] = definition.Version.Build,
                ["revisionnumber"] = definition.Version.Revision,
                ["hashalgid"] = (int)definition.HashAlgorithm,
                ["flags"] = (int)definition.Flags,
            };
        }
        var needed = new JsonObject();
        foreach (var handle in reader.AssemblyReferences.Take(MaxNames))
        {
            var reference = reader.GetAssemblyReference(handle);
            needed[reader.GetString(reference.Name)] = new JsonObject { ["version"] = reference.Version.ToString() };
        }
        if (needed.Count > 0) assembly[Part.DotNetAssembly.ExternalAssemblies] = needed;
        assembly.AddTexts(Part.DotNetAssembly.ExternalModules, [.. Enumerable.Range(1, Math.Min(MaxNames, reader.GetTableRowCount(TableIndex.ModuleRef)))
            .Select(row => reader.GetString(reader.GetModuleReference(MetadataTokens.ModuleReferenceHandle(row)).Name))]);
        assembly.AddTexts(Part.DotNetAssembly.ManifestResource, [.. reader.ManifestResources.Take(MaxNames).Select(handle => reader.GetString(reader.GetManifestResource(handle).Name))]);
        Types(reader, assembly);
    }

    // In the service's reports, this list holds the types that are used from elsewhere, in the order of their table.
    private static void Types(MetadataReader reader, JsonObject assembly)
    {
        var namespaces = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var handle in reader.TypeReferences.Take(MaxNames))
        {
            var reference = reader.GetTypeReference(handle);
            var name = reader.GetString(reference.Namespace);
            // Types inside other types have no namespace of their own.
            if (name.Length == 0) continue;
            if (!namespaces.TryGetValue(name, out var types)) namespaces[name] = types = [];
            types.Add(reader.GetString(reference.Name));
        }
        assembly.AddList(Part.DotNetAssembly.TypeDefinitionList, [.. namespaces.Select(pair => new JsonObject
        {
            [Part.DotNetNamespace.Namespace] = pair.Key,
            [Part.DotNetNamespace.TypeDefinitions] = Shape.Texts(pair.Value),
        })]);
    }

    private static uint Number(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private static ushort Short(byte[] bytes, int at) => at + 2 > bytes.Length ? (ushort)0 : BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));
}
