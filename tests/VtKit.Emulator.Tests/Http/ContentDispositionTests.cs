namespace VtKit.Emulator.Tests;

public sealed class ContentDispositionTests
{
    [Theory]
    [InlineData("form-data; name=\"file\"; filename=\"a.txt\"", "file", "a.txt")]
    [InlineData("form-data; name=file; filename=a.txt", "file", "a.txt")]
    [InlineData("form-data; filename=\"a; name=\\\"x\\\".txt\"; name=\"file\"", "file", "a; name=\"x\".txt")]
    [InlineData("form-data; name=\"file\"; filename=\"C:\\dir\\\"", "file", "C:\\dir\\")]
    [InlineData("form-data; name=\"file\"; filename=\"say \"hello\".exe\"", "file", "say \"hello\".exe")]
    [InlineData("form-data; name=\"file\"", "file", null)]
    [InlineData("form-data; name=\"file\"; filename=\"\"", "file", "")]
    [InlineData("form-data; name=\"file\"; filename=\"x\"; filename*=UTF-8''%e2%82%ac%20rates", "file", "€ rates")]
    [InlineData("form-data; name=\"file\"; filename*=%e2%82%ac", "file", "€")]
    [InlineData("FORM-DATA; NAME=\"file\"; FILENAME=\"x\"", "file", "x")]
    [InlineData("form-data; name=\"file\"; filename=\"unterminated", "file", "unterminated")]
    [InlineData("", null, null)]
    public void Headers_are_read_as_clients_write_them(string header, string? name, string? fileName)
    {
        ContentDisposition.Parameter(header, "name").ShouldBe(name);
        ContentDisposition.FileName(header).ShouldBe(fileName);
    }
}
