using System.Text;

namespace VtKit.Tests;

/// <summary>What each selector of RFC 9535 selects, and in which order.</summary>
public sealed class PathSelectorTests
{
    private const string Report = """
        {"type":"file","id":"aa","attributes":{"names":["b","a","c"],"pe_info":{"sections":[{"name":".text","md5":"1"},{"name":".data"},{"md5":"3","name":".rsrc"}]},
        "sandbox_verdicts":{"Zen box":{"sandbox_name":"Z"},"C2AE":{"sandbox_name":"C"}},"":"empty","it's":1,"tags":[]}}
        """;

    [Theory]
    [InlineData("$.id", "\"aa\"")]
    [InlineData("$['id']", "\"aa\"")]
    [InlineData("$[\"id\"]", "\"aa\"")]
    [InlineData("$ .attributes\t[ 'names' ]\n[0]", "\"b\"")]
    [InlineData("$.attributes['']", "\"empty\"")]
    [InlineData("$.attributes['it\\'s']", "1")]
    [InlineData("$.attributes[\"it's\"]", "1")]
    [InlineData("$['\\u0069\\u0064']", "\"aa\"")]
    [InlineData("$.attributes.names[1]", "\"a\"")]
    [InlineData("$.attributes.names[-1]", "\"c\"")]
    [InlineData("$.attributes.names[-3]", "\"b\"")]
    [InlineData("$.attributes.sandbox_verdicts['Zen box'].sandbox_name", "\"Z\"")]
    public void A_name_or_an_index_selects_one(string path, string value) => Paths.Values(Report, path).ShouldBe([value]);

    [Theory]
    [InlineData("$.no")]
    [InlineData("$.ID")]
    [InlineData("$.id.length")]
    [InlineData("$.attributes[0]")]
    [InlineData("$.attributes.names.b")]
    [InlineData("$.attributes.names['0']")]
    [InlineData("$.attributes.names[3]")]
    [InlineData("$.attributes.names[-4]")]
    [InlineData("$.attributes.names[9007199254740991]")]
    [InlineData("$.attributes.names[-9007199254740991]")]
    [InlineData("$.attributes.tags[*]")]
    [InlineData("$.id.*")]
    [InlineData("$.id[0:]")]
    [InlineData("$.id..x")]
    [InlineData("$.id[?@]")]
    public void What_is_not_there_selects_nothing(string path) => Paths.Values(Report, path).ShouldBeEmpty();

    [Fact]
    public void A_null_is_a_value() => Paths.Values("""{"a":null,"b":[null]}""", "$..*").ShouldBe(["null", "[null]", "null"]);

    [Theory]
    [InlineData("$.attributes.names[*]", "\"b\",\"a\",\"c\"")]
    [InlineData("$.attributes.names.*", "\"b\",\"a\",\"c\"")]
    [InlineData("$.attributes.sandbox_verdicts.*.sandbox_name", "\"Z\",\"C\"")]
    [InlineData("$.attributes.pe_info.sections[*].md5", "\"1\",\"3\"")]
    [InlineData("$.attributes.names[0,0,2]", "\"b\",\"b\",\"c\"")]
    [InlineData("$.attributes.names[-1,0:2]", "\"c\",\"b\",\"a\"")]
    [InlineData("$['id','no','type']", "\"aa\",\"file\"")]
    [InlineData("$.attributes.pe_info.sections[*]['md5','name']", "\"1\",\".text\",\".data\",\"3\",\".rsrc\"")]
    public void Lists_and_wildcards_keep_the_order_that_they_were_written_in(string path, string values) => string.Join(',', Paths.Values(Report, path)).ShouldBe(values);

    [Theory]
    [InlineData("$[1:3]", "1,2")]
    [InlineData("$[5:]", "5,6")]
    [InlineData("$[:2]", "0,1")]
    [InlineData("$[:]", "0,1,2,3,4,5,6")]
    [InlineData("$[::]", "0,1,2,3,4,5,6")]
    [InlineData("$[1:5:2]", "1,3")]
    [InlineData("$[5:1:-2]", "5,3")]
    [InlineData("$[::-1]", "6,5,4,3,2,1,0")]
    [InlineData("$[-2:]", "5,6")]
    [InlineData("$[:-5]", "0,1")]
    [InlineData("$[::0]", "")]
    [InlineData("$[3:1]", "")]
    [InlineData("$[1:3:-1]", "")]
    [InlineData("$[-100:100:3]", "0,3,6")]
    [InlineData("$[100:-100:-3]", "6,3,0")]
    [InlineData("$[0:9007199254740991:9007199254740991]", "0")]
    [InlineData("$[ 1 : 5 : 2 ]", "1,3")]
    public void A_slice_counts_from_either_end(string path, string values) => string.Join(',', Paths.Values("[0,1,2,3,4,5,6]", path)).ShouldBe(values);

    [Fact]
    public void Descendants_come_from_the_outside_in_and_arrays_in_order()
    {
        const string json = """{"a":[{"b":1,"a":{"b":2}},{"b":[{"b":3}]}],"b":4}""";

        Paths.Places(json, "$..b").ShouldBe(["$['b']", "$['a'][0]['b']", "$['a'][0]['a']['b']", "$['a'][1]['b']", "$['a'][1]['b'][0]['b']"]);
        Paths.Values(json, "$..b").ShouldBe(["4", "1", "2", "[{\"b\":3}]", "3"]);
        Paths.Places(json, "$..[0]").ShouldBe(["$['a'][0]", "$['a'][1]['b'][0]"]);
        Paths.Places(json, "$..['b',0]").ShouldBe(["$['b']", "$['a'][0]", "$['a'][0]['b']", "$['a'][0]['a']['b']", "$['a'][1]['b']", "$['a'][1]['b'][0]", "$['a'][1]['b'][0]['b']"]);
        Paths.Values(json, "$..*").Length.ShouldBe(10);
        // Each way to a value counts.
        Paths.Places("[[[1]]]", "$..*..*").ShouldBe(["$[0][0]", "$[0][0][0]", "$[0][0][0]"]);
    }

    [Fact]
    public void The_path_of_a_value_is_normalised()
    {
        const string json = """{"a b":{"it's":{"q\"":{"\\":{"\n\t\r\b\f\u000b\u0000":{"é😀":[[7]]}}}}}}""";

        var path = Paths.Places(json, "$..[?@ == 7]").ShouldHaveSingleItem();

        path.ShouldBe(@"$['a b']['it\'s']['q""']['\\']['\n\t\r\b\f\u000b\u0000']['é😀'][0][0]");
        Paths.Values(json, path).ShouldBe(["7"]);
        Paths.Places("5", "$").ShouldBe(["$"]);
        default(VtPathMatch).Path.ShouldBe("");
    }

    [Fact]
    public void A_path_writes_itself_in_one_form()
    {
        VtJsonPath.Parse("$.a ..b.*[1, -2 ,::2,3:  ][\"x'\"]..[?(@.c<= 1E2&&(!@[0]||match( $.d,\"a\\u002eb\" ))) , 'e']").ToString()
            .ShouldBe(@"$['a']..['b'][*][1, -2, ::2, 3:]['x\'']..[?@['c'] <= 1E2 && (!@[0] || match($['d'], 'a.b')), 'e']");
        VtJsonPath.Parse("$[?!(@.a==1)]").ToString().ShouldBe("$[?!(@['a'] == 1)]");
    }

    [Fact]
    public void Objects_nodes_and_answers_are_roots()
    {
        var file = VtObject.Parse<VtFile>(Encoding.UTF8.GetBytes(Report));
        VtJsonPath kept = "$..md5";

        file.Select("$.id").Single().AsString().ShouldBe("aa");
        file.Select(kept).Count().ShouldBe(2);
        file.Attributes.Select("$.names[0]").Single().AsString().ShouldBe("b");
        file.PeInfo.Node.Select(kept).Count().ShouldBe(2);
        default(VtNode).Select("$..*").ShouldBeEmpty();
        kept.Locate(default).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_root_of_an_answer_is_its_body()
    {
        using var client = Make.Client(new StubHandler().Then(System.Net.HttpStatusCode.OK, """{"data":[{"id":"1"},{"id":"2"}],"meta":{"cursor":"c"}}"""));

        var answer = await client.GetAsync("/comments");

        answer.Select("$.data[*].id").Select(id => id.AsString()).ShouldBe(["1", "2"]);
        answer.Select("$.meta.cursor").Single().AsString().ShouldBe("c");
    }

    [Fact]
    public void Names_that_are_not_text_break_nothing()
    {
        const string json = """{"\ud800":1,"x":{"\udc00":"\ud800","y":2},"\ud83d\ude00":3}""";

        Paths.Values(json, "$.x.y").ShouldBe(["2"]);
        Paths.Values(json, "$['\\ud83d\\ude00']").ShouldBe(["3"]);
        Paths.Places(json, "$..*").Length.ShouldBe(5);
        Paths.Values(json, "$.x[?length(@) == 1]").Length.ShouldBe(1);
        Paths.Values(json, "$.x[?@ == '\\ufffd']").Length.ShouldBe(1);
        Paths.Holds("@ == $[0]", json).ShouldBeTrue();
    }

    [Fact]
    public void Values_are_sought_as_they_are_read()
    {
        var json = "[" + string.Join(',', Enumerable.Repeat("{\"a\":1}", 100_000)) + "]";
        var root = Paths.Node(json);
        var path = VtJsonPath.Parse("$..a");
        path.Select(root).Take(10).Count().ShouldBe(10);

        var before = GC.GetAllocatedBytesForCurrentThread();
        path.Select(root).Take(10).Count().ShouldBe(10);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10_000);
    }

    [Fact]
    public void A_plain_path_allocates_little()
    {
        var file = VtObject.Parse<VtFile>(Encoding.UTF8.GetBytes(Report));
        VtJsonPath path = "$.attributes.pe_info.sections[*].md5";
        Read();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Read().ShouldBe(2);
        ((GC.GetAllocatedBytesForCurrentThread() - before) / 100).ShouldBeLessThan(6_000);

        int Read() => file.Select(path).Count();
    }
}
