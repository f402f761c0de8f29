using System.Globalization;

namespace VtKit.Emulator;

/// <summary>Threat lists by the hour. They are there, and empty: nothing here finds out what belongs to a theme.</summary>
internal static class ThreatLists
{
    /// <summary>The themes that the documents name.</summary>
    private static readonly HashSet<string> Ids = new(
        [
            "cryptominer", "first-stage-delivery-vectors", "infostealer", "iot", "linux", "malicious-network-infrastructure", "malware", "mobile", "osx", "phishing",
            "ransomware", "threat-actor", "trending", "vulnerability-weaponization",
        ],
        StringComparer.Ordinal);

    public static Task<Answer> LatestAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        Check(request);
        return request.Query("format") is null or "" or "json"
            ? Task.FromResult(Nothing())
            : throw ApiException.NotSupported("The emulator has threat lists as JSON only.");
    }

    public static Task<Answer> HourAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        Check(request);
        if (!DateTimeOffset.TryParseExact(request.Argument(1), "yyyyMMddHH", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var hour))
            throw ApiException.InvalidArgument($"Time \"{request.Argument(1)}\" is not of the form YYYYMMDDhh");
        if (hour > request.Now.AddHours(-Limits.ThreatListLagHours)) throw new ApiException(Errors.NotAvailableYet, $"The threat list of {request.Argument(1)} is not available yet");
        if (hour < request.Now.AddDays(-Limits.ThreatListHistoryDays)) throw new ApiException(Errors.NotFoundError, $"Threat list \"{request.Argument(0)}\" of {request.Argument(1)} not found");
        return Task.FromResult(Nothing());
    }

    private static void Check(ApiRequest request)
    {
        if (!Ids.Contains(request.Argument(0))) throw ApiException.NotFound("Threat list", request.Argument(0));
        if (request.Query("type") is { } type && type is not (ObjectType.File or ObjectType.Url or ObjectType.Domain or ObjectType.IpAddress))
            throw ApiException.InvalidArgument($"Type \"{type}\" is not one of file, url, domain, ip_address");
        if (request.Query("limit") is { } limit && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1))
            throw ApiException.BadRequest($"Limit \"{limit}\" is not a positive integer");
    }

    private static Answer Nothing() => Answer.Json(json =>
    {
        json.WriteStartArray("iocs"u8);
        json.WriteEndArray();
    });
}
