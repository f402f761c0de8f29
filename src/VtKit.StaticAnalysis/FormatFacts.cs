using System.Text;
using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis;

/// <summary>Reads the formats that have a shape of their own in reports, each by its reader.</summary>
internal sealed class FormatFacts(ContentView view, Detected detected, AnalysisScope scope)
{
    /// <summary>How much of unpacked texts is looked through for indicators, in characters.</summary>
    private const int MaxSearched = 16 << 20;

    private readonly List<(long Place, string Text)> _texts = [];

    public Dictionary<string, JsonNode> Structures { get; } = new(StringComparer.Ordinal);

    public List<string> Tags { get; } = [];

    public IReadOnlyList<MailAttachment> Attachments { get; private set; } = [];

    public ShortcutFacts? Shortcut { get; private set; }

    public MailFacts? Mail { get; private set; }

    /// <summary>Reads what the type calls for. What was found before the time was up stays.</summary>
    public async ValueTask<FormatFacts> ReadAsync(CancellationToken cancellationToken)
    {
        var type = detected.Type.Type;
        if (type == FileTypes.Pdf) await PdfAsync(cancellationToken).ConfigureAwait(false);
        else if (type == FileTypes.Rtf)
        {
            var info = await RtfReader.ReadAsync(view, cancellationToken).ConfigureAwait(false);
            Structures[Attr.File.RtfInfo] = info;
            foreach (var found in info["document_properties"]!["objects"]?.AsArray() ?? []) Tags.Add(RtfReader.Tag(found!["type"]!.GetValue<string>()));
        }
        else if (type == FileTypes.Email)
        {
            var mail = await MailReader.ReadAsync(view, cancellationToken).ConfigureAwait(false);
            Mail = mail.Facts;
            Attachments = mail.Attached;
        }
        else if (type == FileTypes.Lnk) await ShortcutAsync(cancellationToken).ConfigureAwait(false);
        else if (type == FileTypes.MachO)
        {
            if (await MachOReader.ReadAsync(view, cancellationToken).ConfigureAwait(false) is { } images)
            {
                Structures[Attr.File.MachoInfo] = images;
                // One architecture of several is enough, as it is for whoever looks for programs that run on such machines.
                if (images.Any(MachOReader.Is64Bit)) Tags.Add("64bits");
            }
        }
        else if (detected.IsCompound) await CompoundAsync(cancellationToken).ConfigureAwait(false);
        else if (detected.Zip is { } zip) await ZipAsync(zip, type, cancellationToken).ConfigureAwait(false);
        else if (type == FileTypes.Pem || type == FileTypes.Unknown)
        {
            if (await CertificateFile.ReadAsync(view, type == FileTypes.Pem, cancellationToken).ConfigureAwait(false) is { } certificates) Structures[Attr.File.SignatureInfo] = certificates;
        }
        return this;
    }

    /// <summary>Looks for indicators in the texts that were unpacked on the way.</summary>
    public void Search(IndicatorFinder finder, CancellationToken cancellationToken)
    {
        var left = MaxSearched;
        foreach (var (place, text) in _texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if ((left -= text.Length) < 0 || finder.IsFull)
            {
                scope.Problem("The document holds more text than is looked through for indicators.");
                return;
            }
            finder.AddUnpacked(place, Encoding.Latin1.GetBytes(text));
            finder.EndText();
        }
    }

    private async ValueTask ShortcutAsync(CancellationToken cancellationToken)
    {
        var file = await view.ReadUpToAsync(0, ShortcutReader.MaxSize, cancellationToken).ConfigureAwait(false);
        Shortcut = ShortcutReader.Read(file);
        if (Shortcut is not null) Structures[Attr.File.LnkInfo] = ShortcutJson.Of(Shortcut);
    }

    private async ValueTask PdfAsync(CancellationToken cancellationToken)
    {
        var info = await PdfReader.ReadAsync(view, cancellationToken).ConfigureAwait(false);
        Structures[Attr.File.PdfInfo] = info;
        // The counts are those of the bytes as they stand. Tags know what hides in object streams, too.
        if (Has("/OpenAction")) Tags.Add("autoaction");
        if (Has("/Launch")) Tags.Add("launch-action");
        if (Has("/EmbeddedFile") || detected.Pdf?.Files.Count > 0) Tags.Add("file-embedded");
        if (Has("/AcroForm")) Tags.Add("acroform");
        if (Has("/JS") || Has("/JavaScript")) Tags.Add("js-embedded");
        if (info[Part.PdfInfo.Encrypted]!.GetValue<int>() > 0) Tags.Add("encrypted");

        bool Has(string word) => info[PdfWords.Members[word]]!.GetValue<int>() > 0 || detected.Pdf?.Words[word] > 0;
    }

    private async ValueTask CompoundAsync(CancellationToken cancellationToken)
    {
        if (await CompoundStorage.OpenAsync(view, cancellationToken).ConfigureAwait(false) is not { } storage) return;
        var info = await OfficeReader.DescribeAsync(storage, cancellationToken).ConfigureAwait(false);
        Structures[Attr.File.OfficeInfo] = info;
        AddMacros(info, await Macros.ReadAsync(storage, packed: null, cancellationToken).ConfigureAwait(false));
    }

    private async ValueTask ZipAsync(ZipDirectory zip, TypeInfo type, CancellationToken cancellationToken)
    {
        if (type == FileTypes.Docx || type == FileTypes.Xlsx || type == FileTypes.Pptx)
        {
            var parts = new OpenXmlReader(view, zip, scope);
            var info = await parts.ReadAsync(type.Extension, cancellationToken).ConfigureAwait(false);
            _texts.AddRange(parts.Targets);
            AddMacros(info, await OfficeReader.MacrosAsync(view, zip, scope, cancellationToken).ConfigureAwait(false));
            Structures[Attr.File.OpenxmlInfo] = info;
        }
        else if (type == FileTypes.Apk) Structures[Attr.File.Androguard] = await AndroidReader.ReadAsync(view, zip, scope, cancellationToken).ConfigureAwait(false);
        else if (type == FileTypes.Jar) Structures[Attr.File.JarInfo] = await JarReader.ReadAsync(view, zip, cancellationToken).ConfigureAwait(false);
    }

    private void AddMacros(JsonObject info, Macros? macros)
    {
        if (macros is null) return;
        macros.AddTo(info);
        Tags.Add("macros");
        Tags.AddRange(macros.Properties);
        _texts.AddRange(macros.Modules.Select(module => (module.Place, module.Source)));
    }
}
