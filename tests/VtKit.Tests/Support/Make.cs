using VtKit.Testing.Shared;

namespace VtKit.Tests;

/// <summary>Clients for tests: no wire, no chance, and a clock that moves when told.</summary>
internal static class Make
{
    public const string Key = "5ec2e7c0ffee5ec2e7c0ffee5ec2e7c0ffee5ec2e7c0ffee5ec2e7c0ffee0001";

    public static VtClient Client(StubHandler stub, Action<VtClientOptions>? configure = null, FakeTime? time = null)
    {
        var options = Options(configure, time);
        return new VtClient(new ClientSettings(options), stub);
    }

    public static VtClientOptions Options(Action<VtClientOptions>? configure = null, FakeTime? time = null)
    {
        var options = new VtClientOptions { ApiKey = Key, Random = new Random(1), TimeProvider = time ?? new FakeTime { AutoAdvance = true } };
        configure?.Invoke(options);
        return options;
    }
}
