using System.Globalization;
using System.Text;

namespace VtKit.Cli;

/// <summary>A report as a person reads it: a headline, fields, and tables under headings. Whatever goes in is neutralised here.</summary>
/// <param name="style">How it is coloured.</param>
/// <param name="width">Columns to lay it out for.</param>
/// <param name="labelWidth">Columns for the names of fields.</param>
internal sealed class Report(Style style, int width, int labelWidth = Report.UsualLabelWidth)
{
    private const int Indent = 2;
    private const int UsualLabelWidth = 13;
    private const int MostListLines = 3;

    private readonly StringBuilder _text = new();

    public Style Style { get; } = style;

    /// <summary>The first line: what it comes to, and what it is about.</summary>
    /// <param name="verdict">What it comes to.</param>
    /// <param name="about">What it is about.</param>
    /// <param name="whole">Whether that stands nowhere else in the report, and so is never cut.</param>
    public void Headline(Cell verdict, string about, bool whole = false)
    {
        var (shown, rest) = (TerminalText.Neutralise(verdict.Text), TerminalText.Neutralise(about));
        if (!whole) rest = TerminalText.Fit(rest, Math.Max(1, width - TerminalText.Width(shown) - Indent));
        _text.Append(verdict.Paint?.Invoke(shown) ?? shown);
        if (rest.Length > 0) _text.Append(' ', Indent).Append(Style.Strong(rest));
        _text.Append("\n\n");
    }

    /// <summary>A line with a name and a value; long values go on below. Nothing where there is no value.</summary>
    public void Field(string label, string? value)
    {
        if (string.IsNullOrEmpty(value)) return;
        label = TerminalText.Fit(TerminalText.Neutralise(label), labelWidth - 1);
        foreach (var part in TerminalText.Wrap(TerminalText.Neutralise(value), width - Indent - labelWidth))
        {
            _text.Append(' ', Indent).Append(Style.Faint(TerminalText.Pad(label, labelWidth))).Append(part).Append('\n');
            label = "";
        }
    }

    public void Field(string label, DateTimeOffset? date) => Field(label, date is { } value ? Values.Date(value) : null);

    public void Field(string label, long? number) => Field(label, number?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Several values in one field: as many as fit on a few lines, and how many more there are.</summary>
    public void List(string label, IEnumerable<string> values)
    {
        var all = values.Where(value => value.Length > 0).Select(TerminalText.Neutralise).ToList();
        var room = (width - Indent - labelWidth) * MostListLines - 20;
        var shown = new StringBuilder();
        var count = 0;
        foreach (var value in all)
        {
            if (count > 0 && shown.Length + value.Length > room) break;
            shown.Append(count++ == 0 ? "" : ", ").Append(value);
        }
        if (count < all.Count) shown.Append(CultureInfo.InvariantCulture, $" and {all.Count - count} more");
        Field(label, shown.ToString());
    }

    /// <summary>A heading, with an empty line before it.</summary>
    public void Heading(string heading) => _text.Append(_text.Length > 1 && _text[^2] == '\n' ? "" : "\n").Append(Style.Strong(TerminalText.Neutralise(heading))).Append('\n');

    /// <summary>A table under a heading; nothing where it has no rows.</summary>
    public void Table(string heading, TextTable table)
    {
        if (table.IsEmpty) return;
        Heading(heading);
        table.Render(_text, Style, width, Indent);
    }

    /// <summary>Paragraphs of text under a heading.</summary>
    public void Text(string heading, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return;
        Heading(heading);
        foreach (var line in text.ReplaceLineEndings("\n").Trim('\n').Split('\n'))
            foreach (var part in TerminalText.Wrap(TerminalText.Neutralise(line), width - Indent))
                _text.Append((new string(' ', Indent) + part).TrimEnd()).Append('\n');
    }

    /// <summary>Values in lines that end between two of them, and not in one.</summary>
    public void Series(string begin, IEnumerable<string> values)
    {
        var line = TerminalText.Neutralise(begin);
        var isFirst = true;
        foreach (var value in values.Select(TerminalText.Neutralise))
        {
            var longer = isFirst ? line + value : $"{line}, {value}";
            if (!isFirst && TerminalText.Width(longer) >= width - Indent)
            {
                _text.Append(' ', Indent).Append(line).Append(",\n");
                longer = value;
            }
            line = longer;
            isFirst = false;
        }
        _text.Append(' ', Indent).Append(line).Append('\n');
    }

    /// <summary>Lines under a heading, each cut where it does not fit.</summary>
    public void Lines(string heading, IReadOnlyCollection<string> lines)
    {
        if (lines.Count == 0) return;
        Heading(heading);
        foreach (var line in lines) _text.Append(' ', Indent).Append(TerminalText.Fit(TerminalText.Neutralise(line), width - Indent)).Append('\n');
    }

    // The line under a headline parts it from what follows, where something does.
    public override string ToString() => _text.ToString().TrimEnd('\n') + "\n";
}
