using System.Globalization;

namespace VtKit.StaticAnalysis;

/// <summary>A rule that a file matches.</summary>
/// <param name="Namespace">The namespace of the rule's source.</param>
/// <param name="Rule">The rule's name.</param>
/// <param name="Tags">The rule's tags.</param>
/// <param name="Places">Where its strings stand in the file, in the order of the rule's strings; the first hundred.</param>
public sealed record YaraHit(string Namespace, string Rule, IReadOnlyList<string> Tags, IReadOnlyList<YaraPlace> Places);

/// <summary>Where a string of a rule stands in a file.</summary>
/// <param name="Offset">The number of the first byte.</param>
/// <param name="Length">The number of bytes.</param>
public sealed record YaraPlace(long Offset, int Length);

/// <summary>What came of a scan with compiled rules.</summary>
/// <param name="Hits">The rules that the file matches.</param>
/// <param name="Problem">Why there may be fewer than there should be, in one line; null when all went well.</param>
public sealed record YaraScan(IReadOnlyList<YaraHit> Hits, string? Problem);

/// <summary>Rules that <see cref="YaraCompiler"/> has compiled. They lie in a folder that is gone when this is disposed of; scans must have ended by then.</summary>
public sealed class YaraCompiledRules : IDisposable
{
    private const int MaxHits = 1000;
    private const int MaxPlaces = 100;
    private readonly string _program;
    private readonly DirectoryInfo _folder;
    private readonly string _rules;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    internal YaraCompiledRules(string program, DirectoryInfo folder, string rules, TimeSpan timeout, TimeProvider time)
    {
        _program = program;
        _folder = folder;
        _rules = rules;
        _timeout = timeout;
        _time = time;
    }

    /// <summary>Scans a file through a private copy that cannot be executed.</summary>
    /// <param name="content">The file, seekable; read from its start. The caller keeps it.</param>
    /// <param name="cancellationToken">Gives up, with an <see cref="OperationCanceledException"/>; the program is ended.</param>
    /// <returns>The matches.</returns>
    public async Task<YaraScan> ScanAsync(Stream content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var copy = await PrivateCopy.CreateAsync(content, both.Token).ConfigureAwait(false);
            var hits = new List<(YaraHit Hit, List<YaraPlace> Places)>();
            var seconds = ((int)Math.Clamp(Math.Ceiling(_timeout.TotalSeconds), 1, int.MaxValue / 2)).ToString(CultureInfo.InvariantCulture);
            string[] arguments = ["-C", "-e", "-g", "-s", "-L", "-w", "-p", "1", "-a", seconds, _rules, copy.FilePath];
            var output = await BoundedProcess.RunAsync(_program, arguments, line => Take(line, copy.FilePath, hits), both.Token).ConfigureAwait(false);
            var problem = output is null ? "The yara program is gone."
                : output.ExitCode == 0 ? null
                : $"yara failed: {EngineText.Clean(output.Error.Replace(copy.FilePath, "the file", StringComparison.Ordinal).Trim())}";
            return new YaraScan([.. hits.Select(found => found.Hit)], problem);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new YaraScan([], $"yara did not end within {_timeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s.");
        }
    }

    /// <summary>Removes the compiled rules.</summary>
    public void Dispose() => Remove(_folder);

    internal static void Remove(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It lies in the system's temporary folder, private to this user.
        }
    }

    /// <summary>Reads <c>namespace:Rule [tag,tag] path</c>, and below it <c>0x1f:5:$name: bytes</c> for each place.</summary>
    private static void Take(string line, string path, List<(YaraHit Hit, List<YaraPlace> Places)> hits)
    {
        if (line.StartsWith("0x", StringComparison.Ordinal))
        {
            var parts = line.Split(':', 3);
            if (hits.Count > 0 && hits[^1].Places.Count < MaxPlaces && parts.Length == 3
                && long.TryParse(parts[0].AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var offset)
                && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var length))
                hits[^1].Places.Add(new YaraPlace(offset, length));
            return;
        }
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var open = line.IndexOf(" [", StringComparison.Ordinal);
        var close = line.Length - path.Length - 2;
        if (hits.Count == MaxHits || colon <= 0 || open <= colon || close <= open || !line.EndsWith("] " + path, StringComparison.Ordinal)) return;
        var places = new List<YaraPlace>();
        var tags = line[(open + 2)..close].Split(',', StringSplitOptions.RemoveEmptyEntries);
        hits.Add((new YaraHit(line[..colon], line[(colon + 1)..open], tags, places), places));
    }
}
