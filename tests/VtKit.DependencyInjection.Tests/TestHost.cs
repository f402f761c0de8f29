using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace VtKit.DependencyInjection.Tests;

/// <summary>Hosts that read nothing of the machine that they run on.</summary>
internal static class TestHost
{
    public static HostApplicationBuilder Builder(params (string Key, string? Value)[] configuration)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(configuration.GroupBy(pair => pair.Key).Select(pairs => KeyValuePair.Create(pairs.Key, pairs.Last().Value)));
        return builder;
    }

    /// <summary>Keeps all that is logged.</summary>
    public static LogLines Logged(this HostApplicationBuilder builder)
    {
        var lines = new LogLines();
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(lines);
        return lines;
    }
}

/// <summary>Log lines as <c>level category event: text</c>.</summary>
internal sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>The lines of the SDK.</summary>
    public IReadOnlyList<string> Own => [.. _lines.Where(line => line.Contains(" VtKit", StringComparison.Ordinal))];

    public IReadOnlyList<string> All => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose() { }

    private sealed class Logger(LogLines owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(pair => $"{pair.Key}={pair.Value}")) : "";
            owner._lines.Enqueue($"{logLevel} {category} {eventId.Name}: {formatter(state, exception)} | {values} {exception}");
        }
    }
}
