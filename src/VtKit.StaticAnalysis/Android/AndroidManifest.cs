namespace VtKit.StaticAnalysis;

/// <summary>What an Android package says about itself: the manifest, read from its binary form.</summary>
internal sealed class AndroidManifest
{
    // Android's numbers for attributes; a manifest may leave their names out, or give wrong ones.
    private const uint NameId = 0x0101_0003, ProtectionLevelId = 0x0101_0009, EnabledId = 0x0101_000E, MinSdkId = 0x0101_020C,
        VersionCodeId = 0x0101_021B, VersionNameId = 0x0101_021C, TargetSdkId = 0x0101_0270;
    private const int MaxTags = 200_000;

    private int _filterItems;
    private bool _mainIsAlias;

    public string? Package { get; private set; }
    public string? VersionCode { get; private set; }
    public string? VersionName { get; private set; }
    public string? MinSdk { get; private set; }
    public string? TargetSdk { get; private set; }

    /// <summary>The activity that a launcher starts: a real one rather than another name for one.</summary>
    public string? MainActivity { get; private set; }

    public AndroidComponents Activities { get; } = new();
    public AndroidComponents Services { get; } = new();
    public AndroidComponents Receivers { get; } = new();
    public AndroidComponents Providers { get; } = new();
    public AndroidNames Libraries { get; } = new();
    public AndroidNames Permissions { get; } = new();

    /// <summary>The permissions that the package makes itself, with their level of protection where it gives one.</summary>
    public Dictionary<string, string?> OwnPermissions { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads a manifest; null when the bytes are none.</summary>
    public static AndroidManifest? Read(byte[] document, CancellationToken cancellationToken)
    {
        if (!BinaryXmlReader.Is(document)) return null;
        var manifest = new AndroidManifest();
        manifest.Walk(new BinaryXmlReader(document), cancellationToken);
        return manifest;
    }

    private void Walk(BinaryXmlReader xml, CancellationToken cancellationToken)
    {
        Component? current = null;
        for (var tags = 0; tags < MaxTags && xml.Read(); tags++)
        {
            if ((tags & 0xFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            if (ComponentsOf(xml.Name) is { } components) current = xml.IsStart ? Begin(xml, components) : null;
            else if (xml.Name == "intent-filter" && current is not null) End(current);
            else if (xml.IsStart) Element(xml, current);
        }
    }

    private AndroidComponents? ComponentsOf(string element) => element switch
    {
        "activity" or "activity-alias" => Activities,
        "service" => Services,
        "receiver" => Receivers,
        "provider" => Providers,
        _ => null,
    };

    private Component? Begin(BinaryXmlReader xml, AndroidComponents components)
    {
        if (xml.Attribute(NameId, "name") is not { Length: > 0 } name) return null;
        name = WholeName(name);
        var isAlias = xml.Name == "activity-alias";
        if (!isAlias) components.Names.Add(name);
        return new Component(components, name, isAlias, xml.Attribute(EnabledId, "enabled") != "false");
    }

    private void End(Component component)
    {
        // Of several that a launcher shows, the first one in the manifest stands.
        if (component is { IsMain: true, IsLaunched: true, IsEnabled: true } && component.Components == Activities
            && (MainActivity is null || (_mainIsAlias && !component.IsAlias)))
            (MainActivity, _mainIsAlias) = (component.Name, component.IsAlias);
        component.IsMain = component.IsLaunched = false;
    }

    private void Element(BinaryXmlReader xml, Component? current)
    {
        switch (xml.Name)
        {
            case "manifest":
                Package ??= xml.Attribute(0, "package");
                VersionCode ??= xml.Attribute(VersionCodeId, "versionCode");
                VersionName ??= xml.Attribute(VersionNameId, "versionName");
                break;
            case "uses-sdk":
                MinSdk ??= xml.Attribute(MinSdkId, "minSdkVersion");
                TargetSdk ??= xml.Attribute(TargetSdkId, "targetSdkVersion");
                break;
            case "uses-permission" or "uses-permission-sdk-23":
                Permissions.Add(xml.Attribute(NameId, "name"));
                break;
            case "permission" when OwnPermissions.Count < AndroidNames.Most && xml.Attribute(NameId, "name") is { Length: > 0 } name:
                OwnPermissions.TryAdd(name, xml.Attribute(ProtectionLevelId, "protectionLevel"));
                break;
            case "uses-library":
                Libraries.Add(xml.Attribute(NameId, "name"));
                break;
            case "action" or "category" when current is not null && xml.Attribute(NameId, "name") is { Length: > 0 } value:
                AddToFilter(current, xml.Name == "action", value);
                break;
        }
    }

    private void AddToFilter(Component current, bool isAction, string value)
    {
        current.IsMain |= isAction && value == "android.intent.action.MAIN";
        current.IsLaunched |= !isAction && value == "android.intent.category.LAUNCHER";
        if (++_filterItems > AndroidNames.Most) return;
        var filter = current.Components.FilterOf(current.Name);
        (isAction ? filter.Actions : filter.Categories).Add(value);
    }

    /// <summary>A name may leave out the package that it lies in.</summary>
    private string WholeName(string name) =>
        name[0] == '.' ? Package + name : name.Contains('.', StringComparison.Ordinal) ? name : $"{Package}.{name}";

    private sealed record Component(AndroidComponents Components, string Name, bool IsAlias, bool IsEnabled)
    {
        public bool IsMain { get; set; }
        public bool IsLaunched { get; set; }
    }
}
