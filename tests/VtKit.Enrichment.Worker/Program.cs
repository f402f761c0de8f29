using VtKit.Enrichment.Worker;

return args switch
{
    ["take", var ledger, var perMinute, var perDay, var attempts] => await LedgerWork.RunAsync(ledger, perMinute, perDay, attempts),
    _ => 2,
};
