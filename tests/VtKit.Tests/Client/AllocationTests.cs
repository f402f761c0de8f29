using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace VtKit.Tests;

/// <summary>How much memory a look-up takes: a count, which no load of the machine changes.</summary>
public sealed class AllocationTests
{
    private const int Calls = 200, BodySize = 30_000;

    // Measured: 6.2 KB beside the body, the answer of the handler below among them. The rest is room for another runtime.
    private const int Beside = 8_000;

    [Fact]
    public void A_look_up_allocates_its_body_the_index_over_it_and_little_else()
    {
        var body = Encoding.UTF8.GetBytes("{\"data\":{\"type\":\"file\",\"id\":\"a\",\"attributes\":{\"padding\":\"" + new string('x', BodySize) + "\"}}}");
        using var client = new VtClient(new ClientSettings(Make.Options()), new Ready(body));
        LookUp(client);
        var before = GC.GetAllocatedBytesForCurrentThread();

        LookUp(client);

        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
        each.ShouldBeLessThan(body.Length + Beside);
        // What the floor takes as well: the test measures something.
        each.ShouldBeGreaterThan(body.Length);
    }

    // The answer is ready, so the call ends on this thread, and what other tests allocate meanwhile does not count.
    private static void LookUp(VtClient client)
    {
        for (var i = 0; i < Calls; i++)
        {
            var call = client.Files.GetAsync(MemberCall.Sha256);
            call.IsCompletedSuccessfully.ShouldBeTrue();
        }
    }

    /// <summary>Answers with the same bytes, which are its own and not counted.</summary>
    private sealed class Ready(byte[] body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        }
    }
}
