namespace VtKit.Emulator;

/// <summary>What the service does in the background and answers with an operation. Here the work is done with the request, so that the operation is finished from the start.</summary>
internal static class Operations
{
    public static Answer Done(Session store, ApiRequest request)
    {
        var operation = Records.Add(store, ObjectType.Operation, Guid.NewGuid().ToString("N"), request.Account.Name, isPrivate: true, request.NowMs,
            Records.Write(json => json.WriteString(Attr.Operation.Status, Words.OperationStatus.Finished)));
        return ObjectAnswer.Of(store, request, ObjectType.Operation, operation.Id);
    }
}
