namespace VtKit.Enrichment;

/// <summary>Engines whose word weighs the same.</summary>
/// <param name="Name">What the tier is called in explanations.</param>
/// <param name="Weight">The points of a detection, 0 or more.</param>
/// <param name="Engines">The engines as the service names them; case does not matter.</param>
public sealed record EngineTier(string Name, decimal Weight, IReadOnlyList<string> Engines);
