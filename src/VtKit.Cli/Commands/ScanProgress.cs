using System.Collections.Concurrent;

namespace VtKit.Cli;

/// <summary>How far the files are that are being scanned at the same time: one of them in detail, several as counts.</summary>
internal sealed class ScanProgress(ProgressLine line)
{
    private enum Stage { Hashing, Uploading, Analysing }

    private readonly ConcurrentDictionary<string, Stage> _active = new();

    public IProgress<long> Hashing(string item, long total) =>
        new Reporter<long>(done => Report(item, Stage.Hashing, $"hashing {Path.GetFileName(item)}", done, total));

    public IProgress<VtTransferProgress> Uploading(string item, long total) => new Reporter<VtTransferProgress>(progress =>
        Report(item, Stage.Uploading, $"uploading {Path.GetFileName(item)}", progress.Bytes, progress.Total ?? total));

    public IProgress<VtWaitProgress> Analysing(string item) => new Reporter<VtWaitProgress>(progress =>
    {
        _active[item] = Stage.Analysing;
        if (_active.Count > 1) ReportCounts();
        else line.Report($"analysing {Path.GetFileName(item)}: {progress.Status} for {progress.Waited.TotalSeconds:0} s");
    });

    public void End(string item)
    {
        _active.TryRemove(item, out _);
        if (_active.IsEmpty) line.Erase();
        else ReportCounts();
    }

    private void Report(string item, Stage stage, string what, long done, long total)
    {
        _active[item] = stage;
        if (_active.Count > 1) ReportCounts();
        else line.Report(what, done, total);
    }

    private void ReportCounts() => line.Report(string.Join(" · ",
        _active.Values.GroupBy(stage => stage).OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.Key.ToString().ToLowerInvariant()}")));
}
