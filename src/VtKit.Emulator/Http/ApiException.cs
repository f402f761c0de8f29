namespace VtKit.Emulator;

/// <summary>Ends a request with an error of the service.</summary>
internal sealed class ApiException(ErrorCode error, string message) : Exception(message)
{
    public ErrorCode Error { get; } = error;

    public static ApiException BadRequest(string message) => new(Errors.BadRequestError, message);

    public static ApiException InvalidArgument(string message) => new(Errors.InvalidArgumentError, message);

    public static ApiException Forbidden() => new(Errors.ForbiddenError, "You are not authorized to perform the requested operation");

    /// <summary>An object that is not there, in the service's words: <c>File "..." not found</c>.</summary>
    public static ApiException NotFound(string what, string id) => new(Errors.NotFoundError, $"{what} \"{id}\" not found");

    /// <summary>A path that is none, or has an id that cannot be one.</summary>
    public static ApiException NoSuchPath() => new(Errors.NotFoundError, "Resource not found.");

    /// <summary>Something that the service has and the emulator has not. Never answered by made-up content.</summary>
    public static ApiException NotSupported(string message) => new(new ErrorCode("NotSupportedByEmulator", 501), message);
}
