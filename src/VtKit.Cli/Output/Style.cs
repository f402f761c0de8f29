namespace VtKit.Cli;

/// <summary>Colour for those who want it; the text as it is for all others.</summary>
/// <param name="enabled">Whether the output is a terminal that shows colour.</param>
internal sealed class Style(bool enabled)
{
    public string Strong(string text) => Paint("1", text);

    public string Faint(string text) => Paint("2", text);

    public string Bad(string text) => Paint("31", text);

    public string Doubtful(string text) => Paint("33", text);

    public string Good(string text) => Paint("32", text);

    private string Paint(string code, string text) => enabled && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
