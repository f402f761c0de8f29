namespace VtKit.Contract.Tests;

/// <summary>
/// Says which public method of a client or of one of its areas a test holds against the emulator: <c>Files.GetAsync</c>. Overloads
/// are told apart by their needed parameters: <c>Files.UploadAsync(String)</c>. A test lists the methods that nobody names.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class CoversAttribute(string method) : Attribute
{
    public string Method { get; } = method;
}
