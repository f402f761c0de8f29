namespace VtKit.Graph.Explorer;

/// <summary>Sends requests within a budget. Who asks what is being asked already waits for that answer, and pays nothing.</summary>
internal sealed class Asker(VtClient client)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task<object>> _underWay = new(StringComparer.Ordinal);
    private int _calls;

    /// <summary>How many requests were sent.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <param name="question">What is asked: the same text for the same request.</param>
    /// <param name="budget">Who pays.</param>
    /// <param name="ask">Asks, through the client that it is given.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="BudgetSpentException">Nothing, or not enough, was left in the budget.</exception>
    public async Task<T> AskAsync<T>(string question, CallBudget budget, Func<VtClient, Task<T>> ask, CancellationToken cancellationToken) where T : class
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TaskCompletionSource<object>? own = null;
            Task<object>? answer;
            lock (_gate)
                if (!_underWay.TryGetValue(question, out answer))
                {
                    own = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
                    _underWay.Add(question, own.Task);
                }
            if (own is not null) return await AskAsync(question, budget, ask, own).ConfigureAwait(false);
            try
            {
                return (T)await answer!.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is BudgetSpentException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // Who was asking gave up for reasons of its own.
            }
        }
    }

    private async Task<T> AskAsync<T>(string question, CallBudget budget, Func<VtClient, Task<T>> ask, TaskCompletionSource<object> own) where T : class
    {
        try
        {
            if (!budget.TryTake()) throw new BudgetSpentException();
            var ticket = new CallTicket(budget, () => Interlocked.Increment(ref _calls));
            T answer;
            try
            {
                answer = await ask(client.WithBeforeAttempt(ticket.Use)).ConfigureAwait(false);
            }
            finally
            {
                ticket.Close();
            }
            End(question);
            own.SetResult(answer);
            return answer;
        }
        catch (Exception e)
        {
            End(question);
            own.SetException(e);
            // Nobody else may be waiting, and then nobody else looks at it.
            _ = own.Task.Exception;
            throw;
        }
    }

    private void End(string question)
    {
        lock (_gate) _underWay.Remove(question);
    }
}
