using System.Runtime.InteropServices;

namespace VtKit.Graph;

/// <summary>A place in the drawing.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Downwards.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GraphPoint(double X, double Y);

/// <summary>What part of the drawing was in view.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Downwards.</param>
/// <param name="Scale">The zoom; the service writes it as text.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GraphView(double X, double Y, double Scale);
