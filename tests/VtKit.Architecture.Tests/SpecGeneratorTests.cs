using VtKit.SpecGenerator;
using VtKit.Testing.Shared;

namespace VtKit.Architecture.Tests;

/// <summary>The generator: what it writes is what is committed, and it refuses tables that are wrong.</summary>
public sealed class SpecGeneratorTests
{
    private const string Tail = "public\tCONFIRMED\t1\t\t\tjson\ttest\tText";

    [Fact]
    public void Generating_again_changes_nothing()
    {
        var differing = Generator.Run(SpecFolder.Committed)
            .Where(file => !File.Exists(Full(file.Key)) || File.ReadAllText(Full(file.Key)).ReplaceLineEndings("\n") != file.Value)
            .Select(file => file.Key)
            .ToList();
        differing.ShouldBeEmpty("Run eng/generate and commit what it writes.");
    }

    [Fact]
    public void No_generated_file_is_stale()
    {
        var files = Generator.Run(SpecFolder.Committed);
        var stale = Generator.OwnedFolders.Select(Full).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Full("src"), "*.g.cs", SearchOption.AllDirectories).Where(IsSource))
            .Select(file => Path.GetRelativePath(SharedMaterial.RepositoryRoot, file).Replace('\\', '/'))
            .Where(file => !files.ContainsKey(file))
            .Distinct()
            .ToList();
        stale.ShouldBeEmpty("Nothing in spec/ makes these files. Run eng/generate.");
    }

    [Fact]
    public void Running_twice_gives_the_same_text()
    {
        Generator.Run(SpecFolder.Committed).ShouldBe(Generator.Run(SpecFolder.Committed));
    }

    [Fact]
    public void An_attribute_is_one_row()
    {
        using var spec = new SpecFolder();
        spec.Append("objects/vote.tsv", "brand_new\t\t\tint\tpublic\tSEEN\tSomething new");
        var files = Generator.Run(spec.Path);
        files["src/VtKit/Generated/Objects/VtVote.g.cs"].ShouldContain("public long? BrandNew => Attributes[\"brand_new\"u8].AsInt64();");
        files["src/VtKit.Emulator/Generated/Attr.g.cs"].ShouldContain("public const string BrandNew = \"brand_new\";");
        files["docs/reference/objects.md"].ShouldContain("`brand_new`");
    }

    [Fact]
    public void An_emulated_operation_is_one_row()
    {
        using var spec = new SpecFolder();
        File.WriteAllText(Path.Combine(spec.Path, "emulated.tsv"), "name\nvotes.get\n");
        var files = Generator.Run(spec.Path);
        files["src/VtKit.Emulator/Generated/Endpoints.Rows.g.cs"].Split('\n').Count(line => line.EndsWith(", true);", StringComparison.Ordinal)).ShouldBe(1);
        files["docs/emulator-support.md"].ShouldContain("`votes.get`");
    }

    [Theory]
    [InlineData("endpoints.tsv", "x.get\tGET\t/x/{id}\tx\tpublic", "endpoints.tsv:420: 5 columns, expected 12")]
    [InlineData("endpoints.tsv", "files.get\tGET\t/x/{id}\tx\t" + Tail, "'files.get' stands on line")]
    [InlineData("endpoints.tsv", "x.get\tGET\t/files/{hash}\tx\t" + Tail, "'files.get' has the same method and path")]
    [InlineData("endpoints.tsv", "files_get\tGET\t/x/{id}\tx\t" + Tail, "are both FilesGet in C#")]
    [InlineData("endpoints.tsv", "x.get\tFETCH\t/x/{id}\tx\t" + Tail, "method is 'FETCH', expected one of")]
    [InlineData("endpoints.tsv", "x.get\tGET\tx/{id}\tx\t" + Tail, "is not of the form")]
    [InlineData("endpoints.tsv", "X.Get\tGET\t/x/{id}\tx\t" + Tail, "is not dotted lower case")]
    [InlineData("endpoints.tsv", "x.get\tGET\t/x/{id}\tx\tpublic\tCONFIRMED\tfree\t\t\tjson\ttest\tText", "cost is 'free', expected a whole number")]
    [InlineData("endpoints.tsv", "x.get\tGET\t/x/{id} \tx\t" + Tail, "space around '/x/{id}'")]
    [InlineData("aliases.tsv", "x\tGET\t/x\tno.such\tus\tText", "there is no endpoint 'no.such'")]
    [InlineData("aliases.tsv", "x\tGET\t/x/{a}\tfiles.get\tus\tText", "its placeholders are not those of 'files.get'")]
    [InlineData("aliases.tsv", "files.get\tGET\t/x\t\tus\tText", "is the name of an endpoint")]
    [InlineData("errors.tsv", "NotFoundError\t404\tno\t\tText", "'NotFoundError' stands on line")]
    [InlineData("limits.tsv", "x\t1.5\tbytes\tDOCS\tText", "value is '1.5', expected a whole number")]
    [InlineData("relationships.tsv", "fyle\t\tx\tfile\tmany\tpublic\tDOCS\t10\t40\t\tus\tText", "there is no type 'fyle'")]
    [InlineData("relationships.tsv", "file\t\tx\tfyle\tmany\tpublic\tDOCS\t10\t40\t\tus\tText", "there is no type 'fyle'")]
    [InlineData("objects/vote.tsv", "x\t\t\tinteger\tpublic\tDOCS\tText", "objects/vote.tsv:5: there is no type 'integer'")]
    [InlineData("objects/vote.tsv", "x\t\t\tview:nothing\tpublic\tDOCS\tText", "there is no view 'nothing'")]
    [InlineData("objects/vote.tsv", "x\t\t\tenum:nothing\tpublic\tDOCS\tText", "there is no enum 'nothing'")]
    [InlineData("objects/vote.tsv", "links\t\t\tjson\tpublic\tDOCS\tText", "Links is taken in C#")]
    [InlineData("objects/vote.tsv", "Ver dict\t\tVerdict\tjson\tpublic\tDOCS\tText", "another attribute is Verdict in C#")]
    [InlineData("objects/vote.tsv", "verdict\t\t\tjson\tpublic\tDOCS\tText", "'verdict' stands on line")]
    [InlineData("objects/strange.tsv", "attribute", "objects/strange.tsv:1: no row of types.tsv or views.tsv names this file")]
    [InlineData("types.tsv", "novel\t\tnothing\tText\t", "there is nothing called 'nothing' to be like")]
    [InlineData("views.tsv", "novel\t\tText", "objects/views/novel.tsv:0: there is no such file")]
    [InlineData("enums.tsv", "novel\tword\t\t\tText", "must have the value *")]
    [InlineData("emulated.tsv", "no.such", "there is no endpoint or alias 'no.such'")]
    [InlineData("search-modifiers.tsv", "planet\tx\t\ttext\tx:y\tDOCS\tText", "entity is 'planet'")]
    public void A_wrong_row_is_refused_with_file_and_line(string file, string row, string complaint)
    {
        using var spec = new SpecFolder();
        spec.Append(file, row);
        var refused = Should.Throw<SpecException>(() => Generator.Run(spec.Path));
        refused.Message.ShouldContain(complaint);
        refused.Message.ShouldMatch(@"^[a-z/_-]+\.tsv:\d+: ");
    }

    [Theory]
    [InlineData("errors.tsv", "code\tstatus", "code\tstate", "the header is 'code state retry also summary', expected 'code status retry also summary'")]
    [InlineData("errors.tsv", "\nForbiddenError", "\r\nForbiddenError", "lines end in CR LF")]
    [InlineData("errors.tsv", "\nForbiddenError", "\n\nForbiddenError", "1 columns, expected 5")]
    [InlineData("errors.tsv", "took too long\n", "took too long", "the last line does not end")]
    [InlineData("errors.tsv", "The service took too long", "", "summary is empty")]
    public void A_table_of_another_form_is_refused(string file, string old, string replacement, string complaint)
    {
        using var spec = new SpecFolder();
        spec.Spoil(file, old, replacement);
        Should.Throw<SpecException>(() => Generator.Run(spec.Path)).Message.ShouldContain(complaint);
    }

    [Theory]
    [InlineData("last_analysis_stats", "LastAnalysisStats")]
    [InlineData("files.comments.add", "FilesCommentsAdd")]
    [InlineData("type-unsupported", "TypeUnsupported")]
    [InlineData("signing date", "SigningDate")]
    [InlineData("VTAndroidInfo", "VTAndroidInfo")]
    [InlineData("x509", "X509")]
    [InlineData("1.3.6.1", "N1361")]
    [InlineData("#Strings", "Strings")]
    [InlineData("", "Empty")]
    public void Names_of_the_service_become_names_of_csharp(string wire, string expected)
    {
        Naming.Pascal(wire).ShouldBe(expected);
    }

    private static string Full(string path) => Path.Combine(SharedMaterial.RepositoryRoot, path);

    private static bool IsSource(string file) => !file.Contains(Path.DirectorySeparatorChar + "obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
