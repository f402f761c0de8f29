using System.Globalization;
using System.Xml;

namespace VtKit.Graph;

/// <summary>Makes pictures of drawings, by a program that is installed here: <c>rsvg-convert</c> or, where that is absent, Chromium without a window.</summary>
public static class GraphPicture
{
    /// <summary>The side that pictures have at most, in pixels, unless told otherwise.</summary>
    public const int DefaultMaxSide = 4096;

    private const int LargestSide = 16_384;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    /// <summary>Small drawings are drawn at twice their size, which is crisp on any screen.</summary>
    private const double MostZoom = 2;

    /// <summary>Whether a program that makes pictures is installed here.</summary>
    public static bool IsAvailable => PictureProgram.Find() is not null;

    /// <summary>Makes a PNG of what <see cref="GraphDrawing.ToSvg"/> drew. No network is used, and nothing outside the drawing is read.</summary>
    /// <param name="svg">The drawing.</param>
    /// <param name="maxSide">The side that the picture has at most, in pixels; larger drawings are made smaller.</param>
    /// <param name="cancellationToken">Stops the program.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="GraphException">No such program is installed, it failed or took longer than 90 seconds, or the text is no SVG with a size.</exception>
    public static async Task<byte[]> RenderPngAsync(string svg, int maxSide = DefaultMaxSide, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(svg);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSide, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxSide, LargestSide);
        var (width, height) = Size(svg);
        var zoom = Math.Min(MostZoom, maxSide / Math.Max(width, height));
        var program = PictureProgram.Find()
            ?? throw new GraphException(GraphError.NoRenderer, "No program that makes pictures is installed: install rsvg-convert (package librsvg2-bin) or Chromium.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            var picture = await program.RunAsync(svg, width, height, zoom, limit.Token).ConfigureAwait(false);
            return picture.AsSpan().StartsWith(PngStart) ? picture : throw new GraphException(GraphError.NotRendered, $"{program.Name} made no picture.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GraphException(GraphError.NotRendered, string.Create(CultureInfo.InvariantCulture, $"{program.Name} took longer than {Timeout.TotalSeconds} seconds: draw a smaller graph, or keep the SVG."));
        }
    }

    private static ReadOnlySpan<byte> PngStart => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static (double Width, double Height) Size(string svg)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(svg), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            reader.MoveToContent();
            if (reader.LocalName == "svg" && Length(reader.GetAttribute("width")) is { } width && Length(reader.GetAttribute("height")) is { } height) return (width, height);
        }
        catch (XmlException exception)
        {
            throw new GraphException(GraphError.Unreadable, "The text is no SVG: " + exception.Message, exception);
        }
        throw new GraphException(GraphError.Unreadable, "The text is no SVG with a width and a height in pixels.");
    }

    private static double? Length(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var length) && length is > 0 and < 1e9 ? length : null;
}
