using System.Runtime.CompilerServices;

namespace VtKit.Indicators;

/// <summary>
/// Finds the indicators in any text: reports, mails, logs, source code, JSON, CSV, HTML, Markdown. Understood is all that <see cref="Indicator.Recognise"/>
/// understands, defanged or not, but for base64url ids; a dot may also be spelled as a word (<c>evil dot com</c>) or stand between blanks (<c>evil [.] com</c>).
/// Indicators do not overlap: neither the host of a URL nor a hash inside it is given again.
/// </summary>
/// <remarks>
/// A domain ends in a top-level domain that exists, in <c>onion</c>, or in one that is reserved for samples (<c>example</c>, <c>test</c>, <c>invalid</c>); see
/// <see cref="ExtractOptions.FileNamesAreDomains"/> for names that files have, too. Left out, because they mostly are something else, are names in mixed case whose last label is
/// not in lower case (<c>System.IO</c>), and those before <c>(</c> or <c>=</c> or inside a path, unless they are defanged; four numbers that follow the word "version"
/// or a name and a slash (<c>Chrome/1.2.3.4</c>); hashes inside longer runs of letters and digits. A host with a path, but without a scheme, is a URL.
/// </remarks>
public static class IndicatorExtractor
{
    private const int BufferLength = 1 << 16;

    /// <summary>Finds the indicators in a text. Takes time in proportion to its length, whatever stands in it; never throws because of it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="options">What to leave out, or null.</param>
    /// <returns>The indicators, in the order in which they stand.</returns>
    public static IReadOnlyList<ExtractedIndicator> Extract(string text, ExtractOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Extract(text, options, out _);
    }

    /// <summary>Finds the indicators in a text of any length, as it is read. Memory does not grow with the text, but for <see cref="ExtractOptions.Distinct"/>.</summary>
    /// <param name="reader">The text; it is read to its end and stays open.</param>
    /// <param name="options">What to leave out, or null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The indicators, in the order in which they stand.</returns>
    /// <exception cref="System.IO.IOException">The text cannot be read.</exception>
    public static async IAsyncEnumerable<ExtractedIndicator> ExtractAsync(
        TextReader reader, ExtractOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var state = new ExtractionState(options ?? new ExtractOptions());
        var buffer = new char[BufferLength];
        var (length, from, start, isLast) = (0, 0, 0L, false);
        while (!isLast)
        {
            length += await reader.ReadBlockAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            isLast = length < buffer.Length;
            from = new TextScanner(buffer.AsSpan(0, length), start, isLast, state).Run(from);
            foreach (var one in state.Taken) yield return one;
            state.Taken.Clear();

            // What stands before the next indicator says something about it.
            var keep = Math.Max(0, from - TextScanner.LookBehind);
            buffer.AsSpan(keep, length - keep).CopyTo(buffer);
            (start, length, from) = (start + keep, length - keep, from - keep);
        }
    }

    /// <summary>Finds the indicators, and tells how many characters were looked at, each time that they were.</summary>
    internal static IReadOnlyList<ExtractedIndicator> Extract(string text, ExtractOptions? options, out long steps)
    {
        var state = new ExtractionState(options ?? new ExtractOptions());
        new TextScanner(text, 0, isLast: true, state).Run(0);
        steps = state.Steps;
        return state.Taken;
    }
}
