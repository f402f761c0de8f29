namespace VtKit.Cli;

/// <summary>Is told at once, on the thread that tells it; <see cref="Progress{T}"/> would tell later, and perhaps not in order.</summary>
internal sealed class Reporter<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
