using FsCheck;
using FsCheck.Fluent;

namespace VtKit.Emulator.Tests;

public sealed class MaskedStreamTests
{
    [Fact]
    public void What_is_written_in_any_pieces_is_read_in_any_pieces_and_lies_there_otherwise()
    {
        using var folder = new TemporaryFolder();
        var number = 0;
        Prop.ForAll<byte[], int, int>((content, writeSize, readSize) =>
        {
            var path = folder[$"{number++}"];
            using (var stream = MaskedStream.Create(path))
                foreach (var piece in content.Chunk(Size(writeSize))) stream.Write(piece);
            var lying = File.ReadAllBytes(path);
            var read = new List<byte>();
            using (var stream = MaskedStream.Open(path))
            {
                var buffer = new byte[Size(readSize)];
                for (int count; (count = stream.Read(buffer)) > 0;) read.AddRange(buffer.AsSpan(0, count));
            }
            return read.SequenceEqual(content) && lying.Zip(content).All(pair => pair.First != pair.Second);
        }).QuickCheckThrowOnFailure();

        static int Size(int any) => 1 + Math.Abs(any % 13);
    }

    [Fact]
    public async Task Large_pieces_and_positions_work_too()
    {
        using var folder = new TemporaryFolder();
        var content = new byte[300_001];
        new Random(1).NextBytes(content);
        await using var stream = MaskedStream.Create(folder["x"]);
        await stream.WriteAsync(content);
        stream.Length.ShouldBe(content.Length);
        stream.Position = 100_003;
        var rest = new byte[content.Length - 100_003];
        await stream.ReadExactlyAsync(rest);
        rest.ShouldBe(content[100_003..]);
    }
}
