using System.Runtime.CompilerServices;
using System.Text;

namespace VtKit;

/// <summary>
/// The path of a request below the API's root (<c>/files/…</c>), or an absolute URL. From an interpolated string, whatever
/// stands in braces is percent-encoded: <c>client.GetAsync($"/files/{hash}")</c>. A plain string is taken as it is.
/// </summary>
[InterpolatedStringHandler]
public readonly struct VtPath
{
    private readonly StringBuilder? _builder;
    private readonly string? _text;

    /// <summary>Begins a path from an interpolated string. For the compiler.</summary>
    /// <param name="literalLength">How long the fixed parts are.</param>
    /// <param name="formattedCount">How many holes there are.</param>
    public VtPath(int literalLength, int formattedCount)
    {
        _builder = new StringBuilder(literalLength + (formattedCount * 64));
        _text = null;
    }

    private VtPath(string text)
    {
        _builder = null;
        _text = text;
    }

    /// <summary>Takes a path or an absolute URL as it is.</summary>
    /// <param name="text">The path; it may have a query.</param>
    public static implicit operator VtPath(string text) => new(text);

    /// <summary>Takes a URL as it is.</summary>
    /// <param name="uri">The URL, or a path.</param>
    public static implicit operator VtPath(Uri uri) => new(uri is { IsAbsoluteUri: true } ? uri.AbsoluteUri : uri?.OriginalString ?? "");

    /// <summary>Makes a path from an interpolated string, encoding what stands in its braces.</summary>
    /// <param name="path">The interpolated string.</param>
    public static VtPath Of(VtPath path) => path;

    /// <summary>Adds a fixed part. For the compiler.</summary>
    /// <param name="literal">The text.</param>
    public void AppendLiteral(string literal) => _builder!.Append(literal);

    /// <summary>Adds an argument in percent-encoding. For the compiler.</summary>
    /// <param name="argument">The argument.</param>
    /// <exception cref="ArgumentException">The argument is empty or would change the path: <c>.</c> or <c>..</c>.</exception>
    public void AppendFormatted<T>(T argument)
    {
        var text = argument is IFormattable formattable ? formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture) : argument?.ToString();
        if (text is null or "" or "." or "..")
            throw new ArgumentException($"'{text}' cannot be part of the path {_builder}…", nameof(argument));
        _builder!.Append(Uri.EscapeDataString(text));
    }

    /// <summary>The path.</summary>
    public override string ToString() => _text ?? _builder?.ToString() ?? "";
}
