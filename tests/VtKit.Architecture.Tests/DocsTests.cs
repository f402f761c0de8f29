using System.Text.RegularExpressions;
using VtKit.Testing.Shared;

namespace VtKit.Architecture.Tests;

/// <summary>The documents name what is there: members, files, and code that some test compiles.</summary>
public sealed partial class DocsTests
{
    private static readonly string Root = SharedMaterial.RepositoryRoot;

    // It speaks of commands, which the tests of the command line hold against it.
    private const string CommandPage = "docs/from-vt-cli.md";

    public static TheoryData<string> Pages() => [.. Documents()];

    public static TheoryData<string> PagesWithMembers() => [.. MemberPages()];

    [Fact]
    public void There_is_a_page_for_each_library_that_people_come_from() =>
        MemberPages().ShouldBe(["docs/from-virustotalanalyzer.md", "docs/from-virustotalnet.md", "docs/from-vt-graph-api.md", "docs/from-vt-py.md", "docs/from-vtapi3.md", "docs/promises.md"], ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_link_leads_somewhere(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Root, page))!;
        Link().Matches(File.ReadAllText(Path.Combine(Root, page))).Select(match => match.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'))
            .Where(target => !Path.Exists(Path.Combine(folder, target.Split('#')[0])))
            .ShouldBeEmpty();
    }

    /// <summary>Whoever renames a member is told which page speaks of it.</summary>
    [Theory]
    [MemberData(nameof(PagesWithMembers))]
    public void A_member_in_a_table_is_in_the_assembly(string page)
    {
        var (names, last) = page == "docs/promises.md" ? (2, 2) : (1, int.MaxValue);
        var unknown = new List<string>();
        var found = 0;
        foreach (var cells in Rows(File.ReadAllText(Path.Combine(Root, page))))
            for (var column = names; column < cells.Length && column <= last; column++)
                foreach (var chain in CodeSpan().Matches(cells[column]).SelectMany(match => Chains(match.Groups["code"].Value)))
                {
                    // Beside the column of our names, theirs may stand.
                    if (column > names && !OursBeyondDoubt().IsMatch(chain)) continue;
                    found++;
                    if (!PublicNames.Knows(chain)) unknown.Add($"{chain}, beside {cells[names - 1].Trim()}");
                }
        unknown.ShouldBeEmpty();
        found.ShouldBeGreaterThan(60);
    }

    /// <summary>So it compiles, and it runs where a test runs it. The README's own example is run from the packages.</summary>
    [Fact]
    public void An_example_in_C_sharp_stands_in_a_test()
    {
        var sources = TestSources().Select(file => Plain(File.ReadAllText(file))).ToList();
        var missing = Documents().Where(page => page != "README.md")
            .SelectMany(page => CSharpBlock().Matches(File.ReadAllText(Path.Combine(Root, page))).Select(match => (page, Code: match.Groups["code"].Value)))
            .Where(block => !sources.Exists(source => source.Contains(Plain(block.Code), StringComparison.Ordinal)))
            .Select(block => $"{block.page}:\n{block.Code}");
        missing.ShouldBeEmpty();
    }

    [SharedFact]
    public void Nothing_that_vtapi3_has_is_left_out()
    {
        var peers = File.ReadAllText(Path.Combine(SharedMaterial.Folder!, "peers", "vt-py-and-vtapi3.md"));
        var theirs = peers[peers.IndexOf("## 2. vtapi3", StringComparison.Ordinal)..peers.IndexOf("## 3. ", StringComparison.Ordinal)];
        var names = VtApi3Method().Matches(theirs).Select(match => match.Groups["name"].Value).Concat(HttpConstant().Matches(theirs).Select(match => match.Value)).Distinct().ToList();
        names.Count.ShouldBeGreaterThan(25);
        var page = File.ReadAllText(Path.Combine(Root, "docs", "from-vtapi3.md"));
        names.Where(name => !page.Contains(name, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [SharedFact]
    public void Nothing_that_vt_py_has_is_left_out()
    {
        var peers = File.ReadAllText(Path.Combine(SharedMaterial.Folder!, "peers", "vt-py-and-vtapi3.md"));
        var theirs = peers[peers.IndexOf("### 1.2 ", StringComparison.Ordinal)..peers.IndexOf("### 1.3 ", StringComparison.Ordinal)];
        var names = VtPyRow().Matches(theirs).Select(match => match.Groups["name"].Value)
            .Concat(PythonScript().Matches(peers).Select(match => match.Value).Where(name => !name.StartsWith("test_", StringComparison.Ordinal) && name is not ("client.py" or "error.py" or "munin.py")))
            .Distinct().ToList();
        names.Count.ShouldBeGreaterThan(45);
        var page = File.ReadAllText(Path.Combine(Root, "docs", "from-vt-py.md"));
        names.Where(name => !page.Contains(name, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [SharedFact]
    public void Nothing_that_vt_graph_api_has_is_left_out()
    {
        var peers = File.ReadAllText(Path.Combine(SharedMaterial.Folder!, "peers", "vt-graph-api.md"));
        var theirs = peers[peers.IndexOf("## 1.2 ", StringComparison.Ordinal)..peers.IndexOf("## 1.4 ", StringComparison.Ordinal)];
        var names = GraphMember().Matches(theirs).Select(match => match.Groups["name"].Value).Concat(GraphFault().Matches(theirs).Select(match => match.Value)).Distinct().ToList();
        names.Count.ShouldBeGreaterThan(35);
        var page = File.ReadAllText(Path.Combine(Root, "docs", "from-vt-graph-api.md"));
        names.Where(name => !page.Contains(name, StringComparison.Ordinal)).ShouldBeEmpty();
        Enumerable.Range(1, 27).Where(number => !page.Contains($"(B{number})", StringComparison.Ordinal) && !page.Contains($"B{number},", StringComparison.Ordinal) && !page.Contains($" B{number})", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static IEnumerable<string> Documents() => Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
        .Concat(Directory.EnumerateFiles(Root, "*.md"))
        .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private static IEnumerable<string> MemberPages() => Documents().Where(page => page == "docs/promises.md" || (page.StartsWith("docs/from-", StringComparison.Ordinal) && page != CommandPage));

    private static IEnumerable<string> TestSources() => Directory.GetDirectories(Path.Combine(Root, "tests"))
        .SelectMany(project => Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories))
        .Where(file => !Path.GetRelativePath(Path.Combine(Root, "tests"), file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    /// <summary>The rows of the tables that map names; what is on the wire is held by other tests.</summary>
    private static IEnumerable<string[]> Rows(string text)
    {
        var wire = text.IndexOf("## On the wire", StringComparison.Ordinal);
        return (wire < 0 ? text : text[..wire]).Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Trim().Trim('|').Split(" | "));
    }

    private static IEnumerable<string> Chains(string code) => NoCode().IsMatch(code)
        ? []
        : Chain().Matches(Noise().Replace(code, "")).Select(match => match.Value).Where(chain => chain.Any(char.IsUpper) && !AllCapitals().IsMatch(chain));

    private static string Plain(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<fence>`+)(?<code>.+?)\k<fence>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"^(vtk|dotnet|http|[/-])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoCode();

    [GeneratedRegex(@"""[^""]*""|\[[^\]]*\]|<[\w, ]*>|\$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Noise();

    [GeneratedRegex(@"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Chain();

    [GeneratedRegex(@"^[A-Z0-9_]+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AllCapitals();

    [GeneratedRegex(@"^(vt\.|Vt[A-Z])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OursBeyondDoubt();

    [GeneratedRegex(@"```csharp\r?\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex(@"\b(?<name>(get|put)_\w+|upload|analyse)\(", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VtApi3Method();

    [GeneratedRegex(@"[`/ ](?<name>(add|delete|has|expand|connect|save|load|clone|get|download|create|set|is)_\w+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GraphMember();

    [GeneratedRegex(@"\b[A-Z]\w+Error\b(?<!ValueError|TypeError|KeyError|IndexError|ConnectionError|RecursionError)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GraphFault();

    [GeneratedRegex(@"\bHTTP_[A-Z_]+\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HttpConstant();

    [GeneratedRegex(@"^\| `?(?<name>[a-z_]{4,})[`( ]", RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VtPyRow();

    [GeneratedRegex(@"\b[a-z_]+\.py\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PythonScript();
}
