using System.Text;

namespace VtKit.Cli;

/// <summary>
/// The configuration file: lines of <c>name = value</c>, under <c>[profile]</c> headings; what stands before the first heading
/// is the profile <c>default</c>. Comments and order survive a change. The file holds keys, so nobody else may read it.
/// </summary>
internal sealed class ConfigFile
{
    public const string DefaultProfile = "default";

    private const UnixFileMode OwnerFolder = OutputFile.OwnerOnly | UnixFileMode.UserExecute;
    private const UnixFileMode OthersMayRead = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode AnyoneElse = OthersMayRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly List<string> _lines;

    private ConfigFile(string path, List<string> lines) => (Path, _lines) = (path, lines);

    public string Path { get; }

    /// <summary>The profiles that have a heading or a setting, in the order of the file.</summary>
    public IEnumerable<string> Profiles => Entries().Select(entry => entry.Profile).Distinct();

    /// <summary>Reads the file; an absent one is empty. Rights that let others in are taken back, and it is said.</summary>
    /// <param name="path">Where the file is.</param>
    /// <param name="say">Receives a line when rights were mended.</param>
    /// <exception cref="CliException">The file cannot be read, cannot be made private, or has a line that is no setting.</exception>
    public static ConfigFile Load(string path, Action<string> say)
    {
        try
        {
            if (!File.Exists(path)) return new ConfigFile(path, []);
            MakePrivate(path, say);
            var file = new ConfigFile(path, [.. File.ReadAllLines(path)]);
            foreach (var entry in file.Entries()) Validate(entry, path);
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Error, $"the configuration file {path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The value of a setting of a profile, or null.</summary>
    public string? Get(string profile, string name) =>
        _lines.Count == 0 ? null : Entries().LastOrDefault(entry => entry.Profile == profile && entry.Name == name)?.Value;

    /// <summary>The settings of a profile, in the order of the file.</summary>
    public IEnumerable<(string Name, string Value)> Settings(string profile) =>
        from entry in Entries() where entry.Profile == profile && entry.Name is not null select (entry.Name!, entry.Value!);

    public void Set(string profile, string name, string value)
    {
        var line = $"{name} = {value}";
        if (Entries().LastOrDefault(entry => entry.Profile == profile && entry.Name == name) is { } existing)
        {
            _lines[existing.Line] = line;
            return;
        }
        var last = Entries().LastOrDefault(entry => entry.Profile == profile);
        if (last is not null)
        {
            _lines.Insert(last.Line + 1, line);
        }
        else if (profile == DefaultProfile)
        {
            _lines.Insert(0, line);
        }
        else
        {
            if (_lines.Count > 0 && _lines[^1].Length > 0) _lines.Add("");
            _lines.AddRange([$"[{profile}]", line]);
        }
    }

    /// <summary>Removes a setting; false where there is none.</summary>
    public bool Unset(string profile, string name)
    {
        var doomed = Entries().Where(entry => entry.Profile == profile && entry.Name == name).Select(entry => entry.Line).ToList();
        foreach (var line in doomed.OrderDescending()) _lines.RemoveAt(line);
        return doomed.Count > 0;
    }

    /// <summary>Writes the file whole, or not at all, readable by its owner alone from the first moment.</summary>
    /// <exception cref="CliException">The file cannot be written; the old one is as it was.</exception>
    public void Save()
    {
        try
        {
            var target = OutputFile.TargetOf(Path);
            CreateFolder(System.IO.Path.GetDirectoryName(target)!);
            OutputFile.Replace(target, Encoding.UTF8.GetBytes(string.Concat(_lines.Select(line => line + "\n"))), CreatePrivate);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Error, $"the configuration file {Path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>A heading (no name), or a setting.</summary>
    private sealed record Entry(int Line, string Profile, string? Name, string? Value);

    private IEnumerable<Entry> Entries()
    {
        var profile = DefaultProfile;
        for (var i = 0; i < _lines.Count; i++)
        {
            var line = _lines[i].AsSpan().Trim();
            if (line.IsEmpty || line[0] is '#' or ';') continue;
            if (line[0] == '[' && line[^1] == ']')
            {
                profile = line[1..^1].Trim().ToString();
                yield return new Entry(i, profile, null, null);
                continue;
            }
            var equals = line.IndexOf('=');
            yield return equals < 0
                ? new Entry(i, profile, line.ToString(), null)
                : new Entry(i, profile, line[..equals].TrimEnd().ToString(), line[(equals + 1)..].TrimStart().ToString());
        }
    }

    // The line itself is not repeated: it may hold a key.
    private static void Validate(Entry entry, string path)
    {
        if (entry.Name is null) return;
        if (entry.Value is null)
            throw new CliException(ExitCode.Error, $"line {entry.Line + 1} of {path} is no 'name = value'; mend or remove it");
        if (!Setting.Names.Contains(entry.Name))
            throw new CliException(ExitCode.Error,
                $"line {entry.Line + 1} of {path} sets something that vtk does not know; it knows {string.Join(", ", Setting.Names)}");
    }

    private static void MakePrivate(string path, Action<string> say)
    {
        if (OperatingSystem.IsWindows()) return;
        var mode = File.GetUnixFileMode(path);
        if ((mode & AnyoneElse) == UnixFileMode.None) return;
        try
        {
            File.SetUnixFileMode(path, OutputFile.OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Error,
                $"the configuration file {path} is open to other users and this cannot be changed ({e.Message}); run: chmod 600 {path}", e);
        }
        var others = (mode & OthersMayRead) == UnixFileMode.None ? "open to other users" : "readable by other users: if they may have seen the key, replace it";
        say($"the configuration file {path} was {others}; it is yours alone now (0600)");
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerFolder);
    }

    private static FileStream CreatePrivate(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OutputFile.OwnerOnly;
        return new FileStream(path, options);
    }
}
