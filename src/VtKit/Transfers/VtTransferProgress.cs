using System.Runtime.InteropServices;

namespace VtKit;

/// <summary>How far an upload or a download is.</summary>
/// <param name="Bytes">The bytes that have moved.</param>
/// <param name="Total">The bytes in all, or null where the service does not say.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct VtTransferProgress(long Bytes, long? Total);
