using System.Text.RegularExpressions;

namespace VtKit.SpecGenerator;

/// <summary>What an attribute holds, in the type language of spec/README.md.</summary>
public sealed partial record AttributeType(string Kind, string Of)
{
    private static readonly string[] Plain = ["string", "text", "int", "number", "bool", "date", "strings", "json"];
    private static readonly string[] MapValues = ["string", "int", "json"];

    internal static AttributeType? Parse(string text)
    {
        if (Plain.Contains(text, StringComparer.Ordinal)) return new AttributeType(text, "");
        var match = Compound().Match(text);
        if (!match.Success) return null;
        var (kind, of) = (match.Groups["kind"].Value, match.Groups["of"].Value);
        if (kind == "map" && MapValues.Contains(of, StringComparer.Ordinal)) return new AttributeType("map-" + of, "");
        if (kind == "list" && of == "json") return new AttributeType("list-json", "");
        return new AttributeType(kind, of);
    }

    /// <summary>Whether it refers to a view.</summary>
    public bool IsView => Kind is "view" or "list" or "map";

    [GeneratedRegex("^(?<kind>view|list|map|enum):(?<of>[a-z][a-z0-9_]*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Compound();
}

/// <summary>An attribute of an object or a view.</summary>
public sealed record AttributeRow(string Name, string Also, string Member, AttributeType Type, string Tier, string Confidence, string Summary);

/// <summary>A type of object, or a view of what lies inside one.</summary>
public sealed record ShapeRow(string Name, string Path, string Summary, string Page, bool IsView, bool HasClass, IReadOnlyList<AttributeRow> Attributes)
{
    /// <summary>The type that stands for it in C#.</summary>
    public string CSharp => IsView ? Naming.Pascal(Name) : "Vt" + Naming.Pascal(Name);
}

/// <summary>A set of words that the service may extend.</summary>
public sealed record EnumRow(string Name, string Summary, IReadOnlyList<EnumValueRow> Values);

/// <summary>A known word of such a set.</summary>
public sealed record EnumValueRow(string Value, string Also, string Member, string Summary);

/// <summary>The tables of spec/ that describe objects.</summary>
public sealed record ObjectSpec(IReadOnlyList<ShapeRow> Types, IReadOnlyList<ShapeRow> Views, IReadOnlyList<EnumRow> Enums)
{
    private const string ObjectFolder = "objects", ViewFolder = "objects/views";

    private static readonly string[] Tiers = [.. ApiSpec.Tiers, "owner"];
    private static readonly string[] Confidences = ["DOCS", "GTI-DOCS", "PEER", "SEEN"];

    // Members that every object or view has already.
    private static readonly string[] Taken =
    [
        "Type", "Id", "Attributes", "ContextAttributes", "AnswerMeta", "Links", "Relationships", "Error", "IsDescriptor", "Json", "Utf8Json",
        "Parse", "As", "ToJson", "ToString", "Create", "Equals", "GetHashCode", "GetType",
    ];
    private static readonly string[] TakenInViews = ["Node", "Exists", "Create", "Equals", "GetHashCode", "GetType", "ToString"];

    /// <summary>Reads and checks the tables.</summary>
    /// <exception cref="SpecException">A table is wrong.</exception>
    public static ObjectSpec Read(string folder)
    {
        var enums = ReadEnums(folder);
        var viewTable = Tsv.Read(folder, "views.tsv", "view", "like", "summary");
        var typeTable = Tsv.Read(folder, "types.tsv", "type", "path", "like", "summary", "page");
        var own = new Dictionary<string, List<AttributeRow>>(StringComparer.Ordinal);
        foreach (var row in viewTable.Rows) own["view:" + row["view"]] = ReadAttributes(folder, $"{ViewFolder}/{row["view"]}.tsv");
        foreach (var row in typeTable.Rows)
            if (File.Exists(Path.Combine(folder, ObjectFolder, row["type"] + ".tsv")))
                own[row["type"]] = ReadAttributes(folder, $"{ObjectFolder}/{row["type"]}.tsv");
        RefuseStrangers(folder, ObjectFolder, [.. typeTable.Rows.Select(r => r["type"])]);
        RefuseStrangers(folder, ViewFolder, [.. viewTable.Rows.Select(r => r["view"])]);

        var views = viewTable.Rows.Select(row => new ShapeRow(row["view"], "", row.Required("summary"), "", true, true,
            WithInherited(row, own["view:" + row["view"]], row["like"], own))).ToList();
        var types = typeTable.Rows.Select(row => new ShapeRow(row["type"], row["path"], row.Required("summary"), row["page"], false,
            own.ContainsKey(row["type"]), WithInherited(row, own.GetValueOrDefault(row["type"]) ?? [], row["like"], own))).ToList();

        foreach (var shape in views.Concat(types)) CheckShape(shape, views, enums);
        return new ObjectSpec(types, views, enums);
    }

    /// <summary>The views that can be reached from a type.</summary>
    public IReadOnlyList<ShapeRow> ViewsUnder(string type)
    {
        var found = new SortedDictionary<string, ShapeRow>(StringComparer.Ordinal);
        var open = new Queue<ShapeRow>([Types.First(t => t.Name == type)]);
        while (open.TryDequeue(out var shape))
            foreach (var attribute in shape.Attributes.Where(a => a.Type.IsView))
            {
                var view = Views.First(v => v.Name == attribute.Type.Of);
                if (found.TryAdd(view.Name, view)) open.Enqueue(view);
            }
        return [.. found.Values];
    }

    private static List<AttributeRow> ReadAttributes(string folder, string file)
    {
        var rows = new List<AttributeRow>();
        foreach (var row in Tsv.Read(folder, file, "attribute", "also", "member", "type", "tier", "confidence", "summary").Rows)
        {
            var type = AttributeType.Parse(row["type"]) ?? throw row.Wrong($"there is no type '{row["type"]}'");
            var member = row["member"].Length > 0 ? row["member"] : Naming.Pascal(row["attribute"]);
            rows.Add(new AttributeRow(row["attribute"], row["also"], member, type, row.OneOf("tier", Tiers),
                row.OneOf("confidence", Confidences), row.Required("summary")));
        }
        return rows;
    }

    // Own rows come first and replace inherited ones of the same name.
    private static List<AttributeRow> WithInherited(TsvRow row, List<AttributeRow> attributes, string like, Dictionary<string, List<AttributeRow>> own)
    {
        if (like.Length == 0) return attributes;
        if (!own.TryGetValue(like, out var inherited)) throw row.Wrong($"there is nothing called '{like}' to be like");
        return [.. attributes, .. inherited.Where(i => attributes.TrueForAll(a => a.Name != i.Name))];
    }

    private static void CheckShape(ShapeRow shape, List<ShapeRow> views, List<EnumRow> enums)
    {
        var file = shape.IsView ? $"{ViewFolder}/{shape.Name}.tsv" : $"{ObjectFolder}/{shape.Name}.tsv";
        var members = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, attribute) in shape.Attributes.Index())
        {
            SpecException Wrong(string problem) => new(file, index + 2, problem);
            if (!members.Add(attribute.Member)) throw Wrong($"another attribute is {attribute.Member} in C#, too: give one a member of its own");
            if ((shape.IsView ? TakenInViews : Taken).Contains(attribute.Member, StringComparer.Ordinal) || attribute.Member == shape.CSharp)
                throw Wrong($"{attribute.Member} is taken in C#: give '{attribute.Name}' a member of its own");
            if (attribute.Type.IsView && !views.Exists(v => v.Name == attribute.Type.Of)) throw Wrong($"there is no view '{attribute.Type.Of}'");
            if (attribute.Type.Kind == "enum" && !enums.Exists(e => e.Name == attribute.Type.Of)) throw Wrong($"there is no enum '{attribute.Type.Of}'");
        }
    }

    private static List<EnumRow> ReadEnums(string folder)
    {
        var sets = new List<EnumRow>();
        foreach (var group in Tsv.Read(folder, "enums.tsv", 2, ["enum", "value", "also", "member", "summary"]).Rows.GroupBy(r => r["enum"], StringComparer.Ordinal))
        {
            var head = group.First();
            if (head["value"] != "*") throw head.Wrong($"the first row of '{group.Key}' must have the value * and say what the set is");
            sets.Add(new EnumRow(group.Key, head.Required("summary"), [.. group.Skip(1).Select(row => new EnumValueRow(row.Required("value"), row["also"],
                row["member"].Length > 0 ? row["member"] : Naming.Pascal(row["value"].ToLowerInvariant()), row.Required("summary")))]));
        }
        return sets;
    }

    private static void RefuseStrangers(string folder, string inner, HashSet<string> known)
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(folder, inner)).Order(StringComparer.Ordinal))
            if (Path.GetExtension(path) != ".tsv" || !known.Contains(Path.GetFileNameWithoutExtension(path)))
                throw new SpecException($"{inner}/{Path.GetFileName(path)}", 1, "no row of types.tsv or views.tsv names this file");
    }
}
