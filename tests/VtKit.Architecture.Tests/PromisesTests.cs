using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using VtKit.Testing.Shared;

namespace VtKit.Architecture.Tests;

/// <summary>docs/promises.md says of each promise which tests prove it; the tests say the same by their traits.</summary>
public sealed partial class PromisesTests
{
    private const int Lines = 92;

    private static readonly List<Promise> Promises = ReadPromises();

    private static readonly HashSet<(int Line, string Class)> Proofs = ReadProofs();

    [Fact]
    public void Every_line_is_there_once()
    {
        Promises.Select(promise => promise.Line).ShouldBe(Enumerable.Range(1, Lines));
        Promises.ShouldAllBe(promise => promise.What.Length > 0 && promise.Where.Length > 0);
    }

    [Fact]
    public void What_a_line_names_as_its_proof_carries_its_number()
    {
        Promises.SelectMany(promise => promise.Classes.Select(name => (promise.Line, name))).Where(proof => !Proofs.Contains(proof))
            .ShouldBeEmpty("These classes have no test with [Trait(\"seed\", number)].");
    }

    [Fact]
    public void A_line_that_tests_carry_names_one_of_them()
    {
        Promises.Where(promise => promise.Classes.Count == 0 && Proofs.Any(proof => proof.Line == promise.Line))
            .Select(promise => $"{promise.Line}: {string.Join(", ", Proofs.Where(proof => proof.Line == promise.Line).Select(proof => proof.Class))}")
            .ShouldBeEmpty("docs/promises.md does not say that these lines are proven.");
        Proofs.Where(proof => proof.Line is < 1 or > Lines).ShouldBeEmpty();
    }

    [Fact]
    public void A_line_without_proof_names_an_item_of_the_roadmap()
    {
        var items = RoadmapItem().Matches(File.ReadAllText(Path.Combine(SharedMaterial.RepositoryRoot, "docs", "roadmap.md"))).Select(match => match.Groups["item"].Value).ToHashSet();
        items.ShouldNotBeEmpty();
        foreach (var promise in Promises)
        {
            var named = Coming().Matches(promise.Proof).Select(match => match.Groups["item"].Value).ToList();
            (promise.Classes.Count > 0 || named.Count > 0).ShouldBeTrue($"Line {promise.Line} says neither what proves it nor when it comes.");
            named.ShouldAllBe(item => items.Contains(item));
        }
    }

    [Fact]
    [Trait("seed", "65")]
    public void The_licence_is_MIT()
    {
        File.ReadAllText(Path.Combine(SharedMaterial.RepositoryRoot, "LICENSE")).ShouldStartWith("MIT License");
        File.ReadAllText(Path.Combine(SharedMaterial.RepositoryRoot, "Directory.Build.props")).ShouldContain("<PackageLicenseExpression>MIT</PackageLicenseExpression>");
    }

    [Fact]
    [Trait("seed", "72")]
    public void Every_public_member_says_where_null_is_possible()
    {
        var context = new NullabilityInfoContext();
        foreach (var library in BuiltRooms.Libraries)
            foreach (var type in BuiltRooms.Load(library).GetExportedTypes().Where(type => type.GetCustomAttribute<CompilerGeneratedAttribute>() is null))
                foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
                    if (!property.PropertyType.IsValueType && !property.PropertyType.IsGenericParameter)
                        context.Create(property).ReadState.ShouldNotBe(NullabilityState.Unknown, $"{type}.{property.Name}");
    }

    private sealed record Promise(int Line, string What, string Where, string Proof)
    {
        public IReadOnlyList<string> Classes { get; } = [.. ProofName().Matches(Proof).Select(match => match.Groups["name"].Value)];
    }

    private static List<Promise> ReadPromises() =>
        [.. File.ReadLines(Path.Combine(SharedMaterial.RepositoryRoot, "docs", "promises.md"))
            .Select(line => line.Split(" | "))
            .Where(cells => cells.Length == 4 && RowNumber().IsMatch(cells[0]))
            .Select(cells => new Promise(int.Parse(cells[0][2..], CultureInfo.InvariantCulture), cells[1], cells[2], cells[3].TrimEnd(' ', '|')))];

    /// <summary>The traits of all tests, by class. Sources are read, so that no test project has to be built for it.</summary>
    private static HashSet<(int, string)> ReadProofs()
    {
        var proofs = new HashSet<(int, string)>();
        foreach (var project in Directory.GetDirectories(Path.Combine(SharedMaterial.RepositoryRoot, "tests"), "*.Tests"))
        {
            var room = Path.GetFileName(project)[..^".Tests".Length];
            foreach (var file in Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories))
            {
                if (Path.GetRelativePath(project, file).Split(Path.DirectorySeparatorChar)[0] is "bin" or "obj") continue;
                var (current, waiting) = ("", new List<int>());
                foreach (var line in File.ReadLines(file))
                {
                    var numbers = Trait().Matches(line).Select(match => int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture)).ToList();
                    if (TestClass().Match(line) is { Success: true } declared)
                    {
                        current = $"{room}/{declared.Groups["name"].Value}";
                        numbers.AddRange(waiting);
                        waiting.Clear();
                    }
                    // What stands at the margin is about the class that follows.
                    if (line.StartsWith('[')) waiting.AddRange(numbers);
                    else proofs.UnionWith(numbers.Select(number => (number, current)));
                }
            }
        }
        return proofs;
    }

    [GeneratedRegex(@"^\| \d+$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RowNumber();

    [GeneratedRegex(@"`(?<name>VtKit[\w.]*/\w+)`", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProofName();

    [GeneratedRegex(@"\(roadmap (?<item>\d)\)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Coming();

    [GeneratedRegex(@"^(?<item>\d)\. \*\*", RegexOptions.CultureInvariant | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RoadmapItem();

    [GeneratedRegex(@"Trait\(""seed"", ""(?<line>\d+)""\)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Trait();

    [GeneratedRegex(@"^(public|internal) (sealed |static |abstract |partial )*class (?<name>\w+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TestClass();
}
