using Microsoft.AspNetCore.Http;

namespace VtKit.Emulator;

/// <summary>Addresses of content: they hold no key, are good for an hour, and name what they lead to: <c>target/token</c>.</summary>
internal static class DownloadLinks
{
    public static string Address(ApiRequest request, string target) =>
        $"{request.Origin}{Pipeline.DownloadPrefix}{target}/{request.Backend.Signer.Sign(Purpose(target), request.NowMs + Limits.DownloadLinkSeconds * 1000L)}";

    /// <summary>What an address leads to.</summary>
    /// <exception cref="ApiException">It was not made here, or has expired.</exception>
    public static string Require(string rest, Backend backend)
    {
        var end = rest.LastIndexOf('/');
        if (end < 0 || backend.Signer.Verify(Purpose(rest[..end]), rest[(end + 1)..]) is not { } expires) throw ApiException.NoSuchPath();
        return expires >= backend.Clock.Now.ToUnixTimeMilliseconds()
            ? rest[..end]
            : throw new ApiException(Errors.ForbiddenError, "The download URL has expired. Ask for a new one.");
    }

    /// <summary>Headers of a file to be kept.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Attachment(string name) =>
    [
        KeyValuePair.Create("Content-Disposition", $"attachment; filename=\"{name}\""),
        KeyValuePair.Create("X-Content-Type-Options", "nosniff"),
    ];

    private static string Purpose(string target) => "download\n" + target;
}
