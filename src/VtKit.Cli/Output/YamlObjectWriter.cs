using System.Globalization;
using System.Text;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace VtKit.Cli;

/// <summary>Objects as YAML: a list, or one alone. Strings that could be read as anything else are quoted.</summary>
internal sealed class YamlObjectWriter : ObjectWriter
{
    private static readonly HashSet<string> Words =
        new(["true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf"], StringComparer.OrdinalIgnoreCase);

    private readonly StringWriter _text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
    private readonly Emitter _emitter;
    private readonly bool _list;

    public YamlObjectWriter(CliConsole console, bool list) : base(console)
    {
        _list = list;
        _emitter = new Emitter(_text, new EmitterSettings(2, int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024, newLine: "\n"));
        _emitter.Emit(new StreamStart());
        if (!list) return;
        _emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        _emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
    }

    protected override void WriteItem(VtObject item)
    {
        if (!_list) _emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(new VtNode(item.Json));
        if (!_list) _emitter.Emit(new DocumentEnd(isImplicit: true));
        Flush();
    }

    protected override void WriteFailedItem(FailedItem item)
    {
        if (!_list) return;
        using var json = JsonDocument.Parse(item.ToJson());
        Emit(new VtNode(json.RootElement));
    }

    protected override void Complete()
    {
        if (_list)
        {
            _emitter.Emit(new SequenceEnd());
            _emitter.Emit(new DocumentEnd(isImplicit: true));
        }
        _emitter.Emit(new StreamEnd());
        Flush();
        _text.Dispose();
    }

    // The emitter escapes most of what a terminal acts on, but not all. Such characters stand inside double quotes only.
    private void Flush()
    {
        var written = _text.GetStringBuilder();
        var shown = new StringBuilder(written.Length);
        foreach (var rune in written.ToString().EnumerateRunes())
        {
            if (rune.Value == '\n' || !TerminalText.IsHidden(rune)) shown.Append(rune);
            else if (rune.IsBmp) shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else shown.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
        }
        written.Clear();
        Console.Write(shown.ToString());
    }

    private void Emit(VtNode node)
    {
        switch (node.Kind)
        {
            case JsonValueKind.Object:
                _emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, node.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (name, value) in node.AsMap<VtNode>())
                {
                    EmitText(name);
                    Emit(value);
                }
                _emitter.Emit(new MappingEnd());
                break;
            case JsonValueKind.Array:
                _emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, node.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in node.AsList<VtNode>()) Emit(item);
                _emitter.Emit(new SequenceEnd());
                break;
            case JsonValueKind.String:
                EmitText(node.AsString()!);
                break;
            default:
                EmitScalar(node.ToString(), ScalarStyle.Plain);
                break;
        }
    }

    private void EmitText(string text) => EmitScalar(text, IsPlain(text) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted);

    private void EmitScalar(string value, ScalarStyle style) =>
        _emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, value, style, isPlainImplicit: true, isQuotedImplicit: true));

    // Narrower than YAML allows, so that every version of it and every reader agrees.
    private static bool IsPlain(string text) =>
        text.Length is > 0 and <= 200
        && (char.IsAsciiLetter(text[0]) || text[0] == '_')
        && text[^1] != ' '
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '_' or '.' or '/' or '+' or '(' or ')' or '-')
        && !Words.Contains(text);
}
