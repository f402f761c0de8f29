using System.Text;

namespace VtKit.Emulator;

/// <summary>Addresses of objects in answers. They lead to the host by which the client reached the emulator.</summary>
internal static class Links
{
    /// <summary>The address of an object of a type that has one.</summary>
    public static string Self(ApiRequest request, string type, string id) => request.ApiBase + PathOf(type, id);

    /// <summary>The path of an object. Only what would change the path is escaped, as at the service: colons and <c>=</c> stay.</summary>
    public static string PathOf(string type, string id)
    {
        var template = ObjectTypes.Home(type)!.Template;
        var path = new StringBuilder(template, 0, template.IndexOf('{', StringComparison.Ordinal), template.Length + id.Length);
        foreach (var rune in id.EnumerateRunes())
            if (rune is { IsAscii: true, Value: > ' ' and not (0x7F or '/' or '?' or '#' or '%') }) path.Append((char)rune.Value);
            else path.Append(Uri.EscapeDataString(rune.ToString()));
        return path.ToString();
    }
}
