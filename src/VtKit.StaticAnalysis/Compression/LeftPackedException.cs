namespace VtKit.StaticAnalysis;

/// <summary>Content that may well be sound, and yet is not unpacked: beyond a limit, or packed in a way that is not read.</summary>
/// <param name="why">The end of a sentence that begins with the content's name.</param>
internal sealed class LeftPackedException(string why) : Exception(why);
