using System.Reflection;

namespace VtKit.Architecture.Tests;

/// <summary>The SDK is asynchronous, and has no synchronous twins.</summary>
[Trait("seed", "74")]
public sealed class AsyncOnlyTests
{
    [Fact]
    public void What_talks_to_the_service_is_named_and_made_async()
    {
        Methods().ShouldContain(method => method.Name == "GetAsync");
        Methods().Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal) != IsAsync(method.ReturnType))
            .Select(Text).ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_has_a_synchronous_twin()
    {
        Methods().Where(method => method.DeclaringType!.GetMethods().Any(other => other.Name == method.Name + "Async"))
            .Select(Text).ShouldBeEmpty();
    }

    private static IEnumerable<MethodInfo> Methods() => BuiltRooms.Load("VtKit").GetExportedTypes()
        .Where(type => type.Name == "VtClient" || type.GetConstructors(BindingFlags.NonPublic | BindingFlags.Instance).Any(constructor => constructor.GetParameters() is [{ ParameterType.Name: "VtClient" }, ..]))
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        // Letting go of a client is both: what is held are connections, which close at once.
        .Where(method => !method.IsSpecialName && method.Name is not ("Dispose" or "Pages" or "GetAsyncEnumerator"));

    private static bool IsAsync(Type type) => type.Name.Split('`')[0] is "Task" or "ValueTask" or "VtPaged" or "IAsyncEnumerable";

    private static string Text(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
}
