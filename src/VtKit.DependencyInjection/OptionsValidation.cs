using Microsoft.Extensions.Options;

namespace VtKit.DependencyInjection;

/// <summary>Checks options as the client would, and says where they come from.</summary>
internal sealed class OptionsValidation : IValidateOptions<VirusTotalOptions>
{
    public ValidateOptionsResult Validate(string? name, VirusTotalOptions options)
    {
        try
        {
            VtClient.CreateHandler(options.ToClientOptions()).Dispose();
            return ValidateOptionsResult.Success;
        }
        catch (ArgumentException e)
        {
            var text = e.ParamName is null ? e.Message : e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal);
            return ValidateOptionsResult.Fail(Of(name, options, string.IsNullOrWhiteSpace(options.ApiKey) ? $"{text} {WhereTheKeyGoes(options)}" : text));
        }
    }

    /// <summary>A complaint, with the client and the section that it is about.</summary>
    public static string Of(string? name, VirusTotalOptions options, string text)
    {
        var client = string.IsNullOrEmpty(name) ? "VirusTotal" : $"VirusTotal client '{name}'";
        return options.Section is { } section ? $"{client} (configuration section {section}): {text}" : $"{client}: {text}";
    }

    private static string WhereTheKeyGoes(VirusTotalOptions options) => options.Section is { } section
        ? $"Set {section}:ApiKey, in the environment as {section.Replace(":", "__", StringComparison.Ordinal)}__ApiKey."
        : "Set ApiKey in AddVirusTotal, or give AddVirusTotal a section of the configuration.";
}

/// <summary>The health check asks for the quota of a user: it has to be known who that is.</summary>
internal sealed class UserIsKnown(string client) : IValidateOptions<VirusTotalOptions>
{
    public ValidateOptionsResult Validate(string? name, VirusTotalOptions options) =>
        name != client || !string.IsNullOrWhiteSpace(options.UserId)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(OptionsValidation.Of(name, options, "The health check reads the quota of the key's user, the one call that costs nothing. Set UserId to the user's name, which is on the profile page; it is not the key."));
}
