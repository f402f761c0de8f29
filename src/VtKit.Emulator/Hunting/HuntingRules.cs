using System.Text.Json;
using VtKit.StaticAnalysis;

namespace VtKit.Emulator;

/// <summary>YARA rules as users post them: compiled by the real compiler before anything is kept.</summary>
internal static class HuntingRules
{
    private const string MissingModule = "unknown module \"vt\"";

    /// <summary>Compiles rules and gives their names.</summary>
    /// <exception cref="ApiException">They do not compile, or nothing here can tell.</exception>
    public static async Task<IReadOnlyList<string>> CheckAsync(Backend backend, string rules, CancellationToken cancellationToken)
    {
        var compilation = await backend.Yara.CompileAsync([new YaraSource("rules", rules)], cancellationToken).ConfigureAwait(false);
        using (compilation.Rules)
            return compilation.Status switch
            {
                YaraCompileStatus.Compiled when compilation.RuleNames.Count == 0 => throw ApiException.BadRequest("There is no rule in \"rules\""),
                YaraCompileStatus.Compiled => compilation.RuleNames,
                YaraCompileStatus.NotInstalled => throw ApiException.NotSupported("The emulator compiles and matches rules with YARA, which is not installed here: install the package \"yara\"."),
                // Good rules at the service: what is missing is here.
                YaraCompileStatus.Broken when compilation.Error!.Contains(MissingModule, StringComparison.Ordinal) =>
                    throw ApiException.NotSupported($"The emulator does not have YARA's module \"vt\", which only the service has ({compilation.Error})."),
                _ => throw ApiException.BadRequest($"Error compiling rules: {compilation.Error}"),
            };
    }

    /// <summary>The rules in the attributes of a body; null when they are not among them.</summary>
    /// <exception cref="ApiException">They are no text.</exception>
    public static string? Read(JsonElement attributes, string name) => attributes.Member(name) is not { } rules ? null
        : rules.ValueKind == JsonValueKind.String && rules.TryText() is { } text ? text
        : throw ApiException.BadRequest($"The attribute \"{name}\" is not a text");
}
