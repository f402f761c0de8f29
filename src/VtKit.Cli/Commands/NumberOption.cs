using System.CommandLine;
using System.Globalization;

namespace VtKit.Cli;

/// <summary>Numbers as values of options.</summary>
internal static class NumberOption
{
    /// <summary>Refuses numbers that are out of a range. What is no number the parser refuses; a validator that asked for its value would throw.</summary>
    /// <param name="option">The option.</param>
    /// <param name="least">The smallest number.</param>
    /// <param name="most">The largest.</param>
    /// <param name="complaint">What is said.</param>
    public static void Check(Option option, int least, int most, string complaint) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: var text }] && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && (number < least || number > most)) result.AddError(complaint);
    });

    /// <summary>The same for a port, of which 0 is any that is free.</summary>
    public static void CheckPort(Option option) => Check(option, 0, ushort.MaxValue, $"A port is between 0 and {ushort.MaxValue}");
}
