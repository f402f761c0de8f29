using Microsoft.AspNetCore.Http;

namespace VtKit.Emulator;

/// <summary>Finds out who calls, by the header of the service.</summary>
internal static class Authentication
{
    /// <summary>The account of the key; null when there is none that opens anything.</summary>
    public static Account? Find(HttpContext http) => Account.ByKey(http.Request.Headers[Service.KeyHeader].ToString()) is { Active: true } account ? account : null;

    /// <exception cref="ApiException">There is no key, or none that opens anything. As at the service, the message repeats a wrong key.</exception>
    public static Account Require(HttpContext http)
    {
        var key = http.Request.Headers[Service.KeyHeader].ToString();
        if (key.Length == 0) throw new ApiException(Errors.AuthenticationRequiredError, "X-Apikey header is missing");
        var account = Account.ByKey(key) ?? throw Wrong(key);
        return account.Active ? account : throw new ApiException(Errors.UserNotActiveError, "User is inactive");
    }

    /// <exception cref="ApiException">The user was removed.</exception>
    public static void RefuseRemoved(Session store, Account account)
    {
        if (Users.IsRemoved(store, account)) throw Wrong(account.Key);
    }

    private static ApiException Wrong(string key) => new(Errors.WrongCredentialsError, $"Wrong API key: {key}");
}
