using VtKit.Indicators;

namespace VtKit;

/// <summary>How ids stand in paths.</summary>
internal static class VtIdPaths
{
    public static string ForPath(this VtId<FileHash> id) => id.Resolve().ToString()!;

    // The text of a URL goes out as it was typed, in base64url: the service canonicalises it.
    public static string ForPath(this VtId<UrlId> id) =>
        id.Text is not { } text ? id.Resolve().LookupId
        : (UrlId.TryParse(text, out var known) ? known : UrlId.FromUrl(text)).LookupId;
}
