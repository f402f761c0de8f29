namespace VtKit.Emulator;

/// <summary>Where the index keeps what a modifier asks for.</summary>
internal enum SearchPlace
{
    /// <summary>A number or date in a column of the item.</summary>
    Column,

    /// <summary>A value that is compared as a whole.</summary>
    Value,

    /// <summary>Words in a column of the text.</summary>
    Words,

    /// <summary>As <see cref="Words"/>, and with <c>*</c> the whole value of the modifier.</summary>
    Pattern,

    /// <summary>A condition of its own.</summary>
    Special,
}

/// <summary>Where one modifier of one entity is looked up; the column, or the words' column.</summary>
internal sealed record SearchField(SearchPlace Place, string Column = "");

/// <summary>The modifiers that the emulator has data for. All others that the service knows find nothing.</summary>
internal static class SearchFields
{
    public const string File = "file", Url = "url", Domain = "domain", Ip = "ip", Collection = "collection";

    private static readonly SearchField Value = new(SearchPlace.Value), Special = new(SearchPlace.Special);

    private static readonly Dictionary<(string Entity, string Modifier), SearchField> Fields = Build();

    public static SearchField? Of(string entity, string modifier) => Fields.GetValueOrDefault((entity, modifier));

    private static Dictionary<(string Entity, string Modifier), SearchField> Build()
    {
        var fields = new Dictionary<(string Entity, string Modifier), SearchField>();
        void Add(string entity, SearchField field, params string[] modifiers)
        {
            foreach (var modifier in modifiers) fields.Add((entity, modifier), field);
        }
        static SearchField Column(string column) => new(SearchPlace.Column, column);
        static SearchField Words(string column) => new(SearchPlace.Words, column);
        static SearchField Pattern(string column) => new(SearchPlace.Pattern, column);

        foreach (var entity in new[] { File, Url, Domain, Ip })
        {
            Add(entity, Column("positives"), "positives");
            Add(entity, Column("reputation"), "reputation");
            Add(entity, Column("last_modification"), "last_modification_date");
            Add(entity, Words("comment"), "comment");
            Add(entity, Words("label"), "engines");
            Add(entity, Value, "comment_author");
            Add(entity, Special, "have", "collection", "<engine>");
        }
        foreach (var entity in new[] { File, Url })
        {
            Add(entity, Column("first_submission"), "first_submission_date");
            Add(entity, Column("last_submission"), "last_submission_date");
            Add(entity, Column("last_analysis"), "last_analysis_date");
            Add(entity, Column("submissions"), "submissions");
            Add(entity, Special, "submitter");
        }
        foreach (var entity in new[] { Domain, Ip }) Add(entity, Special, "path", "detected_urls_count", "urls_max_detections");
        foreach (var entity in new[] { Url, Domain }) Add(entity, Value, "tld", "parent_domain");
        foreach (var entity in new[] { Url, Ip }) Add(entity, Column("address"), "ip");

        Add(File, Column("size"), "size");
        Add(File, Column("sources"), "sources");
        Add(File, Column("timeouts"), "scan_timeout");
        Add(File, Column("unsupported"), "scan_unsupported");
        Add(File, Column("created"), "creation_date");
        Add(File, Column("sections"), "sections");
        Add(File, Column("entry_point"), "entry_point");
        Add(File, Column("(i.first_submission - i.created) / 1000"), "subspan");
        Add(File, Value, "type", "sha256", "imphash", "rich_pe_header_hash", "section", "sectionmd5", "segment", "resource", "lang", "crowdsourced_yara_rule",
            "netguid", "androguard_package", "authentihash");
        Add(File, Pattern("tag"), "tag");
        Add(File, Pattern("name"), "name");
        Add(File, Words("metadata"), "metadata");
        Add(File, Words("magic"), "magic");
        Add(File, Words("imports"), "imports");
        Add(File, Words("exports"), "exports");
        Add(File, Words("signature"), "signature");
        Add(File, Words("androguard"), "androguard");
        Add(File, Words("subject"), "email_subject");
        Add(File, Special, "embedded_domain", "embedded_ip", "embedded_url", "children_positives", "min_engines", "similar-to", "ssdeep", "tlsh");

        Add(Url, Pattern("url"), "url");
        Add(Url, Pattern("path"), "path");
        Add(Url, Pattern("name"), "hostname");
        Add(Url, Column("port"), "port");
        Add(Url, Column("max_positives"), "max_url_positives");
        Add(Url, Value, "scheme", "exact_path", "extension", "query_field", "query_value", "username", "password");

        Add(Domain, Pattern("name"), "domain");
        Add(Domain, Column("depth"), "depth");
        Add(Domain, Special, "domain_regex");

        Add(Ip, Value, "tag");
        return fields;
    }
}
