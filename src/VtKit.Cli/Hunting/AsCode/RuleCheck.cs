using VtKit.StaticAnalysis;

namespace VtKit.Cli;

/// <summary>Compiles rules here, before the service is asked, where YARA is installed.</summary>
internal static class RuleCheck
{
    // What the service's own rules can import and no other YARA has.
    private const string ServiceModule = "import \"vt\"";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Says what is wrong with rules; null where nothing is, or nobody can tell.</summary>
    /// <param name="session">Who is told what was not compiled.</param>
    /// <param name="files">The rules.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IReadOnlyDictionary<string, string>> RunAsync(CliSession session, IReadOnlyList<RuleFile> files, CancellationToken cancellationToken)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        var compiler = new YaraCompiler(Patience, session.Time);
        foreach (var file in files)
        {
            if (file.Rules.Contains(ServiceModule, StringComparison.Ordinal))
            {
                session.Talk.Say($"{file.Path} imports vt, which only the service has: it was not compiled here");
                continue;
            }
            var compiled = await compiler.CompileAsync([new YaraSource("default", file.Rules)], cancellationToken).ConfigureAwait(false);
            compiled.Rules?.Dispose();
            if (compiled.Status == YaraCompileStatus.NotInstalled)
            {
                session.Talk.Say("yara is not installed: no rules were compiled here; the service will say what is wrong with them");
                break;
            }
            if (compiled.Status != YaraCompileStatus.Compiled) problems[file.Name] = compiled.Error ?? "the rules do not compile";
        }
        return problems;
    }
}
