using System.Text;
using System.Text.Json;

namespace VtKit.StaticAnalysis;

/// <summary>
/// Tells kinds of text apart. Markup and data formats say what they are at their start. Source code does not: it is
/// named only when several things that are rare elsewhere occur together, and is plain text otherwise.
/// </summary>
internal static class TextTypes
{
    private const int Looked = 16 * 1024;

    private static readonly string[] HtmlStarts =
        ["<!doctype html", "<html", "<head", "<body", "<title", "<script", "<iframe", "<table", "<div", "<meta", "<a href", "<h1", "<form"];

    private static readonly string[] MailHeaders =
        ["From", "To", "Subject", "Date", "Message-ID", "Received", "Return-Path", "MIME-Version", "Delivered-To", "Reply-To", "X-Mailer", "Cc", "DKIM-Signature", "Content-Type"];

    private static readonly string[] PowerShellWords =
        ["Write-Host", "Write-Output", "New-Object", "Invoke-Expression", "Invoke-WebRequest", "Get-ChildItem", "Get-Item", "Set-Item", "-ErrorAction",
         "[System.", "$env:", "Start-Process", "ForEach-Object", "Where-Object", "[CmdletBinding(", "Set-StrictMode", "Import-Module", "Add-Type",
         "-ExecutionPolicy", "IEX(", "IEX (", "DownloadString", "[Convert]::", "$PSScriptRoot", "Get-Content", "Out-File", "Get-WmiObject"];

    private static readonly string[] BasicWords =
        ["End Sub", "End Function", "CreateObject(", "On Error Resume Next", "MsgBox", " As String", " As Integer", " As Long", "Dim ", "WScript.", "Option Explicit", "Sub AutoOpen", "End If"];

    private static readonly string[] JavaScriptWords =
        ["function(", "function (", "function ", "var ", "let ", "const ", "=> ", "document.", "window.", "require(", "module.exports", "console.log",
         "ActiveXObject", "WScript.", "addEventListener", ".prototype", "JSON.parse", "use strict", "eval(", "});", "typeof ", "return "];

    private static readonly string[] PythonWords =
        ["\nimport ", "\nfrom ", "\ndef ", "\nclass ", "    def ", "self.", "print(", "if __name__", "elif ", "except ", "    return ", ":\n    "];

    /// <summary>Names the kind of a text.</summary>
    public static Sniffed Classify(TextShape shape, bool isWhole)
    {
        var text = shape.Content.Length > Looked ? shape.Content[..Looked] : shape.Content;
        var start = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return Interpreters.Match(shape, text)
            ?? Markup(shape, text, start)
            ?? (IsJson(shape.Content, start, isWhole) ? new Sniffed(FileTypes.Json, "JSON text data") : (Sniffed?)null)
            ?? Armored(start)
            ?? (IsMail(start) ? new Sniffed(FileTypes.Email, "SMTP mail, " + shape.Describe()) : (Sniffed?)null)
            ?? Source(shape, text)
            ?? new Sniffed(FileTypes.Text, shape.Describe());
    }

    private static Sniffed? Markup(TextShape shape, string text, string start)
    {
        if (start.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase))
        {
            if (Has(text, "<svg")) return new Sniffed(FileTypes.Svg, "SVG Scalable Vector Graphics image");
            if (Has(text, "<!DOCTYPE plist")) return new Sniffed(FileTypes.ApplePlist, "XML 1.0 document, " + shape.Describe());
            if (Has(text, "<!DOCTYPE html")) return new Sniffed(FileTypes.Html, "XHTML document, " + shape.Describe());
            return new Sniffed(FileTypes.Xml, "XML 1.0 document, " + shape.Describe());
        }
        if (IsPhp(text, start)) return new Sniffed(FileTypes.Php, "PHP script, " + shape.Describe());
        if (start.StartsWith("<svg", StringComparison.OrdinalIgnoreCase)) return new Sniffed(FileTypes.Svg, "SVG Scalable Vector Graphics image");
        // A page may begin with comments; a template language that does so is still a page.
        var isHtml = HtmlStarts.Any(word => start.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            || (start.StartsWith("<!--", StringComparison.Ordinal) && (Has(text, "<html") || Has(text, "<body")));
        return isHtml ? new Sniffed(FileTypes.Html, "HTML document, " + shape.Describe()) : null;
    }

    /// <summary>The mark stands inside a page, or begins a line: texts that explain PHP, as its configuration does, mention it elsewhere.</summary>
    private static bool IsPhp(string text, string start)
    {
        const string mark = "<?php";
        for (var at = 0; (at = text.IndexOf(mark, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += mark.Length)
        {
            if (start[0] == '<') return true;
            var before = text.AsSpan(0, at).TrimEnd(" \t\uFEFF");
            if (before.IsEmpty || before[^1] is '\n' or '\r') return true;
        }
        return false;
    }

    private static bool IsJson(string content, string start, bool isWhole)
    {
        if (start.Length < 2 || start[0] is not ('{' or '[')) return false;
        var state = new JsonReaderState(new JsonReaderOptions { MaxDepth = 1000 });
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(content), isWhole, state);
        var tokens = 0;
        try
        {
            while (reader.Read()) tokens++;
        }
        catch (JsonException)
        {
            return false;
        }
        return tokens >= 2;
    }

    private static Sniffed? Armored(string start)
    {
        if (!start.StartsWith("-----BEGIN ", StringComparison.Ordinal)) return null;
        if (start.StartsWith("-----BEGIN PGP PUBLIC KEY", StringComparison.Ordinal)) return new Sniffed(FileTypes.Pgp, "PGP public key block");
        if (start.StartsWith("-----BEGIN PGP", StringComparison.Ordinal)) return new Sniffed(FileTypes.Pgp, "PGP message");
        if (start.StartsWith("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal)) return new Sniffed(FileTypes.Pem, "PEM certificate");
        if (start.StartsWith("-----BEGIN CERTIFICATE REQUEST", StringComparison.Ordinal)) return new Sniffed(FileTypes.Pem, "PEM certificate request");
        return new Sniffed(FileTypes.Pem, start.Contains("PRIVATE KEY-----", StringComparison.Ordinal) ? "PEM private key" : "PEM data");
    }

    /// <summary>A block of header lines of which most are those of mail.</summary>
    private static bool IsMail(string start)
    {
        int known = 0, lines = 0;
        foreach (var range in start.AsSpan().Split('\n'))
        {
            var line = start.AsSpan()[range].TrimEnd('\r');
            if (line.IsEmpty || ++lines > 60) break;
            // A folded line belongs to the one before.
            if (line[0] is ' ' or '\t') continue;
            var colon = line.IndexOf(':');
            if (colon <= 0 || line[..colon].Contains(' ')) return false;
            foreach (var header in MailHeaders)
                if (line[..colon].Equals(header, StringComparison.OrdinalIgnoreCase))
                    known++;
        }
        return known >= 3;
    }

    private static Sniffed? Source(TextShape shape, string text)
    {
        var plain = shape.Describe();
        if (text.Contains("Attribute VB_Name", StringComparison.Ordinal) || (Count(text, BasicWords) >= 3 && !text.Contains(';', StringComparison.Ordinal)))
            return new Sniffed(FileTypes.Vba, plain);
        if (Count(text, PowerShellWords) >= 2) return new Sniffed(FileTypes.PowerShell, plain);
        if (text.Contains("#include ", StringComparison.Ordinal) && text.Contains('{', StringComparison.Ordinal))
        {
            return Count(text, "std::", "namespace ", "template <", "template<", "public:", "private:", "cout <<") > 0
                ? new Sniffed(FileTypes.Cpp, "C++ source, " + plain) : new Sniffed(FileTypes.C, "C source, " + plain);
        }
        if (Count(text, "import java", "public class ", "public interface ", "public static void main", "@Override", "package ") >= 2 && text.Contains(';', StringComparison.Ordinal))
            return new Sniffed(FileTypes.Java, "Java source, " + plain);
        if (text.Contains("use strict;", StringComparison.Ordinal) && text.Contains("my $", StringComparison.Ordinal))
            return new Sniffed(FileTypes.Perl, "Perl script, " + shape.Describe(executable: true));
        // Words of a line's start are looked for behind a line break.
        if (Count("\n" + text.Replace("\r\n", "\n", StringComparison.Ordinal), PythonWords) >= 4 && !text.Contains("};", StringComparison.Ordinal))
            return new Sniffed(FileTypes.Python, "Python script, " + shape.Describe(executable: true));
        if (Count(text, JavaScriptWords) >= 4 && text.Contains(';', StringComparison.Ordinal) && text.Contains('{', StringComparison.Ordinal))
            return new Sniffed(FileTypes.JavaScript, "JavaScript source, " + plain);
        return null;
    }

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static int Count(string text, params string[] words) => words.Count(word => text.Contains(word, StringComparison.Ordinal));
}
