using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace VtKit.Graph;

/// <summary>A program that is given a text and gives bytes. It and its children are gone when the call has ended.</summary>
internal static class ChildProcess
{
    /// <summary>What of the environment such a program needs. Nothing else is told to it.</summary>
    private static readonly string[] Needed = ["PATH", "HOME", "LANG", "TMPDIR", "TMP", "TEMP", "SystemRoot", "USERPROFILE", "LOCALAPPDATA", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "XDG_CACHE_HOME", "XDG_DATA_DIRS"];

    private const int MostOfMessage = 300;

    public static async Task<byte[]> RunAsync(string program, IEnumerable<string> arguments, string input, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        var environment = Needed.Select(name => (name, Value: Environment.GetEnvironmentVariable(name))).Where(pair => pair.Value is not null).ToList();
        start.Environment.Clear();
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            throw new GraphException(GraphError.NotRendered, $"{Path.GetFileName(program)} does not start: {exception.Message}", exception);
        }
        try
        {
            using var output = new MemoryStream();
            var reading = process.StandardOutput.BaseStream.CopyToAsync(output, cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await WriteAsync(process, input, cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            await reading.ConfigureAwait(false);
            var message = (await error.ConfigureAwait(false)).Trim();
            if (process.ExitCode != 0) throw new GraphException(GraphError.NotRendered, $"{Path.GetFileName(program)} failed: {message[..Math.Min(message.Length, MostOfMessage)]}");
            return output.ToArray();
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A program that ends before it has read all says why elsewhere.</summary>
    private static async Task WriteAsync(Process process, string input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
        }
    }
}
