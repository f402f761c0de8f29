using VtKit.Emulator;

namespace VtKit.Architecture.Tests;

/// <summary>The endpoint table at work, as the emulator has it. The SDK's is written by the same code from the same rows.</summary>
public sealed class SpecEndpointsTests
{
    [Fact]
    public void All_rows_are_there_once()
    {
        var rows = SpecFolder.Rows("endpoints.tsv");
        Endpoints.All.Count.ShouldBe(rows.Count);
        Endpoints.All.Select(e => $"{e.Name} {e.Method} {e.Template}").Order(StringComparer.Ordinal)
            .ShouldBe(rows.Select(r => $"{r["name"]} {r["method"]} {r["path"]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_row_matches_a_path_made_from_it()
    {
        var wrong = Endpoints.All.Where(e => Endpoints.Match(e.Method, PathOf(e)) != e).Select(e => $"{e} gives {Endpoints.Match(e.Method, PathOf(e))}");
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("GET", "/files/upload_url", "files.upload_url")]
    [InlineData("GET", "/files/275a021b", "files.get")]
    [InlineData("GET", "/files/275a021b?relationships=a,b", "files.get")]
    [InlineData("GET", "/files/a/behaviours", "files.behaviours")]
    [InlineData("GET", "/files/a/contacted_domains", "files.relationship")]
    [InlineData("GET", "/files/a/relationships/contacted_domains", "files.relationship_ids")]
    [InlineData("GET", "/graphs/g1/relationships/editors", "graphs.editors.list")]
    [InlineData("GET", "/feeds/files/hourly/2024010100", "feeds.files.hour")]
    [InlineData("GET", "/feeds/files/202401010000", "feeds.files.minute")]
    [InlineData("GET", "/collections/c/aggregations/download/json", "collections.aggregations.download")]
    [InlineData("GET", "/collections/c/files/download/json", "collections.relationship.download")]
    [InlineData("POST", "/files", "files.upload")]
    [InlineData("GET", "/search?query=%23tag", "search")]
    public void Literal_segments_win(string method, string path, string name)
    {
        Endpoints.Match(method, path)!.Name.ShouldBe(name);
    }

    [Theory]
    [InlineData("GET", "/files")]
    [InlineData("PUT", "/files/a")]
    [InlineData("GET", "/files/")]
    [InlineData("GET", "/files//behaviours")]
    [InlineData("GET", "/files/a/b/c/d/e/f")]
    [InlineData("GET", "files/a")]
    [InlineData("GET", "/nothing")]
    [InlineData("GET", "/")]
    [InlineData("GET", "")]
    public void What_no_row_has_matches_nothing(string method, string path)
    {
        Endpoints.Match(method, path).ShouldBeNull();
    }

    [Fact]
    public void A_path_escapes_its_arguments()
    {
        Endpoints.FilesGet.Path("a/b?c#d%2e|é ").ShouldBe("/files/a%2Fb%3Fc%23d%252e%7C%C3%A9%20");
        Endpoints.CollectionsRelationshipDownload.Path("c", "files", "json").ShouldBe("/collections/c/files/download/json");
        Endpoints.Metadata.Path().ShouldBe("/metadata");
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public void An_argument_that_would_change_the_path_is_refused(string argument)
    {
        Should.Throw<ArgumentException>(() => Endpoints.FilesGet.Path(argument)).Message.ShouldContain("{id}");
    }

    [Fact]
    public void A_wrong_number_of_arguments_is_refused()
    {
        Should.Throw<ArgumentException>(() => Endpoints.FilesGet.Path());
        Should.Throw<ArgumentException>(() => Endpoints.FilesGet.Path("a", "b"));
        Should.Throw<ArgumentException>(() => Endpoints.Metadata.Path("a"));
    }

    [Fact]
    public void Aliases_have_paths_that_no_row_answers_or_stand_for_another_row()
    {
        EndpointAliases.All.Count.ShouldBe(SpecFolder.Rows("aliases.tsv").Count);
        foreach (var alias in EndpointAliases.All)
            Endpoints.All.ShouldNotContain(e => e.Method == alias.Method && e.Template == alias.Template);
    }

    [Fact]
    public void Errors_and_relationships_are_those_of_the_tables()
    {
        Errors.All.Select(e => $"{e.Code} {e.Status}").ShouldBe(SpecFolder.Rows("errors.tsv").Select(r => $"{r["code"]} {r["status"]}"));
        Relationships.For("file").Select(r => r.Name).ShouldBe(SpecFolder.Rows("relationships.tsv").Where(r => r["source"] == "file").Select(r => r["relationship"]), ignoreOrder: true);
        Relationships.For("no_such_type").ShouldBeEmpty();
        Relationships.File.Behaviours.ToMany.ShouldBeTrue();
        Relationships.Url.LastServingIpAddress.ToMany.ShouldBeFalse();
    }

    private static string PathOf(Endpoint endpoint)
    {
        var arguments = Enumerable.Range(0, endpoint.Template.Count(c => c == '{')).Select(i => $"value {i}").ToArray();
        return endpoint.Path(arguments);
    }
}
