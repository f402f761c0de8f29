namespace VtKit;

public sealed partial class VtClient
{
    /// <summary>The key's quota.</summary>
    public VtQuotaArea Quota => field ??= new VtQuotaArea(this);
}
