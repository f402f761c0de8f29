using System.Globalization;

namespace VtKit.SpecGenerator.Emit;

/// <summary>Error codes, limits and fixed words.</summary>
internal static class ErrorAndLimitCode
{
    public static string Limits(ApiSpec spec, string ns)
    {
        var text = Code.File(ns, "limits.tsv");
        text.Append("/// <summary>Limits of the service, as spec/limits.tsv has them.</summary>\ninternal static class Limits\n{\n");
        foreach (var (index, limit) in spec.Limits.Index())
        {
            if (index > 0) text.Append('\n');
            text.Summary("    ", $"{limit.Summary}. In {limit.Unit}");
            var type = limit.Unit == "bytes" ? "long" : "int";
            text.Append(CultureInfo.InvariantCulture, $"    public const {type} {Naming.Pascal(limit.Name)} = {Grouped(limit.Value)};\n");
        }
        return text.Append("}\n").ToString();
    }

    /// <summary>The rows of service.tsv; all of them, or those that are named.</summary>
    public static string Service(ApiSpec spec, string ns, params string[] names)
    {
        var text = Code.File(ns, "service.tsv");
        text.Append("/// <summary>What is fixed about the service's HTTP interface apart from its endpoints, as spec/service.tsv has it.</summary>\ninternal static partial class Service\n{\n");
        foreach (var (index, row) in spec.Service.Where(row => names.Length == 0 || names.Contains(row.Name, StringComparer.Ordinal)).Index())
        {
            if (index > 0) text.Append('\n');
            text.Summary("    ", row.Summary);
            text.Append(CultureInfo.InvariantCulture, $"    public const string {Naming.Pascal(row.Name)} = {Naming.Literal(row.Value)};\n");
        }
        return text.Append("}\n").ToString();
    }

    public static string EmulatorErrors(ApiSpec spec, string ns)
    {
        var text = Code.File(ns, "errors.tsv");
        text.Append("""
            /// <summary>An error code of the service and the status that goes with it.</summary>
            internal readonly record struct ErrorCode(string Code, int Status);

            /// <summary>The error codes of the service.</summary>
            internal static class Errors
            {

            """);
        foreach (var error in spec.Errors)
        {
            text.Summary("    ", error.Summary);
            text.Append(CultureInfo.InvariantCulture, $"    public static ErrorCode {error.Code} => new({Naming.Literal(error.Code)}, {error.Status});\n\n");
        }
        text.Append("    /// <summary>All of them.</summary>\n");
        text.Append(CultureInfo.InvariantCulture, $"    public static IReadOnlyList<ErrorCode> All => field ??= [{string.Join(", ", spec.Errors.Select(e => e.Code))}];\n");
        return text.Append("}\n").ToString();
    }

    public static string SdkErrors(ApiSpec spec, string ns) => OpenEnumCode.Write(ns, new OpenEnum(
        "VtErrorCode", "errors.tsv", "A code that the service gives with an error; codes that are not known here pass through unchanged",
        "https://docs.virustotal.com/reference/errors",
        [.. spec.Errors.Select(e => new OpenEnumValue(e.Code, e.Code, e.Also, $"{e.Summary} (HTTP {e.Status})"))]));

    private static string Grouped(long value) => value.ToString("#,##0", CultureInfo.InvariantCulture).Replace(",", "_", StringComparison.Ordinal);
}
