using System.Globalization;
using System.Text.RegularExpressions;
using VtKit.Indicators;

namespace VtKit.Emulator;

/// <summary>Turns terms on files, URLs, domains and addresses into conditions on <c>search_item AS i</c>.</summary>
internal sealed class SearchItems(Session store, ApiRequest request, SearchEntity entity, SearchArguments arguments)
{
    private const string EnginesPrefix = "min_engines_", MinEngines = "min_engines";

    /// <summary>Counts of engines beyond this one are not told apart from it.</summary>
    private const int MostEngines = 200;

    /// <summary>Where a bare word is looked for.</summary>
    private const string AnyText = "name label metadata comment imports exports magic url path";

    public string Condition(SearchTerm term)
    {
        if (term.Modifier is not { } name) return Free(term.Value);
        if (name.StartsWith(EnginesPrefix, StringComparison.Ordinal) && entity.Name == SearchFields.File) return CountedEngines(term, name[EnginesPrefix.Length..]);
        if (entity.Modifier(name) is not { } modifier || modifier.Name == MinEngines) return Engine(term, name);
        // What is no value of its kind is wrong, also where there is nothing to compare it with.
        var (bounds, network) = Read(term, modifier);
        if (SearchFields.Of(entity.Name, modifier.Name) is not { } field) return SearchSql.Never;
        return field.Place switch
        {
            SearchPlace.Column when network is var (first, last) => $"(i.{field.Column} BETWEEN {arguments.Add(first)} AND {arguments.Add(last)} IS TRUE)",
            SearchPlace.Column => SearchSql.Within(arguments, field.Column.StartsWith('(') ? field.Column : "i." + field.Column, bounds!.Value),
            SearchPlace.Value => Value(modifier.Name, term.Value),
            SearchPlace.Pattern when term.Value.Contains('*', StringComparison.Ordinal) => Pattern(modifier.Name, term.Value),
            // A tag is a word and not words.
            SearchPlace.Pattern when modifier.Value == "word" => Value(modifier.Name, term.Value),
            SearchPlace.Pattern or SearchPlace.Words => Words(SearchText.Phrase(field.Column, term.Value)),
            SearchPlace.Special when network is var (first, last) => Embedding(modifier.Name, $"c.address BETWEEN {arguments.Add(first)} AND {arguments.Add(last)}"),
            _ => Special(term, modifier.Name, bounds),
        };
    }

    private (SearchBounds? Bounds, (byte[] First, byte[] Last)? Network) Read(SearchTerm term, SearchModifier modifier) => modifier.Value switch
    {
        "number" => (SearchValues.Number(term), null),
        "size" => (SearchValues.Size(term), null),
        "date" => (SearchValues.Date(term, request.Now), null),
        "address" => (null, SearchValues.Network(term)),
        _ => (null, null),
    };

    private string Special(SearchTerm term, string modifier, SearchBounds? bounds) => modifier switch
    {
        "have" => Have(term),
        "collection" => InCollection(term.Value),
        "submitter" => term.Value.Equals("api", StringComparison.OrdinalIgnoreCase) ? "(i.submissions > 0)" : SearchSql.Never,
        "children_positives" => $"i.id IN (SELECT m.parent FROM file_member m JOIN search_item c ON c.type = 'file' AND c.id = m.child WHERE {SearchSql.Within(arguments, "c.positives", bounds!.Value)})",
        "path" => $"(i.type, i.id) IN (SELECT u.host_type, u.host FROM url u JOIN search_item c ON c.type = 'url' AND c.id = u.id WHERE c.key IN ({WordsQuery(SearchText.Phrase("path", term.Value))}))",
        "detected_urls_count" => SearchSql.Within(arguments, OfUrls("min(100, count(*))", "AND c.positives > 0"), bounds!.Value),
        "urls_max_detections" => SearchSql.Within(arguments, OfUrls("max(c.positives)", ""), bounds!.Value),
        "domain_regex" => Regex(term),
        "embedded_domain" => Embedding(modifier, $"c.id = {arguments.Add(term.Value.ToLowerInvariant())}"),
        "embedded_url" => Embedding(modifier, $"c.key IN ({WordsQuery(SearchText.Phrase("url", term.Value))})"),
        "similar-to" => FileHash.TryParse(term.Value, out var hash) && Files.Sha256Of(store, hash) is { } like
            ? $"i.id IN ({SimilarFiles.Ids(arguments.Add(like))})" : SearchSql.Never,
        "ssdeep" => $"i.id IN ({SimilarFiles.IdsBySsdeep(arguments.Add(term.Value))})",
        "tlsh" => $"i.id IN ({SimilarFiles.IdsByTlsh(arguments.Add(term.Value))})",
        _ => throw new InvalidOperationException($"Nothing looks up {modifier}."),
    };

    private string Value(string name, string value) =>
        $"i.key IN (SELECT t.key FROM search_term t WHERE t.value = (SELECT v.id FROM search_value v WHERE v.name = {arguments.Add(name)} AND v.value = {arguments.Add(value.ToLowerInvariant())}))";

    private string Pattern(string name, string pattern) =>
        $"i.key IN (SELECT t.key FROM search_value v JOIN search_term t ON t.value = v.id WHERE v.name = {arguments.Add(name)} AND v.value GLOB {arguments.Add(SearchText.Glob(pattern))})";

    private string Words(string match) => $"i.key IN ({WordsQuery(match)})";

    private string WordsQuery(string match) => $"SELECT rowid FROM search_text WHERE search_text MATCH {arguments.Add(match)}";

    /// <summary>Files in which a URL, domain or address stands. The relationship that leads to them has the name of the modifier, in plural.</summary>
    private string Embedding(string modifier, string condition) =>
        $"i.id IN (SELECT l.id FROM link l JOIN search_item c ON c.type = l.target_type AND c.id = l.target WHERE l.type = 'file' AND l.name = {arguments.Add(modifier + "s")} AND {condition})";

    private static string OfUrls(string what, string which) =>
        $"(SELECT {what} FROM url u JOIN search_item c ON c.type = 'url' AND c.id = u.id WHERE u.host_type = i.type AND u.host = i.id {which})";

    /// <summary>A bare word: anywhere in the text, or a tag.</summary>
    private string Free(string text) => $"({Words(SearchText.Phrase(AnyText, text))} OR {Value("tag", text)})";

    private string Engine(SearchTerm term, string name)
    {
        if (!SearchEntity.IsEngine(name) && !store.Any("SELECT 1 FROM search_engine WHERE name = $1", name))
            throw term.Wrong($"there is no modifier \"{name}\" for {entity.Name}s");
        if (SearchFields.Of(entity.Name, SearchEntity.Engine) is null) return SearchSql.Never;
        // "infected" is any detection.
        if (term.Value.Equals("infected", StringComparison.OrdinalIgnoreCase)) return Words(SearchText.Phrase("engine", EngineDocument.Labelled(name)));
        var words = string.Join(' ', SearchText.Words(term.Value).Select(word => EngineDocument.Labelled(name, word)));
        return words.Length == 0 ? SearchSql.Never : Words(SearchText.Phrase("engine", words));
    }

    /// <summary>How many engines use a word. One engine is told by the word itself, more by a word for each number.</summary>
    private string CountedEngines(SearchTerm term, string word)
    {
        word = word.ToLowerInvariant();
        var bounds = SearchValues.Number(term);
        var from = Convert.ToDouble(bounds.Exactly ?? bounds.From ?? 0.0, CultureInfo.InvariantCulture);
        var below = bounds.Exactly is not null ? Math.Floor(from) + 1 : Convert.ToDouble(bounds.Below ?? double.PositiveInfinity, CultureInfo.InvariantCulture);
        var any = Words(SearchText.Phrase("label", word));
        string AtLeast(double count) => count switch
        {
            <= 0 => "1",
            <= 1 => any,
            > MostEngines => SearchSql.Never,
            _ => Words("{counted} : (" + string.Join(" OR ", Enumerable.Range((int)Math.Ceiling(count), MostEngines + 1 - (int)Math.Ceiling(count))
                .Select(number => SearchText.Quoted(EngineDocument.Counted(word, number)))) + ")"),
        };
        return double.IsPositiveInfinity(below) ? AtLeast(from) : $"({AtLeast(from)} AND NOT {AtLeast(below)})";
    }

    private string Have(SearchTerm term)
    {
        var name = term.Value.ToLowerInvariant();
        var known = SearchPresence.Find(entity, name) ?? throw term.Wrong($"there is no field \"{term.Value}\" that {entity.Name}s can have");
        return $"({Value(SearchDocument.Presence, known)} OR EXISTS (SELECT 1 FROM link l WHERE l.type = i.type AND l.id = i.id AND l.name IN ({arguments.Add(known)}, {arguments.Add(known + "s")})))";
    }

    /// <summary>Those in a collection that the caller may see, by its name.</summary>
    private string InCollection(string text) =>
        $"""
        (i.type, i.id) IN (SELECT k.target_type, k.target FROM record r JOIN link k ON k.type = r.type AND k.id = r.id
            WHERE r.type = '{ObjectType.Collection}' AND instr(lower(json_extract(r.attributes, '$.{Attr.Collection.Name}')), {arguments.Add(text.ToLowerInvariant())}) > 0
            AND {arguments.VisibleTo(request.Account)})
        """;

    private string Regex(SearchTerm term)
    {
        Regex regex;
        try
        {
            // This kind takes time in proportion to the text, whatever the expression is.
            regex = new Regex(term.Value, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw term.Wrong($"\"{term.Value}\" is no regular expression that can be run");
        }
        var keys = store.List("SELECT key, id FROM search_item WHERE type = $1", row => (Key: row.GetInt64(0), Id: row.GetString(1)), ObjectType.Domain)
            .Where(domain => regex.IsMatch(domain.Id)).Select(domain => domain.Key);
        return $"i.key IN (SELECT value FROM json_each({arguments.Add($"[{string.Join(',', keys)}]")}))";
    }
}
