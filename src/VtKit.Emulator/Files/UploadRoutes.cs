using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace VtKit.Emulator;

/// <summary>Submitting files: small ones directly, larger ones to an address that is good for one upload.</summary>
internal static class UploadRoutes
{
    private const string FileField = "file";

    /// <summary>How long an upload address is good for. The service does not say; an hour is what its download addresses have.</summary>
    private const long UploadUrlLifetimeMs = Limits.DownloadLinkSeconds * 1000L;

    public static Task<Answer> UploadAsync(ApiRequest request, CancellationToken cancellationToken) => ReceiveAsync(
        request, Math.Min(Limits.UploadDirectBytes, request.Backend.Options.MaxUploadBytes),
        "Larger files go to an address from GET /files/upload_url.", cancellationToken);

    public static async Task<Answer> UploadUrlAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var token = RandomNumberGenerator.GetHexString(48, lowercase: true);
        await request.Backend.WriteAsync(store =>
        {
            store.Execute("DELETE FROM upload_url WHERE expires < $1", request.NowMs);
            return store.Execute("INSERT INTO upload_url(token, expires) VALUES ($1, $2)", token, request.NowMs + UploadUrlLifetimeMs);
        }, cancellationToken).ConfigureAwait(false);
        return Answer.Data(request.Origin + Pipeline.UploadPrefix + token);
    }

    /// <summary>Takes a file at an upload address. The request for the address was the one that cost quota.</summary>
    public static async Task<Answer> ReceiveAsync(HttpContext http, string token, Backend backend, CancellationToken cancellationToken)
    {
        var account = Authentication.Require(http);
        var request = new ApiRequest(http, Endpoints.FilesUpload, Endpoints.FilesUpload.Template, account, backend);
        backend.Usage.Charge(account, "file_upload", 0, request.Now);
        var known = await backend.WriteAsync(store => store.Execute("DELETE FROM upload_url WHERE token = $1 AND expires >= $2", token, request.NowMs), cancellationToken)
            .ConfigureAwait(false);
        if (known == 0) throw new ApiException(Errors.NotFoundError, "The upload URL does not exist, has expired, or was used before. Ask for a new one.");
        return await ReceiveAsync(request, backend.Options.MaxUploadBytes, "No file may be larger.", cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Answer> ReceiveAsync(ApiRequest request, long limit, string advice, CancellationToken cancellationToken)
    {
        var backend = request.Backend;
        var arrival = backend.Blobs.Begin();
        await using (arrival.ConfigureAwait(false))
        {
            string? name = null;
            bool found = false, tooLarge = false;
            await FormReader.ReadPartsAsync(request.Http, async part =>
            {
                if (part.Name != FileField || found) return;
                found = true;
                name = part.FileName;
                tooLarge = !await CopyAsync(part.Body, arrival.Content, limit, cancellationToken).ConfigureAwait(false);
            }, cancellationToken).ConfigureAwait(false);
            if (tooLarge) return TooLarge(limit, advice);
            if (!found) throw ApiException.BadRequest($"The form field \"{FileField}\" is missing");
            var (sha256, id) = await SampleIntake.TakeAsync(backend, arrival, name, request.Account, request.Now, cancellationToken).ConfigureAwait(false);
            await backend.Livehunt.MatchAsync(sha256, request.Account, request.Now).ConfigureAwait(false);
            return ObjectAnswer.AnalysisDescriptor(request, id);
        }
    }

    /// <summary>Copies a part; false when it is larger than the limit, which is then read over.</summary>
    private static async Task<bool> CopyAsync(Stream from, Stream to, long limit, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        long total = 0;
        int read;
        while ((read = await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            total += read;
            if (total <= limit) await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }
        return total <= limit;
    }

    /// <summary>The front of the service turns large requests away before the API sees them: the body is a page, not an error of the API.</summary>
    private static Answer TooLarge(long limit, string advice) => new()
    {
        Status = StatusCodes.Status413PayloadTooLarge,
        ContentType = "text/html; charset=UTF-8",
        Body = Encoding.UTF8.GetBytes(
            $"<!DOCTYPE html><html lang=en><title>Error 413 (Request Entity Too Large)</title><p>The file is larger than {limit} bytes. {advice}"),
    };
}
