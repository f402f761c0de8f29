using System.Text;

namespace VtKit;

public sealed partial class VtCodeInsights
{
    /// <summary>Has a block of code explained by a language model. What is sent leaves your machine. Costs 1 request, of 50 a day.</summary>
    /// <param name="code">The code: disassembled or decompiled.</param>
    /// <param name="codeType">What it is: <c>disassembled</c> or <c>decompiled</c>.</param>
    /// <param name="history">Questions and answers before, as the service gave them.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>The explanation, as the service puts it.</returns>
    /// <exception cref="ArgumentException">There is no code, or no kind.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.PostAsync"/>.</exception>
    /// <remarks>https://docs.virustotal.com/reference/analyse-binary</remarks>
    public Task<VtResponse> AnalyseBinaryAsync(string code, string codeType = "disassembled", System.Text.Json.Nodes.JsonArray? history = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(code);
        ArgumentException.ThrowIfNullOrWhiteSpace(codeType);
        var body = Bodies.Data(writer =>
        {
            writer.WriteStartObject();
            // The service wants the code in base64.
            writer.WriteBase64String(Fields.Code, Encoding.UTF8.GetBytes(code));
            writer.WriteString(Fields.CodeType, codeType);
            if (history is not null)
            {
                writer.WritePropertyName(Fields.History);
                history.WriteTo(writer);
            }
            writer.WriteEndObject();
        });
        return Client.PostAsync(Endpoints.CodeInsightsAnalyseBinary.Path(), body, cancellationToken);
    }
}
