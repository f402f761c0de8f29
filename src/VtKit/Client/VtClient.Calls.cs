using System.Text.Json;

namespace VtKit;

/// <summary>What the named methods make of answers.</summary>
public sealed partial class VtClient
{
    internal async Task<T> CallForObjectAsync<T>(VtRequest request, CancellationToken cancellationToken) where T : VtObject, IVtObject<T>
    {
        var message = MessageOf(request);
        return Read(message, await ExchangeAsync(message, cancellationToken).ConfigureAwait(false)).ToObject<T>();
    }

    /// <summary>The analysis that a submission began: its id is what there is to wait for.</summary>
    internal async Task<T> CallForSubmissionAsync<T>(VtRequest request, CancellationToken cancellationToken) where T : VtObject, IVtObject<T> =>
        (await CallAsync(request, cancellationToken).ConfigureAwait(false)).ToSubmission<T>();

    internal async Task<VtNode> CallForDataAsync(VtRequest request, CancellationToken cancellationToken)
    {
        var response = await CallAsync(request, cancellationToken).ConfigureAwait(false);
        // Some answers have no envelope: metadata and widgets do in documents, and not always in fact.
        return response.Data is { Exists: true } data ? data : new VtNode(response.Json);
    }

    internal async Task<bool> CallForBooleanAsync(VtRequest request, CancellationToken cancellationToken)
    {
        var response = await CallAsync(request, cancellationToken).ConfigureAwait(false);
        return response.Data.AsBoolean() ?? throw response.Unexpected("true or false");
    }

    /// <summary>The indicators of a threat list: no list of the usual form, but envelopes in a member of their own.</summary>
    internal async Task<IReadOnlyList<VtObject>> CallForIocsAsync(VtRequest request, CancellationToken cancellationToken)
    {
        var response = await CallAsync(request, cancellationToken).ConfigureAwait(false);
        var iocs = new VtNode(response.Json)["iocs"u8];
        if (iocs.Kind != JsonValueKind.Array) throw response.Unexpected("list of indicators");
        return [.. iocs.AsList<VtNode>().Select(ioc => ioc["data"u8]).Where(data => data.Kind == JsonValueKind.Object)
            .Select(data => VtObjectTypes.Create(VtObjectBody.CopyOf(data.Json)))];
    }

    internal async Task<IReadOnlyList<string>> CallForStringsAsync(VtRequest request, CancellationToken cancellationToken)
    {
        var response = await CallAsync(request, cancellationToken).ConfigureAwait(false);
        return response.Data.Kind == JsonValueKind.Array ? response.Data.AsStrings() : throw response.Unexpected("list");
    }

    /// <summary>The object that a path leads to; null where there is none. A list of one counts as that one.</summary>
    internal async Task<T?> GetOneAsync<T>(string path, CancellationToken cancellationToken) where T : VtObject, IVtObject<T>
    {
        var response = await GetAsync(path, null, cancellationToken).ConfigureAwait(false);
        var data = response.Data;
        if (data.Kind == JsonValueKind.Array) data = data[0];
        return data.Kind switch
        {
            JsonValueKind.Object => T.Create(VtObjectBody.Over(data.Json, response.Meta)),
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            _ => throw response.Unexpected("object"),
        };
    }

    /// <summary>The address that a path gives as text.</summary>
    internal async Task<Uri> GetLinkAsync(string path, CancellationToken cancellationToken)
    {
        var response = await GetAsync(path, null, cancellationToken).ConfigureAwait(false);
        if (!Uri.TryCreate(response.Data.AsString(), UriKind.Absolute, out var link) || link.Scheme is not ("http" or "https"))
            throw response.Unexpected("address");
        // What goes to the service encrypted does not leave it in the clear.
        if (BaseAddress.Scheme == "https" && link.Scheme == "http")
            throw new VtProtocolException($"The answer to GET {path} is an address without encryption, which is not used.", "GET", path, response.Status);
        return link;
    }
}
