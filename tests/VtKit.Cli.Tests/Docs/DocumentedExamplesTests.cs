using System.Reflection;
using VtKit.Testing.Shared;

namespace VtKit.Cli.Tests;

/// <summary>No document shows a command that no test runs.</summary>
public sealed class DocumentedExamplesTests
{
    [Fact]
    public void Every_document_that_calls_vtk_is_run() =>
        Guide.Documents.Where(document => Guide.Lines(document).Any(Guide.CallsVtk)).ShouldBe(DocumentedExamples.RunBy.Keys, ignoreOrder: true);

    [Fact]
    public void Each_is_run_by_a_class_with_tests()
    {
        foreach (var type in DocumentedExamples.RunBy.Values)
            type.GetMethods().ShouldContain(method => method.GetCustomAttribute<FactAttribute>() != null, type.Name);
    }

    [Fact]
    public void What_installs_and_publishes_is_run_by_the_tests_of_the_packages()
    {
        var lines = Guide.Documents.SelectMany(Guide.Lines).Where(line => line.Contains("VtKit.Cli", StringComparison.Ordinal)).ToList();
        lines.Count.ShouldBe(3);
        foreach (var line in lines)
        {
            var (words, file) = DocumentedExamples.RunByPackagingTests.Single(pair => line.StartsWith(pair.Key, StringComparison.Ordinal));
            var source = File.ReadAllText(Path.Combine(SharedMaterial.RepositoryRoot, "tests", "VtKit.Packaging.Tests", file));
            source.ShouldContain(string.Join(", ", words.Split(' ').Skip(1).Select(word => $"\"{word}\"")), Case.Sensitive, line);
        }
    }

    [Theory]
    [InlineData("vtk file x", true)]
    [InlineData("cat hashes.txt | vtk file -", true)]
    [InlineData("source <(vtk completion bash)", true)]
    [InlineData("dotnet publish src/VtKit.Cli -o vtk", false)]
    public void A_call_is_seen_wherever_it_stands(string line, bool calls) => Guide.CallsVtk(line).ShouldBe(calls);
}
