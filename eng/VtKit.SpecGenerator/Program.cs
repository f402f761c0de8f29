using VtKit.SpecGenerator;

if (args is not [var root])
{
    Console.Error.WriteLine("usage: eng/generate (which names the repository's folder)");
    return 2;
}

IReadOnlyDictionary<string, string> files;
try
{
    files = Generator.Run(Path.Combine(root, "spec"));
}
catch (SpecException wrong)
{
    Console.Error.WriteLine("spec/" + wrong.Message);
    return 1;
}

var written = 0;
foreach (var (path, text) in files)
{
    var target = Path.Combine(root, path);
    if (File.Exists(target) && File.ReadAllText(target) == text) continue;
    Directory.CreateDirectory(Path.GetDirectoryName(target)!);
    File.WriteAllText(target, text);
    written++;
}

var stale = Generator.OwnedFolders
    .Select(folder => Path.Combine(root, folder))
    .Where(Directory.Exists)
    .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
    .Where(file => !files.ContainsKey(Path.GetRelativePath(root, file).Replace('\\', '/')))
    .ToList();
stale.ForEach(File.Delete);

Console.WriteLine($"{files.Count} files from spec/: {written} written, {stale.Count} removed.");
return 0;
