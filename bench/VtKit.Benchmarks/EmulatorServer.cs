using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using VtKit.Emulator;
using VtKit.StaticAnalysis;

namespace VtKit.Benchmarks;

/// <summary>An emulator, or an endpoint that answers bytes from memory, in a process of its own.</summary>
internal sealed class EmulatorServer(Process process, Uri address) : IDisposable
{
    public const string Mode = "serve-emulator", FloorMode = "serve-bytes";

    public Uri Address { get; } = address;

    /// <summary>The managed heap of the process after a full collection, in bytes.</summary>
    public async Task<long> HeapAsync()
    {
        await process.StandardInput.WriteLineAsync("heap");
        return long.Parse((await process.StandardOutput.ReadLineAsync())!, System.Globalization.CultureInfo.InvariantCulture);
    }

    public static async Task<EmulatorServer> StartAsync(string mode, string? file = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet") start.ArgumentList.Add(typeof(EmulatorServer).Assembly.Location);
        start.ArgumentList.Add(mode);
        if (file is not null) start.ArgumentList.Add(file);
        var process = Process.Start(start) ?? throw new InvalidOperationException("The server did not start.");
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server ended at once.");
        return new EmulatorServer(process, new Uri(line));
    }

    /// <summary>An emulator in memory, without external engines, until the input closes.</summary>
    public static async Task ServeAsync()
    {
        await using var emulator = await VtEmulator.StartAsync(new VtEmulatorOptions { Engines = new EngineSet([new EicarEngine()]) });
        Console.WriteLine(emulator.BaseAddress);
        while (await Console.In.ReadLineAsync() is not null)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Console.WriteLine(GC.GetTotalMemory(forceFullCollection: true).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The floor: an endpoint that answers the bytes of a file from memory.</summary>
    public static async Task ServeBytesAsync(string file)
    {
        var body = await File.ReadAllBytesAsync(file);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapGet("/api/v3/files/{id}", (string id) => Results.Bytes(body, "application/json; charset=utf-8"));
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await Console.In.ReadToEndAsync();
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
