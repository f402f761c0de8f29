using System.Net;
using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>Finds out whether an announced emulator still answers: by asking it, since a file may outlive its writer.</summary>
internal static class RunningEmulator
{
    /// <summary>What an emulator wrote about itself.</summary>
    public sealed record Announcement(Uri Address, string Instance);

    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The address, when the emulator that announced it answers there; null otherwise.</summary>
    public static async Task<Uri?> FindAsync(Announcement? announcement, CancellationToken cancellationToken)
    {
        if (announcement is null) return null;
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false };
        using var client = new HttpClient(handler) { Timeout = ProbeTimeout, MaxResponseContentBufferSize = 64 * 1024 };
        try
        {
            using var response = await client.GetAsync(new Uri(announcement.Address, "/_emulator/health"), cancellationToken).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK) return null;
            using var health = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            return health.RootElement.ValueKind == JsonValueKind.Object
                && health.RootElement.TryGetProperty("instance", out var instance)
                && instance.ValueKind == JsonValueKind.String
                && instance.ValueEquals(announcement.Instance)
                ? announcement.Address
                : null;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
