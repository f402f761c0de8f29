using System.Text;

namespace VtKit.Emulator;

/// <summary>
/// The file that every scanner of the world finds: a fresh store knows it. It is harmless by design, and put together from two
/// halves so that no scanner mistakes this program for it.
/// </summary>
internal static class EicarSample
{
    private const string FirstHalf = @"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR";
    private const string SecondHalf = "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
    private const string Name = "eicar.com";

    /// <summary>Puts the file into a store that was never used.</summary>
    public static async Task SeedAsync(Backend backend, CancellationToken cancellationToken)
    {
        if (await backend.ReadAsync(store => store.Any("SELECT 1 FROM file LIMIT 1"), cancellationToken).ConfigureAwait(false)) return;
        var arrival = backend.Blobs.Begin();
        await using (arrival.ConfigureAwait(false))
        {
            await arrival.Content.WriteAsync(Encoding.ASCII.GetBytes(FirstHalf), cancellationToken).ConfigureAwait(false);
            await arrival.Content.WriteAsync(Encoding.ASCII.GetBytes(SecondHalf), cancellationToken).ConfigureAwait(false);
            await SampleIntake.TakeAsync(backend, arrival, Name, null, backend.Created, cancellationToken).ConfigureAwait(false);
        }
    }
}
