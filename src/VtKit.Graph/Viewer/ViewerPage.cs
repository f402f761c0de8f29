using System.Reflection;
using System.Text;

namespace VtKit.Graph;

/// <summary>The page that is built from <c>web/</c>, with places that are filled in.</summary>
internal static class ViewerPage
{
    private const string Mark = "@@";

    private static readonly Lazy<string?> Template = new(Read);

    /// <summary>The page with its places filled, each by its name. What is filled in is not looked at again.</summary>
    /// <exception cref="GraphException">There is no page in this build.</exception>
    public static string Fill(Func<string, string> value)
    {
        var template = Template.Value
            ?? throw new GraphException(GraphError.NoViewer, "This build of VtKit.Graph has no HTML viewer: build it where node and npm are installed.");
        var page = new StringBuilder(template.Length * 2);
        var at = 0;
        while (template.IndexOf(Mark, at, StringComparison.Ordinal) is >= 0 and var start)
        {
            var end = template.IndexOf(Mark, start + Mark.Length, StringComparison.Ordinal);
            page.Append(template, at, start - at).Append(value(template[(start + Mark.Length)..end]));
            at = end + Mark.Length;
        }
        return page.Append(template, at, template.Length - at).ToString();
    }

    private static string? Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("VtKit.Graph.Viewer.viewer.html");
        if (stream is null) return null;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
