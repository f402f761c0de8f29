using System.Reflection;

namespace VtKit.Contract.Tests;

/// <summary>Each public method of the client and of its areas has a contract test.</summary>
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
        Covered().Except(PublicMethods()).ShouldBeEmpty();
    }

    [Fact]
    public void The_list_of_methods_is_not_empty_by_accident()
    {
        var methods = PublicMethods();
        methods.ShouldContain("Client.GetAsync");
        methods.ShouldContain("Files.UploadAsync(Stream)");
        methods.ShouldContain("Domains.RelatedAsync");
        methods.Length.ShouldBeGreaterThan(70);
    }

    private static string[] Covered() =>
        [.. typeof(CompletenessTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes<CoversAttribute>())
            .Select(covers => covers.Method)
            .Distinct()];

    private static string[] PublicMethods()
    {
        var areas = typeof(VtClient).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.PropertyType.Assembly == typeof(VtClient).Assembly)
            .Select(property => (property.Name, Type: property.PropertyType))
            .Append((Name: "Client", Type: typeof(VtClient)));
        return [.. areas.SelectMany(area => MethodsOf(area.Type)
            .GroupBy(method => method.Name)
            .SelectMany(group => group.Count() == 1
                ? [$"{area.Name}.{group.Key}"]
                : group.Select(method => $"{area.Name}.{group.Key}({Needed(method)})")))];
    }

    private static IEnumerable<MethodInfo> MethodsOf(Type type) => type
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
        .Where(method => !method.IsSpecialName && method.DeclaringType != typeof(object));

    private static string Needed(MethodInfo method) =>
        string.Join(", ", method.GetParameters().Where(parameter => !parameter.IsOptional).Select(parameter => parameter.ParameterType.Name.Split('`')[0]));
}
