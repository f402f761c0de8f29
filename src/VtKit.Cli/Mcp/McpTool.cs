using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace VtKit.Cli;

/// <summary>One tool: what it is called, what it takes, and what it does.</summary>
internal sealed record McpTool(
    string Name, string Title, string Description, IReadOnlyList<McpArgument> Arguments,
    Func<VtClient, McpArguments, McpReply, CancellationToken, Task> RunAsync)
{
    /// <summary>Whether it leaves the service as it was.</summary>
    public bool IsReadOnly { get; init; } = true;

    /// <summary>The tool as the protocol describes it.</summary>
    public Tool ToProtocol()
    {
        using var schema = JsonDocument.Parse(CommandJson.Line(WriteSchema));
        return new Tool
        {
            Name = Name,
            Title = Title,
            Description = Description,
            InputSchema = schema.RootElement.Clone(),
            Annotations = new ToolAnnotations { Title = Title, ReadOnlyHint = IsReadOnly, DestructiveHint = false, IdempotentHint = true, OpenWorldHint = true },
        };
    }

    private void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        foreach (var argument in Arguments)
        {
            json.WriteStartObject(argument.Name);
            json.WriteString("type", argument.Type == "strings" ? "array" : argument.Type);
            if (argument.Type == "strings")
            {
                json.WriteStartObject("items");
                json.WriteString("type", "string");
                json.WriteEndObject();
            }
            json.WriteString("description", argument.Description);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        CommandJson.WriteTexts(json, "required", Arguments.Where(argument => argument.IsRequired).Select(argument => argument.Name));
        json.WriteBoolean("additionalProperties", false);
        json.WriteEndObject();
    }
}
