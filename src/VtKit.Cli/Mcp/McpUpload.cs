namespace VtKit.Cli;

/// <summary>The tool that uploads, which is there only where the user names a folder for it. Nothing outside that folder can be sent.</summary>
internal static class McpUpload
{
    private static readonly McpArgument Name = new("file", "string", "Path of the file, below the folder that is allowed", IsRequired: true);

    public static McpTool Of(CliSession session, ServiceConnection connection, string folder)
    {
        var root = Path.GetFullPath(folder);
        if (!Directory.Exists(root)) throw InputFile.Unusable(folder, "is no folder: name the one whose files may be uploaded");
        return new McpTool("scan_file", "Scan a file", $"Look a file of {folder} up by its hash and, where it is unknown, upload it, where others can see and download it; wait for the report.", [Name],
            async (_, arguments, reply, token) =>
        {
            var path = Inside(root, arguments.Text(Name.Name));
            using var line = new ProgressLine(session.Console, session.Talk, session.Time);
            using var consent = new UploadConsent(session, connection, given: true);
            reply.Write(await new FileScan(session, connection, consent, new ScanProgress(line), path).RunAsync(hideName: false, password: null, wait: true, token).ConfigureAwait(false), null);
        }) { IsReadOnly = false };
    }

    // A link inside the folder may lead out of it, at its end or on the way.
    private static string Inside(string root, string name)
    {
        var path = Path.GetFullPath(Path.Combine(root, name));
        if (!IsBelow(root, path)) throw Outside(name);
        for (var part = path; part.Length > root.Length; part = Path.GetDirectoryName(part)!)
            if (new FileInfo(part).LinkTarget is not null)
                throw Outside(name);
        return path;
    }

    private static bool IsBelow(string root, string path) => path.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static CliException Outside(string name) => CliException.Usage($"'{name}' is not in the folder that may be uploaded from");
}
