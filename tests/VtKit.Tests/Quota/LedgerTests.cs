namespace VtKit.Tests;

public sealed class LedgerTests : LedgerConformance
{
    protected override VtQuotaLedger Create() => new VtMemoryQuotaLedger();
}
