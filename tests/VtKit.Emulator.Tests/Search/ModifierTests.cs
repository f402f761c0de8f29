namespace VtKit.Emulator.Tests;

/// <summary>Each modifier that the emulator has data for finds what it should, and leaves the rest.</summary>
public sealed class ModifierTests(SearchFixture fixture) : IClassFixture<SearchFixture>
{
    private const string Login = SearchFixture.Login;

    [Theory]
    // The clock stands at 2026-01-25T12:00:00: all but the second submission of "pe" are ten days old.
    [InlineData("size:68", "eicar")]
    [InlineData("size:1KB+ size:1MB- type:peexe", "pe")]
    [InlineData("type:PEEXE", "pe")]
    [InlineData("type:executable", "elf pe")]
    [InlineData("type:zip", "zip")]
    [InlineData("tag:elf", "elf")]
    [InlineData("tag:el*", "elf")]
    [InlineData("name:invoice", "pe")]
    [InlineData("name:\"invoice 2026\"", "pe")]
    [InlineData("name:\"2026 invoice\"", "")]
    [InlineData("name:inv*.exe", "pe")]
    [InlineData("name:*.SO", "elf")]
    [InlineData("name:\"notes [1]*\"", "text")]
    [InlineData("name:\"notes ?1*\"", "")]
    [InlineData("metadata:\"win32 exe\"", "pe")]
    [InlineData("magic:elf", "elf")]
    [InlineData("comment:winter", "pe")]
    [InlineData("comment:summer", "")]
    [InlineData("comment_author:other", "pe")]
    [InlineData("comment_author:oth", "")]
    [InlineData("reputation:-1", "elf")]
    [InlineData("reputation:0- AND reputation:-5+", "elf")]
    [InlineData("collection:\"emotet drop\"", "pe")]
    [InlineData("collection:winter", "")]
    [InlineData("positives:3+", "pe")]
    [InlineData("p:1+ p:3-", "eicar")]
    [InlineData("p:4+", "")]
    [InlineData("children_positives:3+", "zip")]
    [InlineData("cp:4+", "")]
    [InlineData("engines:zbot", "pe")]
    [InlineData("engines:\"spy zbot\"", "pe")]
    [InlineData("engines:\"zbot infostealer\"", "")]
    [InlineData("microsoft:trojan", "pe")]
    [InlineData("microsoft:\"win32 zbot\"", "pe")]
    [InlineData("microsoft:spy", "")]
    [InlineData("eset_nod32:zbot", "pe")]
    [InlineData("symantec:infected", "pe")]
    [InlineData("avast:infected", "")]
    [InlineData("min_engines_zbot:2+", "pe")]
    [InlineData("min_engines_zbot:3+", "")]
    [InlineData("min_engines_zbot:2", "pe")]
    [InlineData("min_engines_banker:1+", "pe")]
    [InlineData("min_engines_zbot:3- type:peexe", "pe")]
    [InlineData("scan_timeout:1+", "pe")]
    [InlineData("scan_unsupported:1+", "pe")]
    [InlineData("fs:2026-01-20+", "")]
    [InlineData("fs:2026-01-15 type:elf", "elf")]
    [InlineData("ls:3d+", "pe")]
    [InlineData("ls:3d- type:elf", "elf")]
    [InlineData("ls:\"2026-01-25T12:00:00+\"", "pe")]
    [InlineData("ls:2026-01-25T12:00:01+", "")]
    [InlineData("la:2026-01-25T12:00:00", "pe")]
    [InlineData("lm:1d+ type:peexe", "pe")]
    [InlineData("creation_date:2023-11-14", "pe")]
    [InlineData("pets:2023-11-15+", "")]
    [InlineData("subspan:1+ ", "pe")]
    [InlineData("submissions:2+", "pe")]
    [InlineData("s:1 type:elf", "elf")]
    [InlineData("sources:1+ type:zip", "zip")]
    [InlineData("sources:2+", "")]
    [InlineData("submitter:api type:elf", "elf")]
    [InlineData("submitter:web", "")]
    [InlineData("section:upx0", "pe")]
    [InlineData("section:upx", "")]
    [InlineData("sectionmd5:bf1e3a59cc4ef1ef4eac9fbd7bf4ac26", "")]
    [InlineData("sections:2+ type:peexe", "pe")]
    [InlineData("imports:kernel32.dll", "pe")]
    [InlineData("imports:getrandom", "elf")]
    [InlineData("imports:libcrypto.so.3", "elf")]
    [InlineData("exports:runme", "pe")]
    [InlineData("exports:elf_export", "elf")]
    [InlineData("ep:4096 type:peexe", "pe")]
    [InlineData("ep:4097 type:peexe", "")]
    [InlineData("have:imphash", "pe")]
    [InlineData("have:comments", "pe")]
    [InlineData("have:bundled_files", "zip")]
    [InlineData("have:exports", "elf pe")]
    [InlineData("have:itw_urls", "")]
    [InlineData("sha256:275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f", "eicar")]
    [InlineData("zbot", "pe")]
    [InlineData("nothing notes", "")]
    public async Task Files(string query, string expected) => (await fixture.FindAsync(query)).Order().ShouldBe(Split(expected), false, query);

    [Theory]
    [InlineData("", "address login plain")]
    [InlineData("url:setup", "login")]
    [InlineData("url:*wp-admin*", "login")]
    [InlineData("url:\"plain.example/news\"", "plain")]
    [InlineData("hostname:shop.example", "login")]
    [InlineData("hostname:*.plain.example", "plain")]
    [InlineData("hostname:plain.ex", "")]
    [InlineData("path:wp-admin", "login")]
    [InlineData("path:/wp-admin/*", "login")]
    [InlineData("exact_path:/news", "plain")]
    [InlineData("exact_path:/new", "")]
    [InlineData("extension:exe", "login")]
    [InlineData("port:8080", "login")]
    [InlineData("port:443", "address")]
    [InlineData("scheme:https", "address")]
    [InlineData("tld:example", "login plain")]
    [InlineData("parent_domain:shop.example", "login")]
    [InlineData("parent_domain:login.shop.example", "login")]
    [InlineData("query_field:token", "login")]
    [InlineData("query_value:abc", "login")]
    [InlineData("query_value:ab", "")]
    [InlineData("username:user", "login")]
    [InlineData("password:pw", "login")]
    [InlineData("ip:\"198.51.100.0/24\"", "address")]
    [InlineData("ip:198.51.101.0/24", "")]
    [InlineData("p:2", "login")]
    [InlineData("max_url_positives:2+", "login")]
    [InlineData("max_url_positives:3+", "")]
    [InlineData("google_safebrowsing:phishing", "login")]
    [InlineData("engines:phishing", "login")]
    [InlineData("fs:1d+ s:1 p:2+", "login")]
    [InlineData("title:x OR response_code:200", "")]
    [InlineData("have:port have:username", "login")]
    public async Task UrlsAreFound(string query, string expected) => (await fixture.FindAsync("entity:url " + query)).Order().ShouldBe(Split(expected), false, query);

    [Theory]
    [InlineData("domain:shop.example", "login.shop.example shop.example")]
    [InlineData("domain:*.shop.example", "login.shop.example")]
    [InlineData("domain:sh?p*", "")]
    [InlineData("domain_regex:\"^login[.]\"", "login.shop.example")]
    [InlineData("domain_regex:\"^shop$\"", "")]
    [InlineData("parent_domain:shop.example", "login.shop.example")]
    [InlineData("depth:3", "login.shop.example www.plain.example")]
    [InlineData("tld:example depth:2", "plain.example shop.example")]
    [InlineData("p:1+", "shop.example")]
    [InlineData("bitdefender:malware", "shop.example")]
    [InlineData("path:wp-admin", "login.shop.example")]
    [InlineData("detected_urls_count:1+", "login.shop.example")]
    [InlineData("detected_urls_count:0 depth:3", "www.plain.example")]
    [InlineData("urls_max_detections:2+", "login.shop.example")]
    [InlineData("urls_max_detections:3+", "")]
    [InlineData("lm:1d+ p:0+", "shop.example")]
    [InlineData("registrar:x OR a:192.0.2.1", "")]
    public async Task Domains(string query, string expected) => (await fixture.FindAsync("entity:domain " + query)).Order().ShouldBe(Split(expected), false, query);

    [Theory]
    [InlineData("ip:198.51.100.7", "198.51.100.7")]
    [InlineData("ip:\"198.51.0.0/16\"", "198.51.100.7")]
    [InlineData("ip:10.0.0.0/8", "10.0.0.1")]
    [InlineData("ip:\"2001:db8::/32\"", "2001:db8::5")]
    [InlineData("ip:\"0.0.0.0/0\"", "10.0.0.1 198.51.100.7")]
    [InlineData("tag:private", "10.0.0.1 198.51.100.7 2001:db8::5")]
    [InlineData("comment:own", "10.0.0.1")]
    [InlineData("p:1+", "198.51.100.7")]
    [InlineData("path:login", "198.51.100.7")]
    [InlineData("NOT p:1+ NOT ip:10.0.0.1", "2001:db8::5")]
    [InlineData("country:br", "")]
    public async Task Addresses(string query, string expected) => (await fixture.FindAsync("entity:ip " + query)).Order(StringComparer.Ordinal).ShouldBe(Split(expected), false, query);

    [Theory]
    [InlineData("name:emotet", "c-open")]
    [InlineData("name:emo*t", "")]
    [InlineData("description:BOTNET", "c-open")]
    [InlineData("tag:banker", "c-open")]
    [InlineData("tag:bank", "")]
    [InlineData("origin:partner", "c-open")]
    [InlineData("collection_type:campaign", "c-campaign")]
    [InlineData("collection_type:collection", "c-open")]
    [InlineData("source_region:ru", "c-campaign")]
    [InlineData("targeted_industry:energy", "c-campaign")]
    [InlineData("files:1", "c-open")]
    [InlineData("files:10+", "c-campaign")]
    [InlineData("creation_date:2023-11-14", "c-open")]
    [InlineData("lm:1d+ files:10+", "c-campaign")]
    [InlineData("have:files", "c-open")]
    [InlineData("has:description", "c-open")]
    [InlineData("emotet OR winter", "c-campaign c-open")]
    [InlineData("shared_with_me:true", "")]
    [InlineData("publisher:x", "")]
    public async Task Collections(string query, string expected) => (await fixture.FindAsync("entity:collection " + query)).Order().ShouldBe(Split(expected), false, query);

    [Fact]
    public async Task Hashes_of_a_file_find_it_and_what_is_alike()
    {
        (await fixture.FindAsync(EmulatorFixture.EicarMd5)).ShouldBe(["eicar"]);
        (await fixture.FindAsync(EmulatorFixture.EicarSha1.ToUpperInvariant())).ShouldBe(["eicar"]);
        (await fixture.FindAsync("\"" + EmulatorFixture.EicarSha256 + "\"")).ShouldBe(["eicar"]);
        (await fixture.FindAsync(new string('0', 64))).ShouldBeEmpty();
        var report = await fixture.Emulator.GetAsync("/files/" + fixture.IdOf("pe"));
        var pe = report["data"]!["attributes"]!["pe_info"]!;
        (await fixture.FindAsync($"imphash:{pe["imphash"]}")).ShouldBe(["pe"]);
        (await fixture.FindAsync($"sectionmd5:{pe["sections"]![0]!["md5"]}")).ShouldBe(["pe"]);
        (await fixture.FindAsync($"segment:dynamic")).ShouldBe(["elf"]);
    }

    [Fact]
    public async Task Every_modifier_of_the_table_is_understood_by_its_example()
    {
        foreach (var modifier in SearchModifiers.All.Where(modifier => modifier.Value != "content"))
        {
            var value = modifier.Value switch { "number" => "5+", "size" => "5KB-", "date" => "3d+", "address" => "192.0.2.1", "field" => "comment", "bool" => "true", _ => "x1" };
            foreach (var name in modifier.Aliases.Prepend(modifier.Name).Where(name => name != SearchEntity.Engine))
                await fixture.SearchAsync($"entity:{modifier.Entity} {(name == "min_engines" ? "min_engines_x" : name)}:{value}", "&descriptors_only=true");
        }
    }

    private static string[] Split(string names) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
