using System.Diagnostics;
using System.Globalization;

namespace VtKit.Benchmarks;

/// <summary>
/// Compares two sides by running them in turns, because the same command varies by a factor of two on a shared machine:
/// only what ran side by side can be compared. The figure is the median of the ratios of the pairs.
/// </summary>
internal static class Pairs
{
    /// <summary>Runs both sides once to warm up and then in pairs, the first side changing from pair to pair.</summary>
    /// <returns>The median of (time of the floor / time of ours): 1 means as fast as the floor, more means faster.</returns>
    public static async Task<double> CompareAsync(string name, int pairs, Func<Task> ours, Func<Task> floor)
    {
        Console.WriteLine($"{name}: {pairs} pairs");
        await ours();
        await floor();
        var ratios = new List<double>();
        var oursTimes = new List<double>();
        var floorTimes = new List<double>();
        for (var pair = 0; pair < pairs; pair++)
        {
            double oursTime, floorTime;
            if (pair % 2 == 0)
            {
                oursTime = await TimeAsync(ours);
                floorTime = await TimeAsync(floor);
            }
            else
            {
                floorTime = await TimeAsync(floor);
                oursTime = await TimeAsync(ours);
            }
            oursTimes.Add(oursTime);
            floorTimes.Add(floorTime);
            ratios.Add(floorTime / oursTime);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  pair {pair + 1,2}: ours {oursTime:F3} s, floor {floorTime:F3} s, floor/ours {ratios[^1]:F3}"));
        }
        var median = Median(ratios);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  median: ours {Median(oursTimes):F3} s, floor {Median(floorTimes):F3} s, floor/ours {median:F3} (from {ratios.Min():F3} to {ratios.Max():F3})"));
        return median;
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static async Task<double> TimeAsync(Func<Task> side)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var start = Stopwatch.GetTimestamp();
        await side();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
