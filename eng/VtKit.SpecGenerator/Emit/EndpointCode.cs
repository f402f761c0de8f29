using System.Globalization;
using System.Text;

namespace VtKit.SpecGenerator.Emit;

/// <summary>The endpoint table, once for the SDK and once for the emulator: the two share no code, only spec/.</summary>
internal static class EndpointCode
{
    public static IEnumerable<(string Path, string Text)> Write(ApiSpec spec, string folder, string ns, IReadOnlySet<string>? emulated)
    {
        var forEmulator = emulated is not null;
        yield return ($"{folder}/Endpoint.g.cs", Type(ns, forEmulator));
        yield return ($"{folder}/Endpoints.g.cs", Index(spec, ns));
        yield return ($"{folder}/Endpoints.Rows.g.cs", Rows(spec, ns, emulated));
        if (emulated is not null) yield return ($"{folder}/EndpointAliases.g.cs", Aliases(spec, ns, emulated));
    }

    /// <summary>Paths of aliases.tsv, for a room that needs some of them.</summary>
    public static string Undocumented(ApiSpec spec, string ns, params string[] names)
    {
        var text = Code.File(ns, "aliases.tsv");
        text.Append("/// <summary>Paths that clients use though no document has them.</summary>\ninternal static class Undocumented\n{\n");
        foreach (var (index, row) in spec.Aliases.Where(row => names.Contains(row.Name, StringComparer.Ordinal)).Index())
        {
            if (index > 0) text.Append('\n');
            text.Summary("    ", row.Summary);
            text.Append(CultureInfo.InvariantCulture, $"    public const string {row.CSharp} = {Naming.Literal(row.Path)};\n");
        }
        return text.Append("}\n").ToString();
    }

    private static string Type(string ns, bool forEmulator)
    {
        var text = Code.File(ns, "endpoints.tsv");
        text.Append($$"""
            /// <summary>An operation of the API, as spec/endpoints.tsv has it. Two of the same name are equal.</summary>
            internal sealed class Endpoint(string name, string method, string template, string tier, string confidence, int cost, string query{{(forEmulator ? ", string group, string summary, bool emulated" : "")}}) : IEquatable<Endpoint>
            {
                /// <summary>The dotted name: <c>files.get</c>.</summary>
                public string Name { get; } = name;

                /// <summary>The HTTP method.</summary>
                public string Method { get; } = method;

                /// <summary>The path with its placeholders: <c>/files/{id}</c>.</summary>
                public string Template { get; } = template;

                /// <summary>Who may call: public, premium, private-scanning, gti or admin.</summary>
                public string Tier { get; } = tier;

                /// <summary>How well the row is known.</summary>
                public string Confidence { get; } = confidence;

                /// <summary>How many requests of the quota a call costs.</summary>
                public int Cost { get; } = cost;

                /// <summary>The query parameters it takes; those that it needs are among them.</summary>
                public string[] Query => field ??= query.Split(' ', StringSplitOptions.RemoveEmptyEntries);


            """);
        if (forEmulator)
            text.Append("""
                    /// <summary>The family it belongs to.</summary>
                    public string Group { get; } = group;

                    /// <summary>What it does.</summary>
                    public string Summary { get; } = summary;

                    /// <summary>Whether the emulator answers it; if not, it says 501.</summary>
                    public bool Emulated { get; } = emulated;


                """);
        text.Append("""
                /// <summary>The path of a call: each placeholder replaced, in order, by its argument in percent-encoding.</summary>
                /// <exception cref="ArgumentException">There are not as many arguments as placeholders, or one would change the path.</exception>
                public string Path(params ReadOnlySpan<string> arguments)
                {
                    var path = new System.Text.StringBuilder(Template.Length + 64);
                    var used = 0;
                    for (var rest = Template.AsSpan(); !rest.IsEmpty;)
                    {
                        var open = rest.IndexOf('{');
                        if (open < 0)
                        {
                            path.Append(rest);
                            break;
                        }
                        path.Append(rest[..open]);
                        if (used == arguments.Length) throw new ArgumentException($"{Name} needs more than {arguments.Length} arguments.", nameof(arguments));
                        var argument = arguments[used++];
                        if (argument is null or "" or "." or "..")
                            throw new ArgumentException($"'{argument}' cannot stand for {rest[open..(rest.IndexOf('}') + 1)]} in {Template}.", nameof(arguments));
                        path.Append(Uri.EscapeDataString(argument));
                        rest = rest[(rest.IndexOf('}') + 1)..];
                    }
                    if (used < arguments.Length) throw new ArgumentException($"{Name} needs {used} arguments, not {arguments.Length}.", nameof(arguments));
                    return path.ToString();
                }

                /// <summary>Whether a path, which begins with a slash and has no query, is one of this template.</summary>
                public bool Matches(ReadOnlySpan<char> path)
                {
                    var template = Template.AsSpan();
                    while (!template.IsEmpty && !path.IsEmpty)
                    {
                        var expected = NextSegment(ref template);
                        var actual = NextSegment(ref path);
                        if (expected[0] == '{' ? actual.IsEmpty : !actual.SequenceEqual(expected)) return false;
                    }
                    return template.IsEmpty && path.IsEmpty;
                }

                public bool Equals(Endpoint? other) => other is not null && Name == other.Name;

                public override bool Equals(object? obj) => Equals(obj as Endpoint);

                public override int GetHashCode() => string.GetHashCode(Name, StringComparison.Ordinal);

                public static bool operator ==(Endpoint? left, Endpoint? right) => left is null ? right is null : left.Equals(right);

                public static bool operator !=(Endpoint? left, Endpoint? right) => !(left == right);

                public override string ToString() => $"{Method} {Template}";

                private static ReadOnlySpan<char> NextSegment(ref ReadOnlySpan<char> path)
                {
                    var rest = path[1..];
                    var end = rest.IndexOf('/');
                    var segment = end < 0 ? rest : rest[..end];
                    path = end < 0 ? default : rest[end..];
                    return segment;
                }
            }

            """);
        return text.ToString();
    }

    private static string Index(ApiSpec spec, string ns)
    {
        var roots = spec.Endpoints.GroupBy(e => e.Root).OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
        var text = Code.File(ns, "endpoints.tsv");
        text.Append("""
            /// <summary>
            /// The endpoint table. A row is made when it is first asked for, and a look-up makes only the rows that begin with the
            /// same segment, so that a program pays for what it uses. Two threads that ask at once may each make a row; the rows are equal.
            /// </summary>
            internal static partial class Endpoints
            {
                /// <summary>All rows, by first segment.</summary>
                public static IReadOnlyList<Endpoint> All => field ??=
                [

            """);
        foreach (var root in roots) text.Append(CultureInfo.InvariantCulture, $"        .. Roots.{Naming.Pascal(root.Key)}Rows,\n");
        text.Append("""
                ];

                /// <summary>The row of a request, or null. Where several fit, literal segments win over placeholders, from left to right.</summary>
                /// <param name="method">The HTTP method in capitals.</param>
                /// <param name="path">The path below <c>/api/v3</c>, percent-encoded as it goes over the wire; a query is ignored.</param>
                public static Endpoint? Match(string method, ReadOnlySpan<char> path)
                {
                    var end = path.IndexOfAny('?', '#');
                    if (end >= 0) path = path[..end];
                    if (path.IsEmpty || path[0] != '/') return null;
                    var slash = path[1..].IndexOf('/');
                    foreach (var row in Under(slash < 0 ? path[1..] : path[1..(slash + 1)]))
                        if (row.Method == method && row.Matches(path))
                            return row;
                    return null;
                }

                private static Endpoint[] Under(ReadOnlySpan<char> root) => root switch
                {

            """);
        foreach (var root in roots)
            text.Append(CultureInfo.InvariantCulture, $"        {Naming.Literal(root.Key)} => Roots.{Naming.Pascal(root.Key)}Rows,\n");
        text.Append("""
                    _ => [],
                };

                // By first segment; within it, literals before placeholders.
                private static class Roots
                {

            """);
        foreach (var root in roots)
        {
            var rows = string.Join(", ", root.OrderBy(e => MatchOrder(e.Path), StringComparer.Ordinal).ThenBy(e => e.Method, StringComparer.Ordinal).Select(e => e.CSharp));
            text.Append(CultureInfo.InvariantCulture, $"        public static Endpoint[] {Naming.Pascal(root.Key)}Rows => field ??= [{rows}];\n");
        }
        return text.Append("    }\n}\n").ToString();
    }

    private static string Rows(ApiSpec spec, string ns, IReadOnlySet<string>? emulated)
    {
        var text = Code.File(ns, "endpoints.tsv");
        text.Append("internal static partial class Endpoints\n{\n");
        foreach (var e in spec.Endpoints)
        {
            string[] arguments =
            [
                Naming.Literal(e.Name), Naming.Literal(e.Method), Naming.Literal(e.Path), Naming.Literal(e.Tier), Naming.Literal(e.Confidence),
                e.Cost.ToString(CultureInfo.InvariantCulture), Naming.Literal(string.Join(' ', e.Query.Select(q => q.TrimEnd('*')))),
                .. emulated is null ? Array.Empty<string>() : [Naming.Literal(e.Group), Naming.Literal(e.Summary), emulated.Contains(e.Name) ? "true" : "false"],
            ];
            text.Append(CultureInfo.InvariantCulture, $"    public static Endpoint {e.CSharp} => field ??= new({string.Join(", ", arguments)});\n");
        }
        return text.Append("}\n").ToString();
    }

    private static string Aliases(ApiSpec spec, string ns, IReadOnlySet<string> emulated)
    {
        var text = Code.File(ns, "aliases.tsv");
        text.Append("""
            /// <summary>A path that clients use though no document has it.</summary>
            /// <param name="Name">The dotted name.</param>
            /// <param name="Method">The HTTP method.</param>
            /// <param name="Template">The path with its placeholders, which are those of <paramref name="StandsFor"/>.</param>
            /// <param name="StandsFor">The row that it is another form of; null where there is none.</param>
            /// <param name="UsedBy">Who uses it.</param>
            /// <param name="Emulated">Whether the emulator answers it; if not, it says 501.</param>
            internal sealed record EndpointAlias(string Name, string Method, string Template, Endpoint? StandsFor, string UsedBy, bool Emulated);

            /// <summary>The paths that clients use though no document has them.</summary>
            internal static class EndpointAliases
            {

            """);
        foreach (var a in spec.Aliases)
        {
            var target = a.StandsFor.Length == 0 ? "null" : "Endpoints." + Naming.Pascal(a.StandsFor);
            text.Summary("    ", a.Summary);
            text.Append(CultureInfo.InvariantCulture, $"    public static EndpointAlias {a.CSharp} => field ??= new({Naming.Literal(a.Name)}, {Naming.Literal(a.Method)}, {Naming.Literal(a.Path)}, {target}, {Naming.Literal(a.UsedBy)}, {(emulated.Contains(a.Name) ? "true" : "false")});\n\n");
        }
        text.Append("    /// <summary>All of them.</summary>\n");
        text.Append(CultureInfo.InvariantCulture, $"    public static IReadOnlyList<EndpointAlias> All => field ??= [{string.Join(", ", spec.Aliases.Select(a => a.CSharp))}];\n");
        return text.Append("}\n").ToString();
    }

    // '!' sorts before letters, '~' after them: /files/upload_url comes before /files/{id}.
    private static string MatchOrder(string path) =>
        string.Concat(path[1..].Split('/').Select(segment => "!" + (segment[0] == '{' ? "~" : segment)));
}
