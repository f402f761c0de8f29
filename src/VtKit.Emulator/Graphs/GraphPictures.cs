using System.Security.Cryptography;
using System.Text;
using VtKit.Graph;

namespace VtKit.Emulator;

/// <summary>Pictures of graphs, drawn one at a time. The last ones are kept, each as long as its graph stays as it is.</summary>
internal sealed class GraphPictures : IDisposable
{
    private const int MostNodes = 10_000, MostLinks = 40_000, MostKept = 32, MaxSide = 2048;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _lock = new();
    private readonly LinkedList<(string Id, string Version, byte[] Picture)> _kept = new();

    /// <summary>How many pictures were drawn.</summary>
    public int Drawn { get; private set; }

    /// <summary>The picture of a graph, as PNG.</summary>
    /// <exception cref="ApiException">Nothing here makes pictures, the graph is too large for one, or it took too long.</exception>
    public async Task<byte[]> GetAsync(Record graph, CancellationToken cancellationToken)
    {
        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(graph.Attributes)));
        if (Find(graph.Id, version) is { } kept) return kept;
        if (!GraphPicture.IsAvailable)
            throw ApiException.NotSupported("The emulator makes pictures with rsvg-convert or Chromium, and neither is installed here: install the package \"librsvg2-bin\".");
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Find(graph.Id, version) is { } meanwhile) return meanwhile;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Timeout);
            var picture = await DrawAsync(graph, cancellationToken, limit.Token).ConfigureAwait(false);
            Drawn++;
            Keep(graph.Id, version, picture);
            return picture;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private static async Task<byte[]> DrawAsync(Record graph, CancellationToken cancellationToken, CancellationToken limit)
    {
        try
        {
            // Drawing takes a while: it is not done on a thread that answers.
            var svg = await Task.Run(() =>
            {
                var drawn = GraphJson.Read(graph.Attributes).Graph;
                if (drawn.Nodes.Count > MostNodes || drawn.Links.Count > MostLinks)
                    throw ApiException.NotSupported(FormattableString.Invariant($"The emulator makes no pictures of graphs with more than {MostNodes} nodes or {MostLinks} links."));
                return drawn.ToSvg(cancellationToken: limit);
            }, limit).ConfigureAwait(false);
            return await GraphPicture.RenderPngAsync(svg, MaxSide, limit).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ApiException(Errors.DeadlineExceededError, FormattableString.Invariant($"The picture was not drawn within {Timeout.TotalSeconds} seconds."));
        }
        catch (GraphException e)
        {
            throw new ApiException(Errors.TransientError, $"The picture was not drawn: {e.Message}");
        }
    }

    private byte[]? Find(string id, string version)
    {
        lock (_lock)
        {
            for (var node = _kept.First; node is not null; node = node.Next)
            {
                if (node.Value.Id != id || node.Value.Version != version) continue;
                _kept.Remove(node);
                _kept.AddFirst(node);
                return node.Value.Picture;
            }
            return null;
        }
    }

    private void Keep(string id, string version, byte[] picture)
    {
        lock (_lock)
        {
            for (var node = _kept.First; node is not null; node = node.Next)
                if (node.Value.Id == id)
                {
                    _kept.Remove(node);
                    break;
                }
            _kept.AddFirst((id, version, picture));
            if (_kept.Count > MostKept) _kept.RemoveLast();
        }
    }
}
