namespace VtKit.StaticAnalysis;

/// <summary>Unpacks one entry of an archive into memory.</summary>
internal static class ZipPart
{
    /// <summary>Gives the content, or null when it is encrypted, damaged, or larger than the limit, whatever the archive claims.</summary>
    public static async ValueTask<byte[]?> ReadAsync(ContentView view, ZipDirectory directory, ZipEntry entry, int limit, CancellationToken cancellationToken)
    {
        if (entry.IsEncrypted || !ZipContent.IsSupported(entry.Method)
            || await ZipContent.LocateAsync(view, directory, entry, cancellationToken).ConfigureAwait(false) is not { } place)
            return null;
        var content = ZipContent.Open(view, place, entry);
        await using (content.ConfigureAwait(false))
        {
            var unpacked = new MemoryStream();
            var block = new byte[32 * 1024];
            try
            {
                int read;
                while ((read = await content.ReadAsync(block, cancellationToken).ConfigureAwait(false)) > 0)
                {
                    if (unpacked.Length + read > limit) return null;
                    unpacked.Write(block.AsSpan(0, read));
                }
            }
            catch (InvalidDataException)
            {
                return null;
            }
            return unpacked.ToArray();
        }
    }
}
