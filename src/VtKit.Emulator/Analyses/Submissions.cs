using System.Globalization;

namespace VtKit.Emulator;

/// <summary>Who submitted what when, as premium users see it: submitters appear under a stand-in.</summary>
internal static class Submissions
{
    /// <summary>The id of a submission: letter, object, seconds. The key tells apart those of one second.</summary>
    public const string IdSql = "substr(type, 1, 1) || '-' || item || '-' || (at / 1000) || '-' || key";

    public static Task<Answer> GetAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
        Find(store, request.Argument(0)) is null
            ? throw ApiException.NotFound(ObjectTypes.Spoken(ObjectType.Submission), request.Argument(0))
            : ObjectAnswer.Of(store, request, ObjectType.Submission, request.Argument(0)), cancellationToken);

    public static Action<ObjectWriter>? Find(Session store, string id) =>
        long.TryParse(id.AsSpan(id.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var key)
            ? store.First<Action<ObjectWriter>>($"SELECT account, at, name FROM submission WHERE key = $1 AND {IdSql} = $2", row =>
            {
                var (account, at, name) = (row.GetString(0), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetString(2));
                return writer =>
                {
                    writer.Date(Attr.Submission.Date, at);
                    writer.Text(Attr.Submission.Interface, "api");
                    writer.Text(Attr.Submission.Name, name);
                    writer.Text(Attr.Submission.SourceKey, writer.Request.Backend.Signer.Pseudonym(account));
                };
            }, key, id)
            : null;
}
