using System.Globalization;
using System.Text.Json;

namespace VtKit.Cli;

/// <summary>What went out: a line before it is sent, and a line with the id that the service gave it.</summary>
/// <param name="When">When it was about to be sent.</param>
/// <param name="Kind">What it is: <c>file</c>, <c>url</c>.</param>
/// <param name="What">The SHA-256 of a file, or the URL.</param>
/// <param name="To">The host that it was sent to.</param>
/// <param name="Name">The name that the service was told, of a file.</param>
/// <param name="Size">Its bytes, of a file.</param>
/// <param name="Id">What the service calls the submission; null before it answered, or where it never did.</param>
internal sealed record Receipt(DateTimeOffset When, string Kind, string What, string To, string? Name = null, long? Size = null, string? Id = null);

/// <summary>
/// The user's own record of what this program gave away. It is written before anything is sent, so that nothing leaves without a trace,
/// and it only grows.
/// </summary>
internal sealed class Receipts(string path, TimeProvider time, Action<string>? dryRun = null)
{
    /// <summary>The user's receipts.</summary>
    public static Receipts Of(CliSession session) =>
        new(session.Environment.ReceiptsFile, session.Time, session.Parsed.GetValue(WriteOptions.DryRun) ? session.Talk.Say : null);

    /// <summary>Sends something between its two lines. In a dry run nothing is sent, and so there is no line: what would be sent is said.</summary>
    /// <param name="receipt">What goes out; the time is set here.</param>
    /// <param name="send">Sends it, and gives what the service calls the submission.</param>
    /// <exception cref="CliException">No receipt can be written. Nothing was sent.</exception>
    public async Task<T> KeepAsync<T>(Receipt receipt, Func<Task<T>> send) where T : VtObject
    {
        if (dryRun is not null)
        {
            var name = receipt.Name is null ? "" : $" as \"{receipt.Name}\"{(receipt.Size is { } size ? $" ({Values.Size(size)})" : "")}";
            dryRun($"would send {receipt.What}{name} to {receipt.To}");
            return await send().ConfigureAwait(false);
        }
        receipt = receipt with { When = time.GetUtcNow() };
        Append(receipt);
        var sent = await send().ConfigureAwait(false);
        Append(receipt with { Id = sent.Id });
        return sent;
    }

    /// <summary>The receipts, oldest first, each once and with its id where it has one. A line cut short by a crash is passed over.</summary>
    /// <exception cref="CliException">They cannot be read.</exception>
    public IReadOnlyList<Receipt> Read()
    {
        if (!File.Exists(path)) return [];
        try
        {
            var receipts = new Dictionary<(DateTimeOffset, string), Receipt>();
            foreach (var line in File.ReadLines(path))
                if (Parse(line) is { } receipt)
                    receipts[(receipt.When, receipt.What)] = receipt;
            return [.. receipts.Values.OrderBy(receipt => receipt.When)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InputFile.Unusable(path, $"cannot be read: {e.Message}", e);
        }
    }

    private void Append(Receipt receipt)
    {
        var line = CliConsole.Utf8.GetBytes(CommandJson.Line(writer => Write(writer, receipt)));
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite, BufferSize = 0 };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OutputFile.OwnerOnly;
            using var stream = new FileStream(path, options);
            // One write, so that the lines of two processes do not mix.
            stream.Write(line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InputFile.Unusable(path, $"cannot take the receipt of an upload, and without one nothing is sent: {e.Message}", e);
        }
    }

    public static void Write(Utf8JsonWriter writer, Receipt receipt)
    {
        writer.WriteStartObject();
        writer.WriteString("when", receipt.When.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        writer.WriteString("kind", receipt.Kind);
        writer.WriteString("what", receipt.What);
        writer.WriteString("to", receipt.To);
        if (receipt.Name is not null) writer.WriteString("name", receipt.Name);
        if (receipt.Size is { } size) writer.WriteNumber("size", size);
        if (receipt.Id is not null) writer.WriteString("id", receipt.Id);
        writer.WriteEndObject();
    }

    private static Receipt? Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            string? Text(string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            return root.ValueKind == JsonValueKind.Object
                && DateTimeOffset.TryParse(Text("when"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var when)
                && Text("kind") is { } kind && Text("what") is { } what && Text("to") is { } to
                ? new Receipt(when, kind, what, to, Text("name"), root.TryGetProperty("size", out var size) && size.TryGetInt64(out var bytes) ? bytes : null, Text("id"))
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
