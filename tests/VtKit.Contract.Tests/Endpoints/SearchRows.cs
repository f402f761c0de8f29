namespace VtKit.Contract.Tests;

/// <summary>Searches need a query, and a snippet an id that a search has told.</summary>
internal sealed class SearchRows : AreaRows
{
    private string _snippet = "";

    public override bool Has(EndpointRow row) => row.Name is "search" or "intelligence.search" or "intelligence.snippets";

    public override async Task PrepareAsync(EmulatedService service)
    {
        var hit = (await service.Premium.Intelligence.SearchAsync("content:\"EICAR-STANDARD\"").ToListAsync()).Single();
        _snippet = hit.ContextAttributes["snippet"].AsString()!;
    }

    public override Task<string[]> ArgumentsAsync(EndpointRow row) => Task.FromResult<string[]>(row.Name == "intelligence.snippets" ? [_snippet] : []);

    public override string? Query(EndpointRow row) => row.Name switch
    {
        "search" => "query=" + Samples.EicarSha256,
        "intelligence.search" => "query=" + Uri.EscapeDataString("name:eicar"),
        _ => null,
    };
}
