using Xunit;

namespace VtKit.Testing.Shared;

/// <summary>A fact that takes about a minute: run in CI, which sets VTKIT_LONG_TESTS=1, and by whoever sets it; skipped, with the reason, elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongFactAttribute : FactAttribute
{
    public LongFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("VTKIT_LONG_TESTS") != "1") Skip = "Takes about a minute: set VTKIT_LONG_TESTS=1 to run it.";
    }
}
