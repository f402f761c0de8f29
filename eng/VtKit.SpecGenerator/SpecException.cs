namespace VtKit.SpecGenerator;

/// <summary>Something in spec/ is wrong; the message starts with the file and the line.</summary>
public sealed class SpecException(string file, int line, string problem) : Exception($"{file}:{line}: {problem}");
