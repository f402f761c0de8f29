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

    /// <summary>What can be uploaded.</summary>
    private static readonly UploadKind[] Kinds = [SampleIntake.Upload, PrivateFileRoutes.Upload, MonitorRoutes.Upload];

    public static Handler Direct(UploadKind kind) => (request, cancellationToken) => ReceiveAsync(
        request, kind, Math.Min(Limits.UploadDirectBytes, request.Backend.Options.MaxUploadBytes),
        $"Larger files go to an address from GET {kind.UrlEndpoint.Template}.", cancellationToken);

    public static Handler Address(UploadKind kind) => async (request, cancellationToken) =>
    {
        var token = RandomNumberGenerator.GetHexString(48, lowercase: true);
        await request.Backend.WriteAsync(store =>
        {
            store.Execute("DELETE FROM upload_url WHERE expires < $1", request.NowMs);
            return store.Execute("INSERT INTO upload_url(token, expires, purpose) VALUES ($1, $2, $3)", token, request.NowMs + UploadUrlLifetimeMs, kind.Purpose);
        }, cancellationToken).ConfigureAwait(false);
        return Answer.Data(request.Origin + Pipeline.UploadPrefix + token);
    };

    /// <summary>Takes a file at an upload address. The request for the address was the one that cost quota.</summary>
    public static async Task<Answer> ReceiveAsync(HttpContext http, string token, Backend backend, CancellationToken cancellationToken)
    {
        var account = Authentication.Require(http);
        var now = backend.Clock.Now;
        var kind = await backend.WriteAsync(store =>
        {
            Authentication.RefuseRemoved(store, account);
            var purpose = store.Text("SELECT purpose FROM upload_url WHERE token = $1 AND expires >= $2", token, now.ToUnixTimeMilliseconds());
            var kind = Kinds.FirstOrDefault(kind => kind.Purpose == purpose);
            if (kind is not null && !account.MayUse(kind.Endpoint.Tier)) throw ApiException.Forbidden();
            store.Execute("DELETE FROM upload_url WHERE token = $1", token);
            return kind;
        }, cancellationToken).ConfigureAwait(false);
        backend.Usage.Charge(account, (kind ?? SampleIntake.Upload).Counter, 0, now);
        if (kind is null) throw new ApiException(Errors.NotFoundError, "The upload URL does not exist, has expired, or was used before. Ask for a new one.");
        var request = new ApiRequest(http, kind.Endpoint, kind.Endpoint.Template, account, backend);
        return await ReceiveAsync(request, kind, backend.Options.MaxUploadBytes, "No file may be larger.", cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Answer> ReceiveAsync(ApiRequest request, UploadKind kind, long limit, string advice, CancellationToken cancellationToken)
    {
        var backend = request.Backend;
        if (kind.FileIsOptional && !FormReader.IsMultipart(request.Http))
            return await kind.TakeAsync(request, new Upload(null, null, await FormReader.ReadFieldsAsync(request.Http, kind.Fields, cancellationToken).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);
        var arrival = backend.Blobs.Begin();
        await using (arrival.ConfigureAwait(false))
        {
            string? name = null;
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            bool found = false, tooLarge = false;
            await FormReader.ReadPartsAsync(request.Http, async part =>
            {
                if (part.Name != FileField)
                {
                    // Fields before and after the file; what is in others is nobody's concern.
                    if (kind.Fields.Contains(part.Name, StringComparer.Ordinal)) fields[part.Name] = await FormReader.ReadTextAsync(part.Body, cancellationToken).ConfigureAwait(false);
                    return;
                }
                if (found) return;
                found = true;
                name = part.FileName;
                tooLarge = !await CopyAsync(part.Body, arrival.Content, limit, cancellationToken).ConfigureAwait(false);
            }, cancellationToken).ConfigureAwait(false);
            if (tooLarge) return TooLarge(limit, advice);
            if (!found && !kind.FileIsOptional) throw ApiException.BadRequest($"The form field \"{FileField}\" is missing");
            return await kind.TakeAsync(request, new Upload(found ? arrival : null, name, fields), cancellationToken).ConfigureAwait(false);
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
