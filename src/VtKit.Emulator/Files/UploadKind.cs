namespace VtKit.Emulator;

/// <summary>What an upload is for. The rules of receiving are those of <see cref="UploadRoutes"/> for all.</summary>
/// <param name="Purpose">Names it in the store, for its upload addresses.</param>
/// <param name="Counter">Under which name it is counted.</param>
/// <param name="Endpoint">Where small files are sent.</param>
/// <param name="UrlEndpoint">Where an address for larger ones is asked for.</param>
/// <param name="TakeAsync">Takes in what has come.</param>
/// <param name="Fields">The fields of the form beside the file.</param>
internal sealed record UploadKind(
    string Purpose, string Counter, Endpoint Endpoint, Endpoint UrlEndpoint, Func<ApiRequest, Upload, CancellationToken, Task<Answer>> TakeAsync, params string[] Fields)
{
    public bool FileIsOptional { get; init; }
}

/// <summary>A form that has come. The file is null where the form had none, and its kind allows for that.</summary>
internal sealed record Upload(BlobStore.Arrival? File, string? Name, IReadOnlyDictionary<string, string> Fields);
