using System.Reflection;

namespace VtKit.Architecture.Tests;

/// <summary>The rooms as they were built beside these tests.</summary>
internal static class BuiltRooms
{
    /// <summary>The libraries, whose public surface is a promise.</summary>
    public static readonly string[] Libraries = ["VtKit.Indicators", "VtKit", "VtKit.DependencyInjection", "VtKit.StaticAnalysis", "VtKit.Graph", "VtKit.Graph.Explorer", "VtKit.Enrichment", "VtKit.Emulator", "VtKit.Testing"];

    public static Assembly Load(string room) => Assembly.Load(room == "VtKit.Cli" ? "vtk" : room);
}
