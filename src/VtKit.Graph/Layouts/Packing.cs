namespace VtKit.Graph;

/// <summary>Puts parts next to each other: each as high up as it finds room, the largest first. Parts with fixed nodes stay, and all others go below them.</summary>
internal static class Packing
{
    /// <summary>Room between parts.</summary>
    private const double Margin = 30;

    private const double SameHeight = 15;

    /// <summary>A drawing is better somewhat wider than high.</summary>
    private const double Shape = 1.4;

    public static void Pack(Drawing drawing, List<int[]> parts)
    {
        var free = parts.Where(part => part.All(i => drawing.Input.Fixed[i] is null)).Select(part => (Part: part, Box: drawing.Box(part)))
            .OrderByDescending(one => one.Box.Bottom - one.Box.Top).ToList();
        var held = parts.Where(part => part.Any(i => drawing.Input.Fixed[i] is not null)).Select(drawing.Box).ToList();
        var (left, top) = held.Count == 0 ? (0, 0) : (held.Min(box => box.Left), held.Max(box => box.Bottom) + Margin);
        var area = free.Sum(one => (one.Box.Right - one.Box.Left + Margin) * (one.Box.Bottom - one.Box.Top + Margin));
        var width = free.Select(one => one.Box.Right - one.Box.Left + Margin).Append(Math.Sqrt(area * Shape)).Max();
        var skyline = new List<(double From, double Height)> { (0, 0) };
        foreach (var (part, box) in free)
        {
            var (x, y) = Take(skyline, width, box.Right - box.Left + Margin, box.Bottom - box.Top + Margin);
            drawing.Move(part, left + x - box.Left, top + y - box.Top);
        }
    }

    /// <summary>The highest place that is wide enough, of equals the leftmost. What is above it is taken from then on.</summary>
    private static (double X, double Y) Take(List<(double From, double Height)> skyline, double width, double wide, double high)
    {
        var (best, lowest) = (0, double.MaxValue);
        for (var i = 0; i < skyline.Count && skyline[i].From + wide <= width + 1e-6; i++)
        {
            var height = skyline[i].Height;
            for (var k = i + 1; k < skyline.Count && skyline[k].From < skyline[i].From + wide - 1e-9; k++) height = Math.Max(height, skyline[k].Height);
            // A little higher up is not worth a hole beside it.
            if (height < lowest - SameHeight) (best, lowest) = (i, height);
        }
        var x = skyline[best].From;
        var end = best;
        while (end < skyline.Count && skyline[end].From < x + wide - 1e-9) end++;
        var after = skyline[end - 1].Height;
        var isOpen = end == skyline.Count || skyline[end].From > x + wide + 1e-9;
        skyline.RemoveRange(best, end - best);
        skyline.Insert(best, (x, lowest + high));
        if (isOpen) skyline.Insert(best + 1, (x + wide, after));
        return (x, lowest);
    }
}
