namespace VtKit.Emulator;

/// <summary>The rows behind the paths that clients use though no document has them.</summary>
internal static class AliasEndpoints
{
    /// <summary>The row that an alias is another form of or, where there is none, one of its own: open to all, and one request of the quota.</summary>
    public static Endpoint Of(EndpointAlias alias) =>
        alias.StandsFor ?? new Endpoint(alias.Name, alias.Method, alias.Template, "public", alias.UsedBy, 1, "", alias.Name.Split('.')[0], "", alias.Emulated);
}
