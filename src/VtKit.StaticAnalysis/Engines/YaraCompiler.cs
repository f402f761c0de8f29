using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace VtKit.StaticAnalysis;

/// <summary>Rules as text, and the namespace that stands for them among the matches: letters, digits and <c>_</c>.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Rules">The rules, in YARA.</param>
public sealed record YaraSource(string Namespace, string Rules);

/// <summary>How compiling ended.</summary>
public enum YaraCompileStatus
{
    /// <summary>The rules are there.</summary>
    Compiled,

    /// <summary>The compiler refuses them; <see cref="YaraCompilation.Error"/> holds its words.</summary>
    Broken,

    /// <summary>The programs <c>yara</c> and <c>yarac</c> are not installed.</summary>
    NotInstalled,

    /// <summary>The compiler did not end in time.</summary>
    TimedOut,
}

/// <summary>What came of compiling.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Rules">The compiled rules, which the caller disposes of; null unless they compiled.</param>
/// <param name="RuleNames">The names of the rules, in their order.</param>
/// <param name="Error">Why there are none, in one line; null when they compiled.</param>
public sealed record YaraCompilation(YaraCompileStatus Status, YaraCompiledRules? Rules, IReadOnlyList<string> RuleNames, string? Error);

/// <summary>
/// Compiles YARA rules of people who are not trusted, with the programs <c>yarac</c> and <c>yara</c>: without a shell, in bounded time, and without
/// <c>include</c> and the module <c>console</c>, which reach beyond the rules. Rules may import the modules that this build of YARA has.
/// </summary>
/// <seealso href="https://yara.readthedocs.io/en/stable/commandline.html"/>
public sealed partial class YaraCompiler
{
    private const int MaxErrorLength = 1000;
    private readonly string _folder;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    /// <summary>Makes a compiler. Nothing is started yet.</summary>
    /// <param name="timeout">How long compiling may take, and each scan with what came of it; positive.</param>
    /// <param name="timeProvider">The clock for <paramref name="timeout"/>, or null for the system's.</param>
    /// <param name="folder">The folder of the programs, or null for wherever the system finds programs.</param>
    public YaraCompiler(TimeSpan timeout, TimeProvider? timeProvider = null, string? folder = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        _timeout = timeout;
        _time = timeProvider ?? TimeProvider.System;
        _folder = folder ?? "";
    }

    /// <summary>Compiles rules together; those of different namespaces may have the same names.</summary>
    /// <param name="sources">The rules.</param>
    /// <param name="cancellationToken">Gives up, with an <see cref="OperationCanceledException"/>; the program is ended.</param>
    /// <returns>The compiled rules, or why there are none.</returns>
    public async Task<YaraCompilation> CompileAsync(IReadOnlyList<YaraSource> sources, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        if (sources.FirstOrDefault(source => !Namespace().IsMatch(source.Namespace)) is { } odd)
            throw new ArgumentException($"\"{odd.Namespace}\" is no namespace: letters, digits and _ make one.", nameof(sources));
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        // Nobody else may look into the folder, or put anything there.
        var folder = Directory.CreateTempSubdirectory("vtkit-yara-");
        var kept = false;
        try
        {
            var compiled = Path.Combine(folder.FullName, "rules.compiled");
            var arguments = new List<string> { "-w" };
            for (var i = 0; i < sources.Count; i++)
            {
                var file = Path.Combine(folder.FullName, string.Create(CultureInfo.InvariantCulture, $"{i}.yar"));
                await File.WriteAllTextAsync(file, YaraText.Harmless(sources[i].Rules), both.Token).ConfigureAwait(false);
                arguments.Add($"{sources[i].Namespace}:{file}");
            }
            arguments.Add(compiled);
            var output = await BoundedProcess.RunAsync(Path.Combine(_folder, "yarac"), arguments, both.Token).ConfigureAwait(false);
            var scanner = Path.Combine(_folder, "yara");
            if (output is null || await BoundedProcess.RunAsync(scanner, ["--version"], both.Token).ConfigureAwait(false) is not { ExitCode: 0 })
                return new YaraCompilation(YaraCompileStatus.NotInstalled, null, [], "The programs yara and yarac are not installed.");
            if (output.ExitCode != 0)
                return new YaraCompilation(YaraCompileStatus.Broken, null, [], sources.Select(source => YaraText.Refusal(source.Rules)).FirstOrDefault(text => text is not null) ?? Words(output.Error));
            kept = true;
            return new YaraCompilation(YaraCompileStatus.Compiled, new YaraCompiledRules(scanner, folder, compiled, _timeout, _time), [.. sources.SelectMany(source => YaraText.RuleNames(source.Rules))], null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new YaraCompilation(YaraCompileStatus.TimedOut, null, [], $"The rules did not compile within {_timeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s.");
        }
        finally
        {
            if (!kept) YaraCompiledRules.Remove(folder);
        }
    }

    /// <summary>The compiler's words, without the names of files of this machine.</summary>
    private static string Words(string error)
    {
        var first = error.Split('\n').FirstOrDefault(line => line.Length > 0) ?? "the compiler gave no reason";
        var text = FileAndLine().Replace(first.StartsWith("error: ", StringComparison.Ordinal) ? first[7..] : first, "line ${line}").Trim();
        var clean = new StringBuilder();
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, MaxErrorLength))) clean.Append(char.IsControl(c) ? '?' : c);
        return clean.ToString();
    }

    [GeneratedRegex("^[A-Za-z0-9_]+$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\S*\.yar\((?<line>\d+)\)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileAndLine();
}
