namespace VtKit;

/// <summary>A stretch of a package that could not be unpacked.</summary>
/// <param name="Bit">Where it begins, in bits from the beginning of the package; null where that cannot be told.</param>
/// <param name="Problem">What is wrong there.</param>
/// <param name="IsCutShort">Whether the package ends where it must not: there may be more of it where it came from.</param>
/// <param name="LosesBytes">Whether bytes are missing there; otherwise it is only a sum that does not agree.</param>
internal sealed record PackedDamage(long? Bit, string Problem, bool IsCutShort = false, bool LosesBytes = true);

/// <summary>Bytes that come out of a package in order, with places where some are missing.</summary>
internal interface IPackedSource : IAsyncDisposable
{
    /// <summary>What <see cref="ReadAsync"/> gives, in place of a length, where there is <see cref="Damage"/>.</summary>
    const int Damaged = -1;

    /// <summary>What is wrong, after <see cref="ReadAsync"/> gave <see cref="Damaged"/>.</summary>
    PackedDamage? Damage { get; }

    /// <summary>Reads on.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="cancellationToken">Gives the reading up.</param>
    /// <returns>How many bytes came; 0 at the end; <see cref="Damaged"/> where some are missing.</returns>
    ValueTask<int> ReadAsync(Memory<byte> to, CancellationToken cancellationToken);
}
