using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace VtKit.Benchmarks;

/// <summary>
/// A million requests of all kinds while the emulator's clock moves over seven days: the managed heap must not grow with
/// them. What is stored grows the database, which lies outside of that heap.
/// </summary>
internal static class EmulatorSoak
{
    private const int Requests = 1_000_000;
    private const int Rounds = 100;
    private const int WarmUpRounds = 10;
    private const int InFlight = 16;
    private const double Bar = 0.05;
    private const string Eicar = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";
    private static readonly TimeSpan Span = TimeSpan.FromDays(7);

    public static async Task<int> RunAsync()
    {
        using var emulator = await EmulatorServer.StartAsync(EmulatorServer.Mode);
        using var http = EmulatorLoad.Client();
        http.BaseAddress = emulator.Address;
        long warm = 0, heap = 0;
        for (var round = 1; round <= Rounds; round++)
        {
            var first = (round - 1) * (Requests / Rounds);
            await EmulatorLoad.ManyAsync(Requests / Rounds, InFlight, number => SendAsync(http, first + number));
            using var moved = await http.PostAsync(new Uri("/_emulator/clock", UriKind.Relative),
                new StringContent(string.Create(CultureInfo.InvariantCulture, $"{{\"advance_seconds\": {Span.TotalSeconds / Rounds}}}")));
            moved.EnsureSuccessStatusCode();
            heap = await emulator.HeapAsync();
            if (round == WarmUpRounds) warm = heap;
            if (round % 10 == 0) Console.WriteLine(FormattableString.Invariant($"  {round * (Requests / Rounds),9} requests: managed heap {heap / 1e6:F2} MB"));
        }
        var growth = (heap - warm) / (double)warm;
        Console.WriteLine(FormattableString.Invariant($"soak: {Requests} requests over {Span.TotalDays} days, heap {growth:P1} larger than after warm-up (bar: {Bar:P0}) {(growth < Bar ? "ok" : "MISSED")}"));
        return growth < Bar ? 0 : 1;
    }

    private static async Task<long> SendAsync(HttpClient http, int number)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        var sending = (number % 100) switch
        {
            0 => UploadAsync(http, text),
            1 => http.PostAsync(Api($"/files/{Eicar}/comments"), new StringContent($"{{\"data\": {{\"type\": \"comment\", \"attributes\": {{\"text\": \"Seen again #{text}\"}}}}}}")),
            2 => http.PostAsync(Api("/urls"), new FormUrlEncodedContent([KeyValuePair.Create("url", $"http://host{text}.example/{text}")])),
            3 => http.GetAsync(Api($"/files/{Eicar}/comments?limit=40")),
            4 => http.GetAsync(Api($"/intelligence/search?query=size:{number % 5000}%2B&limit=10")),
            5 => http.GetAsync(Api("/users/premium/overall_quotas")),
            6 => http.GetAsync(Api("/no/such/path")),
            < 20 => http.GetAsync(Api($"/files/{Convert.ToHexStringLower(Encoding.ASCII.GetBytes(text.PadLeft(16, '0')))}")),
            < 30 => http.GetAsync(Api($"/domains/host{number / 100 * 100 + 2}.example")),
            < 40 => http.GetAsync(Api($"/ip_addresses/8.8.{number % 200}.{number % 250}")),
            _ => http.GetAsync(Api("/files/" + Eicar)),
        };
        using var answer = await sending;
        return (await answer.Content.ReadAsByteArrayAsync()).Length;
    }

    private static Task<HttpResponseMessage> UploadAsync(HttpClient http, string text)
    {
        var part = new ByteArrayContent(Encoding.ASCII.GetBytes("A small file, number " + text));
        part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return http.PostAsync(Api("/files"), new MultipartFormDataContent { { part, "file", text + ".txt" } });
    }

    private static Uri Api(string path) => new("/api/v3" + path, UriKind.Relative);
}
