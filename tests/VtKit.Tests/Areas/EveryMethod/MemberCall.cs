using System.Reflection;
using System.Text.Json.Nodes;
using VtKit.Indicators;

namespace VtKit.Tests;

/// <summary>Calls a member by its name, with an argument for each parameter.</summary>
internal static class MemberCall
{
    public const string Sha256 = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";
    public const string Url = "http://www.example.com/a";
    public static readonly DateTimeOffset Minute = new(2026, 1, 15, 10, 30, 0, TimeSpan.Zero);

    /// <summary>The public, non-generic methods of that name, those with the simplest arguments first.</summary>
    public static MethodInfo[] Resolve(string member)
    {
        var (type, name) = member.Split('.') is [var t, var n] ? (t, n) : throw new ArgumentException(member);
        return [.. typeof(VtClient).Assembly.GetType("VtKit." + type, throwOnError: true)!
            .GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .Where(method => method.Name == name && !method.IsGenericMethodDefinition)
            .OrderBy(method => method.GetParameters().Any(parameter => typeof(Stream).IsAssignableFrom(parameter.ParameterType)) ? 0 : 1)];
    }

    /// <summary>The area of the client that has the member.</summary>
    public static object AreaOf(VtClient client, MethodInfo method) => typeof(VtClient).GetProperties()
        .Single(property => method.ReflectedType == property.PropertyType).GetValue(client)!;

    /// <summary>Calls it and reads what comes to its end. With the names of its query, what is optional is given, too.</summary>
    public static async Task RunAsync(VtClient client, MethodInfo method, string file, string[]? query = null)
    {
        var arguments = method.GetParameters().Select(parameter => query is not null || !parameter.IsOptional ? Argument(parameter, file, query ?? []) : Type.Missing).ToArray();
        var answer = method.Invoke(AreaOf(client, method), BindingFlags.OptionalParamBinding, null, arguments, System.Globalization.CultureInfo.InvariantCulture);
        switch (answer)
        {
            case Task task:
                await task;
                if (task.GetType().GetProperty("Result")?.GetValue(task) is IDisposable result) result.Dispose();
                break;
            case null:
                throw new InvalidOperationException($"{method.Name} gives nothing.");
            default:
                var item = answer.GetType().GetInterfaces().Append(answer.GetType()).Single(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)).GetGenericArguments()[0];
                await (Task)typeof(MemberCall).GetMethod(nameof(DrainAsync), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(item).Invoke(null, [answer])!;
                break;
        }
    }

    private static async Task DrainAsync<T>(IAsyncEnumerable<T> items)
    {
        await foreach (var item in items) (item as IDisposable)?.Dispose();
    }

    private static object? Argument(ParameterInfo parameter, string file, string[] query)
    {
        string[]? Names(string name) => query.Contains(name) ? ["a"] : null;
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (type == typeof(CancellationToken)) return CancellationToken.None;
        if (type == typeof(string)) return parameter.Name switch { "path" => file, "url" => Url, _ => "a b" };
        if (type == typeof(int)) return 7;
        if (type == typeof(bool)) return true;
        if (type == typeof(DateTimeOffset)) return Minute;
        if (type == typeof(VtId<FileHash>)) return (VtId<FileHash>)Sha256;
        if (type == typeof(VtId<UrlId>)) return (VtId<UrlId>)Url;
        if (type == typeof(VtId<DomainName>)) return (VtId<DomainName>)"example.com";
        if (type == typeof(VtId<IpAddress>)) return (VtId<IpAddress>)"8.8.8.8";
        if (type == typeof(IEnumerable<VtId<FileHash>>)) return new VtId<FileHash>[] { Sha256 };
        if (type == typeof(VtRelationshipName)) return (VtRelationshipName)"owner";
        if (type == typeof(IEnumerable<VtRef>)) return new[] { new VtRef(VtObjectTypes.Domain, "example.com") };
        if (type == typeof(VoteVerdict)) return VoteVerdict.Malicious;
        if (type == typeof(VtCommentRating)) return VtCommentRating.Positive;
        if (type == typeof(JsonObject) || type == typeof(JsonNode)) return new JsonObject { ["a"] = 1 };
        if (type == typeof(JsonArray)) return new JsonArray("a");
        if (type == typeof(Stream)) return parameter.Name == "destination" ? new MemoryStream() : new MemoryStream([1, 2, 3]);
        if (type == typeof(VtReadOptions)) return new VtReadOptions { Attributes = Names("attributes"), ExcludeAttributes = Names("exclude_attributes"), Relationships = Names("relationships") };
        if (type == typeof(VtListOptions)) 
            return new VtListOptions { PageSize = query.Contains("limit") ? 7 : null, Attributes = Names("attributes"), ExcludeAttributes = Names("exclude_attributes"), Relationships = Names("relationships") };
        if (type == typeof(VtUploadOptions)) return new VtUploadOptions { FileName = "a.bin" };
        if (type == typeof(VtPrivateScanOptions)) return Filled(new VtPrivateScanOptions());
        if (typeof(VtEdit).IsAssignableFrom(type)) return Filled(Activator.CreateInstance(type)!);
        return parameter.IsOptional ? null : throw new NotSupportedException($"No argument for {parameter.ParameterType} {parameter.Name}.");
    }

    private static object Filled(object target)
    {
        foreach (var property in target.GetType().GetProperties().Where(p => p.Name != nameof(VtEdit.More)))
            property.SetValue(target, (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) switch
            {
                var t when t == typeof(string) => "a",
                var t when t == typeof(int) => 7,
                var t when t == typeof(long) => 7L,
                var t when t == typeof(bool) => true,
                var t when t == typeof(DateTimeOffset) => Minute,
                var t when t == typeof(TimeSpan) => TimeSpan.FromSeconds(90),
                var t when t == typeof(IReadOnlyList<string>) || t == typeof(IEnumerable<string>) => new[] { "a" },
                var t when t == typeof(IReadOnlyList<VtRef>) => new[] { new VtRef(VtObjectTypes.Domain, "example.com") },
                var t when t == typeof(JsonNode) => new JsonObject { ["a"] = 1 },
                var t => t.GetMethod("op_Implicit", [typeof(string)])!.Invoke(null, ["a"]),
            });
        return target;
    }
}
