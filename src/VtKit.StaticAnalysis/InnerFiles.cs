namespace VtKit.StaticAnalysis;

/// <summary>
/// Hands files that lie in others without an archive around them to <see cref="AnalysisOptions.OnChild"/>. The limits are those of archives. Exceptions
/// of the callback reach the caller, so nothing here is guarded.
/// </summary>
internal sealed class InnerFiles(Stream content, ContentView view, AnalysisScope scope, CancellationToken budget)
{
    private int _left = scope.Options.MaxChildren;
    private bool _said;

    public async ValueTask GiveAsync(PeFacts? pe, IReadOnlyList<MailAttachment> attachments)
    {
        if (scope.Options.OnChild is null) return;
        // The overlay first: a caller who takes a few would rather have the payload of an installer than its icons.
        if (pe?.Overlay is { } overlay) await GiveAsync(FileChild.Of(overlay, pe.OverlaySha256), overlay.Offset).ConfigureAwait(false);
        foreach (var resource in pe?.Resources ?? []) await GiveAsync(FileChild.Of(resource), resource.Offset).ConfigureAwait(false);
        foreach (var attachment in attachments)
        {
            if (!MayGive(attachment.Child)) continue;
            var body = await attachment.ReadAsync(view, scope.Caller).ConfigureAwait(false);
            using var bytes = new MemoryStream(body.Array!, body.Offset, body.Count, writable: false);
            if (bytes.Length == attachment.Child.Size) await scope.Options.OnChild(attachment.Child, bytes, scope.Caller).ConfigureAwait(false);
        }
    }

    private async ValueTask GiveAsync(FileChild child, long offset)
    {
        if (!MayGive(child)) return;
        content.Position = offset;
        var bounded = new BoundedStream(content, child.Size);
        await using (bounded.ConfigureAwait(false))
            await scope.Options.OnChild!(child, bounded, scope.Caller).ConfigureAwait(false);
    }

    private bool MayGive(FileChild child)
    {
        if (child.Sha256 is null) return false;
        if (_left == 0 || child.Size > scope.Options.MaxChildBytes || child.Size > scope.UnpackBudget || budget.IsCancellationRequested)
        {
            if (!_said) scope.Problem("Files inside are beyond the limits of number, size or time: the content of some is left out.");
            _said = true;
            return false;
        }
        _left--;
        scope.UnpackBudget -= child.Size;
        return true;
    }
}
