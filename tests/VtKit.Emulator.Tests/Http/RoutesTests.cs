using VtKit.Testing.Shared;

namespace VtKit.Emulator.Tests;

public sealed class RoutesTests
{
    [Fact]
    public void The_list_of_what_is_emulated_is_what_is_emulated()
    {
        var listed = File.ReadAllLines(Path.Combine(SharedMaterial.RepositoryRoot, "spec", "emulated.tsv")).Skip(1).ToList();
        var own = EndpointAliases.All.Where(alias => alias is { Emulated: true, StandsFor: null }).Select(AliasEndpoints.Of).ToList();
        // A second spelling is answered by the row that it stands for.
        Routes.All.Keys.Select(endpoint => endpoint.Name)
            .Concat(EndpointAliases.All.Where(alias => alias.Emulated && alias.StandsFor is { Emulated: true }).Select(alias => alias.Name))
            .ShouldBe(listed, ignoreOrder: true);
        Endpoints.All.Where(endpoint => endpoint.Emulated).Concat(own).ShouldBe(Routes.All.Keys, ignoreOrder: true);
    }
}
