using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Web;

namespace VtKit.Tests.Clients;

/// <summary>In what our request differs from that of another client, each difference by the name that the docs explain it under.</summary>
internal static partial class WireDifference
{
    public const string Address = "the address of an upload";
    public const string PathEncoding = "encoding of the path";
    public const string FeedName = "the name of the behaviours' feed";
    public const string FirstCursor = "the cursor of the first page";
    public const string LimitOfOne = "`limit` of a relationship to one";
    public const string QueryEncoding = "encoding of the query";
    public const string QueryOrder = "order of the parameters";
    public const string FormEncoding = "encoding of a form";
    public const string FileName = "the name of a file";
    public const string PartType = "the type of a part";
    public const string BodyType = "the type of a JSON body";
    public const string EmptyType = "the type of an empty body";
    public const string ChangedId = "the id in the body of a change";
    public const string UserAgent = "`User-Agent`";
    public const string Accept = "`Accept`";
    public const string AcceptEncoding = "`Accept-Encoding`";
    public const string Connection = "`Connection`";

    private static readonly string[] Ours = ["User-Agent", "Accept", "Accept-Encoding", "x-apikey", "Content-Type", "Content-Length"];

    /// <summary>The differences; what has no name fails.</summary>
    public static SortedSet<string> Between(Asked theirs, Asked ours)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        ours.Method.ShouldBe(theirs.Method);
        CompareHeaders(theirs, ours, found);
        ComparePaths(theirs.Url.AbsolutePath, ours.Url.AbsolutePath, found);
        CompareQueries(theirs.Url.Query, ours.Url.Query, found);
        CompareBodies(theirs, ours, found);
        return found;
    }

    private static void CompareHeaders(Asked theirs, Asked ours, SortedSet<string> found)
    {
        ours.Headers.Keys.Except(Ours, StringComparer.OrdinalIgnoreCase).ShouldBeEmpty();
        ours.Key.ShouldBe(theirs.Key);
        ours.Headers["User-Agent"].ShouldContain("gzip");
        found.Add(UserAgent);
        // The transport sets this one of ours, and it stands for more ways than theirs.
        theirs.Headers["Accept-Encoding"].ShouldContain("gzip");
        found.Add(AcceptEncoding);
        if (theirs.Headers.ContainsKey("Connection")) found.Add(Connection);
        if (ours.Headers.GetValueOrDefault("Accept") != theirs.Headers["Accept"]) found.Add(Accept);
    }

    private static void ComparePaths(string theirs, string ours, SortedSet<string> found)
    {
        if (theirs == ours) return;
        if (theirs.StartsWith("/_ah/upload/", StringComparison.Ordinal)) found.Add(Address);
        else if (theirs.Contains("file-behaviours", StringComparison.Ordinal) && theirs.Replace("file-behaviours", "file_behaviours", StringComparison.Ordinal) == ours) found.Add(FeedName);
        else if (Uri.UnescapeDataString(theirs) == Uri.UnescapeDataString(ours)) found.Add(PathEncoding);
        else ours.ShouldBe(theirs);
    }

    private static void CompareQueries(string theirs, string ours, SortedSet<string> found)
    {
        if (theirs == ours) return;
        var (wanted, sent) = (Parameters(theirs), Parameters(ours));
        if (wanted.RemoveAll(p => p is ("cursor", "\"\"")) > 0) found.Add(FirstCursor);
        if (!sent.Exists(p => p.Name == "limit") && wanted.RemoveAll(p => p is ("limit", "10")) > 0) found.Add(LimitOfOne);
        sent.Order().ShouldBe(wanted.Order());
        if (!sent.SequenceEqual(wanted)) found.Add(QueryOrder);
        if (!Pieces(ours).Order().SequenceEqual(Pieces(theirs).Where(piece => sent.Contains(Parameters(piece).Single())).Order())) found.Add(QueryEncoding);
    }

    private static void CompareBodies(Asked theirs, Asked ours, SortedSet<string> found)
    {
        if (theirs.Body.Length == 0)
        {
            ours.Body.ShouldBeEmpty();
            if (ours.Headers.GetValueOrDefault("Content-Type") != theirs.Headers.GetValueOrDefault("Content-Type")) found.Add(EmptyType);
            return;
        }
        var (theirType, ourType) = (theirs.Headers["Content-Type"], ours.Headers["Content-Type"]);
        if (theirType.StartsWith("multipart/", StringComparison.Ordinal))
        {
            ourType.Split(';')[0].ShouldBe(theirType.Split(';')[0]);
            CompareParts(Part(theirs.Text, theirType), Part(ours.Text, ourType), found);
        }
        else if (theirType == "application/x-www-form-urlencoded")
        {
            ourType.ShouldBe(theirType);
            Parameters(ours.Text).ShouldBe(Parameters(theirs.Text));
            if (ours.Text != theirs.Text) found.Add(FormEncoding);
        }
        else
        {
            if (ourType != theirType) found.Add(BodyType);
            ourType.ShouldBe("application/json");
            CompareJson(JsonNode.Parse(theirs.Body)!, JsonNode.Parse(ours.Body)!, found);
        }
    }

    private static void CompareJson(JsonNode theirs, JsonNode ours, SortedSet<string> found)
    {
        if (JsonNode.DeepEquals(theirs, ours)) return;
        if (theirs["data"] is JsonObject data && ours["data"] is JsonObject sent && !sent.ContainsKey("id") && data.Remove("id")) found.Add(ChangedId);
        ours.ToJsonString().ShouldBe(theirs.ToJsonString());
    }

    private static void CompareParts(FilePart theirs, FilePart ours, SortedSet<string> found)
    {
        ours.Field.ShouldBe(theirs.Field);
        ours.Content.ShouldBe(theirs.Content);
        if (ours.Type != theirs.Type) found.Add(PartType);
        if (ours.Name == theirs.Name) return;
        // Quotation marks apart, ours is what theirs ends with.
        Uri.UnescapeDataString(theirs.Name).ShouldEndWith(Uri.UnescapeDataString(ours.Name));
        found.Add(FileName);
    }

    private static FilePart Part(string body, string type)
    {
        var boundary = Boundary().Match(type).Groups["boundary"].Value;
        var parts = body.Split("--" + boundary);
        (parts.Length, parts[0], parts[2]).ShouldBe((3, "", "--\r\n"));
        var end = parts[1].IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = parts[1][..end];
        var disposition = Disposition().Match(head);
        disposition.Success.ShouldBeTrue(head);
        return new FilePart(disposition.Groups["field"].Value, disposition.Groups["name"].Value, PartContentType().Match(head).Groups["type"].Value, parts[1][(end + 4)..^2]);
    }

    private static List<(string Name, string Value)> Parameters(string query)
    {
        var values = HttpUtility.ParseQueryString(query, Encoding.UTF8);
        return [.. values.AllKeys.Select(name => (name!, values[name]!))];
    }

    private static string[] Pieces(string query) => query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries);

    private sealed record FilePart(string Field, string Name, string Type, string Content);

    [GeneratedRegex("boundary=\"?(?<boundary>[^\"]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Boundary();

    [GeneratedRegex("Content-Disposition: form-data; name=\"(?<field>[a-z]+)\"; filename=\"(?<name>.*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Disposition();

    [GeneratedRegex("Content-Type: (?<type>.*?)\r?$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex PartContentType();
}
