namespace VtKit.Cli;

/// <summary>The text of JSON with the escapes of its strings resolved, so that what stands in them reads as it was: <c>http:\/\/evil.example\/a</c>. It need not be whole or valid.</summary>
internal sealed class JsonStringsReader(TextReader json) : TextReader
{
    public override int Peek() => json.Peek() == '\\' ? -1 : json.Peek();

    public override int Read()
    {
        var c = json.Read();
        if (c != '\\') return c;
        var escaped = json.Read();
        return escaped switch
        {
            'n' or 'r' or 't' or 'b' or 'f' => ' ',
            'u' => ReadUnit(),
            _ => escaped,
        };
    }

    public override int Read(Span<char> buffer)
    {
        var length = 0;
        for (; length < buffer.Length && Read() is >= 0 and var c; length++) buffer[length] = (char)c;
        return length;
    }

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override ValueTask<int> ReadBlockAsync(Memory<char> buffer, CancellationToken cancellationToken = default) => ReadAsync(buffer, cancellationToken);

    public override ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : ValueTask.FromResult(Read(buffer.Span));

    private int ReadUnit()
    {
        var unit = 0;
        for (var i = 0; i < 4 && char.IsAsciiHexDigit((char)json.Peek()); i++) unit = (unit * 16) + Convert.ToInt32(((char)json.Read()).ToString(), 16);
        return unit < ' ' ? ' ' : unit;
    }
}
