using VtKit.Enrichment.Worker;

return args switch
{
    ["take", var ledger, var perMinute, var perDay, var attempts] => await LedgerWork.RunAsync(ledger, perMinute, perDay, attempts),
    ["enrich", var service, var key, var folder] => await EnrichWork.RunAsync(new Uri(service), key, folder),
    _ => 2,
};
