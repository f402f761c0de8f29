using System.Text;

namespace VtKit.Tests;

/// <summary>Attributes as values of .NET, dates by their names.</summary>
public sealed class ValueTests
{
    private static readonly VtObject Item = VtObject.Parse<VtObject>(Encoding.UTF8.GetBytes("""
        {"type":"novelty","id":"1","attributes":{"seen_date":1582585760,"date":0,"last_login":1,"user_since":"1719806159","candidate":5,"_date":7,"update":8,
        "odd_date":"06:48 AM 08/24/2022","huge_date":99999999999999999999,"list_date":[1],"name":"n","on":true,"ratio":0.5,"nothing":null,"deep":{"a":1}}}
        """));

    [Theory]
    [Trait("seed", "84")]
    [InlineData("seen_date", 1582585760)]
    [InlineData("date", 0)]
    [InlineData("last_login", 1)]
    [InlineData("user_since", 1719806159)]
    public void A_name_that_says_date_gives_a_date(string name, long seconds) => Item.ValueOf(name).ShouldBe(DateTimeOffset.FromUnixTimeSeconds(seconds));

    [Theory]
    [InlineData("candidate", 5L)]
    [InlineData("_date", 7L)]
    [InlineData("update", 8L)]
    [InlineData("name", "n")]
    [InlineData("on", true)]
    [InlineData("ratio", 0.5)]
    [InlineData("odd_date", "06:48 AM 08/24/2022")]
    [InlineData("huge_date", 1e20)]
    [InlineData("nothing", null)]
    [InlineData("absent", null)]
    public void Anything_else_comes_as_it_is(string name, object? value) => Item.ValueOf(name).ShouldBe(value);

    [Theory]
    [InlineData("deep")]
    [InlineData("list_date")]
    public void Lists_and_objects_stay_nodes(string name) => Item.ValueOf(name).ShouldBeOfType<VtNode>().ToString().ShouldBe(Item[name].ToString());
}
