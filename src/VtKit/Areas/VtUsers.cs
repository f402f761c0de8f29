using System.Text.Json;

namespace VtKit;

public sealed partial class VtUsers
{
    /// <summary>What a user may use of each quota, and has used. Costs nothing. <see cref="VtQuotaArea.RefreshAsync"/> sets the ledger by it.</summary>
    /// <param name="id">The name of the user; never the key, as it becomes part of a URL.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="ArgumentException">The name is the key.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.GetAsync"/>.</exception>
    /// <remarks>https://docs.virustotal.com/reference/user-overall-quotas</remarks>
    public async Task<VtQuotaReport> OverallQuotasAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        if (Client.Settings.Redactor.Hides(id)) throw new ArgumentException("Give the name of the user, not the key: it becomes part of a URL.", nameof(id));
        var response = await Client.GetAsync(Endpoints.UsersOverallQuotas.Path(id), null, cancellationToken).ConfigureAwait(false);
        return response.Data.Kind == JsonValueKind.Object ? VtQuotaReport.Of(response.Json) : throw response.Unexpected("quotas");
    }
}
