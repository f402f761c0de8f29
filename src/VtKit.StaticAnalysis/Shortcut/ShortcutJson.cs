using System.Globalization;
using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis;

/// <summary>A shortcut in the shape of <c>lnk_info</c>.</summary>
internal static class ShortcutJson
{
    public static JsonObject Of(ShortcutFacts facts)
    {
        var info = new JsonObject();
        Add(Part.LnkInfo.CreationDate, Date(facts.Created));
        Add(Part.LnkInfo.AccessDate, Date(facts.Accessed));
        Add(Part.LnkInfo.ModificationDate, Date(facts.Modified));
        info.AddTexts(Part.LnkInfo.LinkFlags, [.. facts.Flags]);
        Add(Part.LnkInfo.TargetPath, facts.TargetPath);
        Add(Part.LnkInfo.IconLocation, facts.IconLocation);
        Add(Part.LnkInfo.MacAddress, facts.Tracking?.MacAddress);
        Add(Part.LnkInfo.MachineId, facts.Tracking?.MachineId);
        Add(Part.LnkInfo.WorkingDirectory, facts.WorkingDirectory);
        Add(Part.LnkInfo.RelativePath, facts.RelativePath);
        Add(Part.LnkInfo.CommandLineArguments, facts.Arguments);
        Add(Part.LnkInfo.VolumeSerialNumber, facts.VolumeSerial);
        Add(Part.LnkInfo.VolumeLabel, facts.VolumeLabel);
        Add(Part.LnkInfo.LocalPath, facts.LocalPath);
        Add(Part.LnkInfo.CommonPath, facts.CommonPath);
        Add(Part.LnkInfo.NetworkShareName, facts.NetworkShare);
        if (facts.Tracking is { } tracking)
        {
            info[Part.LnkInfo.ExtraData] = new JsonObject
            {
                [Part.LnkExtraData.DltProperties] = new JsonObject
                {
                    [Part.LnkTracking.BirthDroidFileId] = tracking.BirthFileId.ToString(),
                    [Part.LnkTracking.BirthDroidVolumeId] = tracking.BirthVolumeId.ToString(),
                    [Part.LnkTracking.DroidFileId] = tracking.FileId.ToString(),
                    [Part.LnkTracking.DroidVolumeId] = tracking.VolumeId.ToString(),
                },
            };
        }
        return info;

        void Add(string member, string? value)
        {
            if (!string.IsNullOrEmpty(value)) info[member] = value;
        }
    }

    private static string? Date(DateTimeOffset? date) => date?.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
