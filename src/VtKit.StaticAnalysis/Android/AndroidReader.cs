using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis;

/// <summary>
/// An Android package in the shape of <c>androguard</c>, named after the tool that the service asks. What the service adds from
/// elsewhere (descriptions of permissions, marks for risk, the tool's version) is left out.
/// </summary>
internal static class AndroidReader
{
    private const int MaxManifest = 8 << 20;
    private const int Package = 1;

    public static async ValueTask<JsonObject> ReadAsync(ContentView view, ZipDirectory directory, AnalysisScope scope, CancellationToken cancellationToken)
    {
        ZipEntry? manifestEntry = null;
        var signature = new AndroidSignature(view, directory);
        await foreach (var entry in directory.EntriesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (entry.Name == "AndroidManifest.xml") manifestEntry ??= entry;
            else await signature.LookAsync(entry, cancellationToken).ConfigureAwait(false);
        }
        var document = manifestEntry is null ? null
            : await ZipPart.ReadAsync(view, directory, AsAndroidSees(manifestEntry), MaxManifest, cancellationToken).ConfigureAwait(false);
        var manifest = document is null ? null : AndroidManifest.Read(document, cancellationToken);
        if (manifest is null) scope.Problem("The package's AndroidManifest.xml cannot be read.");
        var info = new JsonObject
        {
            [Part.AndroidInfo.AndroidApplication] = Package,
            [Part.AndroidInfo.AndroidApplicationInfo] = "APK",
            [Part.AndroidInfo.AndroidApplicationError] = manifest is null,
        };
        if (manifest is not null) Describe(info, manifest);
        if (await signature.ReadAsync(scope, cancellationToken).ConfigureAwait(false) is { } certificate) info[Part.AndroidInfo.Certificate] = certificate;
        return info;
    }

    /// <summary>Android passes over the mark of encryption, and takes what is packed in an unknown way for unpacked: malware hides its manifest so.</summary>
    private static ZipEntry AsAndroidSees(ZipEntry entry) =>
        entry.Method == 8 ? entry with { Flags = 0 } : entry with { Flags = 0, Method = 0, PackedSize = entry.Size };

    private static void Describe(JsonObject info, AndroidManifest manifest)
    {
        Add(Part.AndroidInfo.Package, manifest.Package);
        Add(Part.AndroidInfo.MainActivity, manifest.MainActivity);
        Add(Part.AndroidInfo.AndroidVersionCode, manifest.VersionCode);
        Add(Part.AndroidInfo.AndroidVersionName, manifest.VersionName);
        Add(Part.AndroidInfo.MinSdkVersion, manifest.MinSdk);
        Add(Part.AndroidInfo.TargetSdkVersion, manifest.TargetSdk);
        var filters = new JsonObject();
        foreach (var (name, components) in Kinds(manifest))
        {
            info.AddTexts(name, components.Names.Items);
            if (components.Filters.Count == 0) continue;
            var kind = new JsonObject();
            foreach (var (component, filter) in components.Filters) kind[component] = Filter(filter);
            filters[name] = kind;
        }
        info.AddTexts(Part.AndroidInfo.Libraries, manifest.Libraries.Items);
        if (manifest.Permissions.Items.Count > 0) info[Part.AndroidInfo.PermissionDetails] = Permissions(manifest);
        if (filters.Count > 0) info[Part.AndroidInfo.IntentFilters] = filters;

        void Add(string member, string? value)
        {
            if (value is not null) info[member] = value;
        }
    }

    private static (string Name, AndroidComponents Components)[] Kinds(AndroidManifest manifest) =>
    [
        (Part.AndroidInfo.Activities, manifest.Activities), (Part.AndroidInfo.Services, manifest.Services),
        (Part.AndroidInfo.Receivers, manifest.Receivers), (Part.AndroidInfo.Providers, manifest.Providers),
    ];

    private static JsonObject Filter(AndroidFilter filter)
    {
        var shape = new JsonObject();
        shape.AddTexts("action", filter.Actions.Items);
        shape.AddTexts("category", filter.Categories.Items);
        return shape;
    }

    private static JsonObject Permissions(AndroidManifest manifest)
    {
        var permissions = new JsonObject();
        foreach (var name in manifest.Permissions.Items)
        {
            var type = manifest.OwnPermissions.TryGetValue(name, out var level) ? AndroidPermissions.Describe(level) : AndroidPermissions.TypeOf(name);
            permissions[name] = type is null ? [] : new JsonObject { [Part.PermissionDetail.PermissionType] = type };
        }
        return permissions;
    }
}
