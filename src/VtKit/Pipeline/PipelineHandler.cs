namespace VtKit;

/// <summary>
/// What a handler of the pipeline gives back. It is a value, because the code of async methods that return one is compiled ahead; that of methods that
/// return a reference is compiled at each start.
/// </summary>
internal readonly record struct Answer(HttpResponseMessage Response);

/// <summary>A handler of the pipeline: sends a message through those behind it.</summary>
internal abstract class PipelineHandler(PipelineHandler? next) : IDisposable
{
    protected PipelineHandler Next => next!;

    public abstract Task<Answer> SendAsync(ApiMessage message, CancellationToken cancellationToken);

    public virtual void Dispose() => next?.Dispose();
}
