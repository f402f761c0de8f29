using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace VtKit.StaticAnalysis;

/// <summary>Runs a program without a shell, with its output bounded, and ends it for good when told to stop.</summary>
internal static class BoundedProcess
{
    private const int MaxOutput = 4 << 20;

    public sealed record Output(int ExitCode, string Text, string Error);

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it printed, or null when there is no such program.</returns>
    /// <exception cref="OperationCanceledException">It was stopped; the program and its children are gone.</exception>
    public static Task<Output?> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        RunAsync(program, arguments, null, cancellationToken);

    /// <summary>As the other one; <paramref name="line"/> gets each line of the output, which is then not kept.</summary>
    public static async Task<Output?> RunAsync(string program, IEnumerable<string> arguments, Action<string>? line, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = new Process { StartInfo = start };
        try
        {
            if (!process.Start()) return null;
        }
        catch (Win32Exception)
        {
            return null;
        }
        try
        {
            process.StandardInput.Close();
            var text = line is null ? ReadAsync(process.StandardOutput, cancellationToken) : ReadLinesAsync(process.StandardOutput, line, cancellationToken);
            var error = ReadAsync(process.StandardError, cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return new Output(process.ExitCode, await text.ConfigureAwait(false), await error.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            await KillAsync(process).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads on after the bound, so that the program can end, but keeps no more.</summary>
    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var block = new char[8192];
        int read;
        while ((read = await reader.ReadAsync(block, cancellationToken).ConfigureAwait(false)) > 0)
            if (text.Length < MaxOutput) text.Append(block, 0, read);
        return text.ToString();
    }

    private static async Task<string> ReadLinesAsync(StreamReader reader, Action<string> line, CancellationToken cancellationToken)
    {
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } text) line(text);
        return "";
    }

    private static async Task KillAsync(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It ended by itself in the meantime.
        }
    }
}
