using System.Reflection;

namespace VtKit.Contract.Tests;

/// <summary>
/// Each public method of the client, and of the areas that the emulator answers, has a contract test. Left out is what is generated from a
/// row that it does not answer, and a relationship's own method: every row is called through the verbs, every relationship by its name.
/// </summary>
public sealed class CompletenessTests
{
    [Fact]
    [Trait("seed", "66")]
    public void Every_public_method_has_a_contract_test()
    {
        PublicMethods().Except(Covered()).ShouldBeEmpty("Write a contract test and mark it with [Covers(\"…\")].");
    }

    [Fact]
    public void Every_mark_names_a_public_method()
    {
        Covered().Except(PublicMethods(all: true)).ShouldBeEmpty();
    }

    [Fact]
    public void The_list_of_methods_is_not_empty_by_accident()
    {
        var methods = PublicMethods();
        methods.ShouldContain("Client.GetAsync");
        methods.ShouldContain("Files.UploadAsync(Stream)");
        methods.ShouldContain("Domains.RelatedAsync<T>(VtId, VtRelationshipName)");
        methods.Length.ShouldBeGreaterThan(70);
    }

    private static string[] Covered() =>
        [.. typeof(CompletenessTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes<CoversAttribute>())
            .Select(covers => covers.Method)
            .Distinct()];

    private static string[] PublicMethods(bool all = false)
    {
        var areas = typeof(VtClient).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.PropertyType.Assembly == typeof(VtClient).Assembly)
            .Where(property => all || IsEmulated(property.PropertyType))
            .Select(property => (property.Name, Type: property.PropertyType))
            .Append((Name: "Client", Type: typeof(VtClient)));
        return [.. areas.SelectMany(area => MethodsOf(area.Type)
            .Where(method => all || !GeneratedBeyondTheEmulator(area.Name).Contains(method.Name))
            .GroupBy(method => method.Name)
            .SelectMany(group => group.Count() == 1
                ? [$"{area.Name}.{group.Key}"]
                : group.Select(method => $"{area.Name}.{group.Key}{(method.IsGenericMethod ? "<T>" : "")}({Needed(method)})")))];
    }

    private static bool IsEmulated(Type area) => area == typeof(VtQuotaArea)
        || SpecTable.Methods.Any(method => "Vt" + method.Area == area.Name && SpecTable.Endpoints[method.Endpoint].Emulated);

    private static HashSet<string> GeneratedBeyondTheEmulator(string area) =>
    [
        .. SpecTable.Methods.Where(method => method.Area == area && !SpecTable.Endpoints[method.Endpoint].Emulated).Select(method => method.Member),
        .. SpecTable.RelationshipsOf(area).SelectMany(name => new[] { $"{name}Async", $"Get{name}Async" })
            .Except(SpecTable.Methods.Where(method => method.Area == area).Select(method => method.Member)),
    ];

    private static IEnumerable<MethodInfo> MethodsOf(Type type) => type
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
        .Where(method => !method.IsSpecialName && method.DeclaringType != typeof(object));

    private static string Needed(MethodInfo method) =>
        string.Join(", ", method.GetParameters().Where(parameter => !parameter.IsOptional).Select(parameter => parameter.ParameterType.Name.Split('`')[0]));
}
