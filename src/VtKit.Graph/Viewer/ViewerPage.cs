using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace VtKit.Graph;

/// <summary>The page that is built from <c>web/</c>, with places that are filled in.</summary>
internal static partial class ViewerPage
{
    private static readonly Lazy<string?> Template = new(Read);

    /// <summary>The page with its places filled, each by its name. What is filled in is not looked at again.</summary>
    /// <exception cref="GraphException">There is no page in this build.</exception>
    public static string Fill(Func<string, string> value)
    {
        var template = Template.Value
            ?? throw new GraphException(GraphError.NoViewer, "This build of VtKit.Graph has no HTML viewer: build it where node and npm are installed.");
        return Place().Replace(template, place => value(place.Groups["name"].Value));
    }

    private static string? Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("VtKit.Graph.Viewer.viewer.html");
        if (stream is null) return null;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("@@(?<name>TITLE|THEME|CONNECT|DATA)@@", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Place();
}
