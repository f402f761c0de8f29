using System.Runtime.CompilerServices;
using VtKit.Emulator;

namespace VtKit.Cli;

/// <summary>
/// The service behind <c>--local</c>: an emulator with a folder that lasts. Where another process runs one on that folder, it
/// is used; otherwise one is started here and lives as long as this process.
/// </summary>
internal sealed class LocalService : IAsyncDisposable
{
    private const int Attempts = 50;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    private readonly VtEmulator? _own;

    private LocalService(Uri address, VtEmulator? own) => (Address, _own) = (address, own);

    public Uri Address { get; }

    /// <summary>Whether this process runs it.</summary>
    public bool IsOwn => _own is not null;

    /// <summary>The key that may do everything.</summary>
    public static string ApiKey => VtEmulatorKeys.Premium;

    /// <summary>Finds or starts it.</summary>
    /// <exception cref="VtEmulatorException">The folder or its database cannot be used.</exception>
    // Apart from its callers, so that the server's assemblies are loaded only where one is wanted.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static async Task<LocalService> OpenAsync(string dataDirectory, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await VtEmulator.TryFindRunningAsync(dataDirectory, cancellationToken).ConfigureAwait(false) is { } running)
                return new LocalService(running, null);
            try
            {
                var own = await VtEmulator.StartAsync(new VtEmulatorOptions { DataDirectory = dataDirectory }, cancellationToken).ConfigureAwait(false);
                return new LocalService(own.BaseAddress, own);
            }
            catch (VtEmulatorException e) when (e.Reason == VtEmulatorFailure.DataDirectoryInUse && attempt < Attempts)
            {
                // Another process holds the folder but does not answer: it is starting, or just ending.
                await Task.Delay(Between, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public ValueTask DisposeAsync() => _own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
