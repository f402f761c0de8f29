using System.Runtime.InteropServices;
using System.Text;
using VtKit.Cli;

// Asked often by scripts and installers: answered before anything else is set up.
if (args is ["--version"])
{
    using var stdout = Console.OpenStandardOutput();
    stdout.Write(Encoding.ASCII.GetBytes($"vtk {BuildVersion.Text}\n"));
    return (int)ExitCode.Ok;
}

// These are typed all day, and nearly always ask the service.
if (args is ["file" or "url" or "domain" or "ip" or "lookup", ..] && !args.Contains("--offline")) WarmUp.Begin();

if (OperatingSystem.IsWindows()) Console.OutputEncoding = CliConsole.Utf8;
using var stopping = new CancellationTokenSource();

// The first signal asks for an orderly end; a second one is not caught and ends at once.
void Stop(PosixSignalContext context)
{
    if (stopping.IsCancellationRequested) return;
    context.Cancel = true;
    stopping.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

var host = new CliHost(CliConsole.OfProcess(), CliEnvironment.OfProcess(), TimeProvider.System);
return (int)await host.RunAsync(args, stopping.Token).ConfigureAwait(false);
