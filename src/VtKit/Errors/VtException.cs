namespace VtKit;

/// <summary>Whatever goes wrong between a call and its answer. Its texts never hold the API key.</summary>
public abstract class VtException : Exception
{
    private protected VtException(string message, Exception? inner = null) : base(message, inner) { }

    /// <summary>
    /// The analysis that was being waited for, or null. It goes on at the service: <see cref="VtAnalyses.WaitAsync"/> with this id
    /// takes up where the call ended.
    /// </summary>
    public string? AnalysisId { get; internal set; }
}

/// <summary>The analysis that is waited for did not complete in time. It goes on at the service: wait again for <see cref="VtException.AnalysisId"/>.</summary>
public sealed class VtTimeoutException : VtException
{
    internal VtTimeoutException(string analysisId, string status, TimeSpan waited, Exception? lastFault)
        : base($"The analysis was {(status.Length == 0 ? "not readable" : status)} after {waited.TotalSeconds:0} s. It goes on at the service: wait again for its id {analysisId}.", lastFault)
    {
        AnalysisId = analysisId;
        Status = status;
        Waited = waited;
    }

    /// <summary>The status that was seen last, or the empty string if none was.</summary>
    public string Status { get; }

    /// <summary>How long it was waited.</summary>
    public TimeSpan Waited { get; }
}

/// <summary>A file is larger than the service takes. Nothing was sent.</summary>
public sealed class VtFileSizeException : VtException
{
    internal VtFileSizeException(long size, long limit)
        : base($"The file has {size:N0} bytes; VirusTotal takes at most {limit:N0}. Unpack it and send its parts.".Replace('\u00a0', ' '))
    {
        Size = size;
        Limit = limit;
    }

    /// <summary>The size of the file, in bytes.</summary>
    public long Size { get; }

    /// <summary>The largest size that is taken, in bytes.</summary>
    public long Limit { get; }
}
