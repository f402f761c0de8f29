using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis;

/// <summary>Reads the formats that have a shape of their own in reports, each by its reader.</summary>
internal sealed class FormatFacts(ContentView view, Detected detected, AnalysisScope scope)
{
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
            if (info["document_properties"]!.AsObject().ContainsKey("objects")) Tags.Add("ole-embedded");
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
            if (await MachOReader.ReadAsync(view, cancellationToken).ConfigureAwait(false) is { } images) Structures[Attr.File.MachoInfo] = images;
        }
        else if (detected.IsCompound) await CompoundAsync(cancellationToken).ConfigureAwait(false);
        else if (detected.Zip is { } zip) await ZipAsync(zip, type, cancellationToken).ConfigureAwait(false);
        return this;
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
        Tag(Part.PdfInfo.Openaction, "autoaction");
        Tag(Part.PdfInfo.NumLaunchActions, "launch-action");
        Tag(Part.PdfInfo.EmbeddedFile, "file-embedded");
        Tag(Part.PdfInfo.Acroform, "acroform");
        if (Count(Part.PdfInfo.Js) + Count(Part.PdfInfo.Javascript) > 0) Tags.Add("js-embedded");
        if (Count(Part.PdfInfo.Encrypted) > 0) Tags.Add("encrypted");

        int Count(string member) => info[member]!.GetValue<int>();

        void Tag(string member, string tag)
        {
            if (Count(member) > 0) Tags.Add(tag);
        }
    }

    private async ValueTask CompoundAsync(CancellationToken cancellationToken)
    {
        if (await CompoundStorage.OpenAsync(view, cancellationToken).ConfigureAwait(false) is not { } storage) return;
        var info = OfficeReader.Describe(storage);
        Structures[Attr.File.OfficeInfo] = info;
        AddMacros(info, await Macros.ReadAsync(storage, cancellationToken).ConfigureAwait(false));
    }

    private async ValueTask ZipAsync(ZipDirectory zip, TypeInfo type, CancellationToken cancellationToken)
    {
        if (type == FileTypes.Docx || type == FileTypes.Xlsx || type == FileTypes.Pptx)
        {
            var info = new JsonObject();
            AddMacros(info, await OfficeReader.MacrosAsync(view, zip, scope, cancellationToken).ConfigureAwait(false));
            if (info.Count > 0) Structures[Attr.File.OpenxmlInfo] = info;
        }
        else if (type == FileTypes.Apk) Structures[Attr.File.Androguard] = await AndroidReader.ReadAsync(view, zip, scope, cancellationToken).ConfigureAwait(false);
        else if (type == FileTypes.Jar) Structures[Attr.File.JarInfo] = await JarReader.ReadAsync(view, zip, cancellationToken).ConfigureAwait(false);
    }

    private void AddMacros(JsonObject info, Macros? macros)
    {
        if (macros is null) return;
        macros.AddTo(info);
        Tags.Add("macros");
        if (macros.AutoRun.Count > 0) Tags.Add("auto-open");
    }
}
