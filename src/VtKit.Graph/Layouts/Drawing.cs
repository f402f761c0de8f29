namespace VtKit.Graph;

/// <summary>Where nodes stand while they are arranged.</summary>
internal sealed class Drawing(LayoutInput input)
{
    public LayoutInput Input { get; } = input;

    public double[] X { get; } = new double[input.Neighbours.Length];

    public double[] Y { get; } = new double[input.Neighbours.Length];

    public void Move(int[] part, double dx, double dy)
    {
        foreach (var i in part)
        {
            X[i] += dx;
            Y[i] += dy;
        }
    }

    /// <summary>
    /// Moves a part to where its fixed nodes must stand, as well as that goes without tearing it apart, and puts these where they must stand.
    /// </summary>
    /// <returns>Whether it has fixed nodes.</returns>
    public bool Settle(int[] part)
    {
        var held = Array.FindAll(part, i => Input.Fixed[i] is not null);
        if (held.Length == 0) return false;
        Move(part, held.Average(i => Input.Fixed[i]!.Value.X - X[i]), held.Average(i => Input.Fixed[i]!.Value.Y - Y[i]));
        foreach (var i in held) (X[i], Y[i]) = (Input.Fixed[i]!.Value.X, Input.Fixed[i]!.Value.Y);
        return true;
    }

    /// <summary>The room that a part takes, labels included.</summary>
    public (double Left, double Top, double Right, double Bottom) Box(int[] part)
    {
        var box = (Left: double.MaxValue, Top: double.MaxValue, Right: double.MinValue, Bottom: double.MinValue);
        foreach (var i in part)
        {
            if (Input.IsGroup(i)) continue;
            box.Left = Math.Min(box.Left, X[i] - Input.HalfWidth[i]);
            box.Right = Math.Max(box.Right, X[i] + Input.HalfWidth[i]);
            box.Top = Math.Min(box.Top, Y[i] - LayoutInput.Above);
            box.Bottom = Math.Max(box.Bottom, Y[i] + Input.Below);
        }
        return box;
    }

    public GraphPoint[] Places()
    {
        var places = new GraphPoint[Input.Nodes.Length];
        for (var i = 0; i < places.Length; i++)
            places[i] = Input.Held(i) ?? new GraphPoint(Math.Round(X[i] * Input.Scale, 2), Math.Round(Y[i] * Input.Scale, 2));
        return places;
    }
}
