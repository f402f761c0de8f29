using System.Globalization;
using System.Text;
using System.Xml;

namespace VtKit.Cli;

/// <summary>The results of a check as JUnit XML: a test case for each file.</summary>
internal static class JUnitReport
{
    private const string Suite = "vtk check";

    public static byte[] Of(IReadOnlyList<CheckedFile> results)
    {
        var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = CliConsole.Utf8, Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", Suite);
            xml.WriteAttributeString("tests", Number(results.Count));
            xml.WriteAttributeString("failures", Number(results.Count(file => file.Result == CheckResult.Failed)));
            xml.WriteAttributeString("errors", Number(results.Count(file => file.Result == CheckResult.Error)));
            foreach (var file in results) Write(xml, file);
        }
        return bytes.ToArray();
    }

    private static void Write(XmlWriter xml, CheckedFile file)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Suite);
        xml.WriteAttributeString("name", Clean(file.Path));
        if (file.Result is CheckResult.Failed or CheckResult.Error)
        {
            xml.WriteStartElement(file.Result == CheckResult.Failed ? "failure" : "error");
            xml.WriteAttributeString("type", file.Result == CheckResult.Failed ? file.VerdictWord : file.Problem!.Code);
            xml.WriteAttributeString("message", Clean(file.Why));
            xml.WriteString($"SHA-256 {file.Hash?.ToString() ?? "unknown"}");
            xml.WriteEndElement();
        }
        else
        {
            xml.WriteElementString("system-out", Clean($"{file.Word}: {file.Why}"));
        }
        xml.WriteEndElement();
    }

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);

    // XML has no way to write some characters, and a lone half of a pair is none.
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value) ? rune.ToString() : "\ufffd");
        return clean.ToString();
    }
}
