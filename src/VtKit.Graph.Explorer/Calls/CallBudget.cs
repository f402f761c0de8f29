namespace VtKit.Graph.Explorer;

/// <summary>The requests that a run may send. Each is taken before it is sent.</summary>
internal sealed class CallBudget(int? max)
{
    private readonly int _max = max ?? int.MaxValue;
    private int _taken;

    /// <summary>How many were taken.</summary>
    public int Calls => Volatile.Read(ref _taken);

    public bool TryTake()
    {
        while (true)
        {
            var taken = Volatile.Read(ref _taken);
            if (taken >= _max) return false;
            if (Interlocked.CompareExchange(ref _taken, taken + 1, taken) == taken) return true;
        }
    }

    public void GiveBack() => Interlocked.Decrement(ref _taken);
}

/// <summary>
/// The right to one request, taken before the request sets out, so that it spends neither a place in line nor quota in vain. Each further attempt takes
/// another one; where there is none left, the request ends.
/// </summary>
internal sealed class CallTicket(CallBudget budget, Action sent)
{
    private int _used;

    /// <summary>An attempt is about to be made.</summary>
    /// <exception cref="BudgetSpentException">There is no request left for it.</exception>
    public void Use()
    {
        if (Interlocked.Exchange(ref _used, 1) != 0 && !budget.TryTake()) throw new BudgetSpentException();
        sent();
    }

    /// <summary>The request is over. When nothing was sent, as when the client's own ledger refuses, nothing was spent.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _used, 1) == 0) budget.GiveBack();
    }
}

/// <summary>The budget is spent; nothing was sent.</summary>
internal sealed class BudgetSpentException() : Exception("The budget of requests is spent.");
