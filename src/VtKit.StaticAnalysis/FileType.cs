namespace VtKit.StaticAnalysis;

/// <summary>What kind of file it is, found from its content alone, in the words of VirusTotal.</summary>
/// <param name="Tag">Short name, as in <c>type:peexe</c>; null when the type is unknown.</param>
/// <param name="Tags">The families that the type belongs to, wide to narrow (<c>executable, windows, win32, pe, peexe</c>).</param>
/// <param name="Description">Name for people, such as <c>Win32 EXE</c>; <c>unknown</c> when the type is unknown.</param>
/// <param name="Extension">Usual extension without the dot, or null.</param>
/// <param name="Magic">One line in the manner of <c>file(1)</c>.</param>
public sealed record FileType(string? Tag, IReadOnlyList<string> Tags, string Description, string? Extension, string Magic);
