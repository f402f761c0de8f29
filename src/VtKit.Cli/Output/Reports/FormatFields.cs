namespace VtKit.Cli;

/// <summary>What a report says of files of certain formats: the few facts that a person looks for first.</summary>
internal static class FormatFields
{
    private const string AndroidPrefix = "android.permission.";

    public static void Add(Report report, VtFile file)
    {
        AddAndroid(report, file.Androguard);
        AddShortcut(report, file.LnkInfo);
        foreach (var entry in file.PeInfo.Debug) report.Field("Symbols", entry.Codeview.Name);
    }

    private static void AddAndroid(Report report, AndroidInfo app)
    {
        if (app.Package is not { } package) return;
        report.Field("Package", package + (app.AndroidVersionName is { } version ? $", version {version}" : ""));
        report.Field("Starts with", app.MainActivity);
        var made = app.TargetSdkVersion is { } target ? $"made for {target}" : "";
        var least = app.MinSdkVersion is { } oldest ? $"{oldest} or later" : "";
        report.Field("Android API", string.Join(", ", new[] { least, made }.Where(text => text.Length > 0)));
        report.Field("Components", string.Join(", ", new[]
        {
            Components(app.Activities, "activity", "activities"), Components(app.Services, "service", "services"),
            Components(app.Receivers, "receiver", "receivers"), Components(app.Providers, "provider", "providers"),
        }.OfType<string>()));
        var permissions = app.PermissionDetails.ToLookup(pair => pair.Value.PermissionType?.StartsWith("dangerous", StringComparison.Ordinal) == true, pair => Short(pair.Key));
        report.List("Dangerous", permissions[true]);
        report.List(permissions[true].Any() ? "Also asks" : "Asks for", permissions[false]);
        report.Field("Signed by", app.Certificate.Subject.FullName);
    }

    private static void AddShortcut(Report report, LnkInfo shortcut)
    {
        report.Field("Target", shortcut.TargetPath ?? Joined(shortcut.LocalPath ?? shortcut.NetworkShareName, shortcut.CommonPath) ?? shortcut.RelativePath);
        report.Field("Arguments", shortcut.CommandLineArguments);
        report.Field("Starts in", shortcut.WorkingDirectory);
        report.Field("Icon", shortcut.IconLocation);
        report.Field("Made on", string.Join(", ", new[] { shortcut.MachineId, shortcut.MacAddress, shortcut.VolumeSerialNumber is { } serial ? $"volume {serial}" : null }.OfType<string>()));
    }

    private static string? Joined(string? path, string? rest) => path is null || rest is null ? path : path.EndsWith('\\') ? path + rest : $@"{path}\{rest}";

    private static string? Components(IReadOnlyList<string> names, string one, string many) => names.Count switch
    {
        0 => null,
        1 => $"1 {one}",
        var count => $"{Count.Number(count)} {many}",
    };

    private static string Short(string permission) => permission.StartsWith(AndroidPrefix, StringComparison.Ordinal) ? permission[AndroidPrefix.Length..] : permission;
}
