using Microsoft.Data.Sqlite;

namespace VtKit.Emulator;

/// <summary>
/// The tables, as the steps that lead to them: a database of any age gets the steps it lacks, each in a transaction of its own.
/// A step that has been released is never edited; a change is a new step.
/// </summary>
internal static class Schema
{
    /// <summary>Written into the file's header, so that another program's database is recognised as such ("VtKe").</summary>
    public const int ApplicationId = 0x56744B65;

    /// <summary>Times are milliseconds since 1970 on the emulator's clock. Lists are read newest first, by their <c>key</c>.</summary>
    public static IReadOnlyList<string> Released { get; } =
    [
        """
        CREATE TABLE setting(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

        -- Whatever was seen: files, URLs, domains, addresses. reversed is the domain from its end (com.example.www.), for subdomains.
        CREATE TABLE item(
            key INTEGER PRIMARY KEY, type TEXT NOT NULL, id TEXT NOT NULL, first_seen INTEGER NOT NULL,
            first_submission INTEGER, last_submission INTEGER, times_submitted INTEGER NOT NULL DEFAULT 0, reversed TEXT,
            UNIQUE(type, id));
        CREATE INDEX item_reversed ON item(reversed) WHERE reversed IS NOT NULL;

        CREATE TABLE file(
            sha256 TEXT PRIMARY KEY, md5 TEXT NOT NULL, sha1 TEXT NOT NULL, size INTEGER NOT NULL, facts TEXT NOT NULL,
            stored INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX file_md5 ON file(md5);
        CREATE INDEX file_sha1 ON file(sha1);
        CREATE TABLE file_name(key INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, name TEXT NOT NULL, UNIQUE(sha256, name));
        CREATE TABLE file_member(key INTEGER PRIMARY KEY, parent TEXT NOT NULL, child TEXT NOT NULL, name TEXT NOT NULL, UNIQUE(parent, child));
        CREATE INDEX file_member_child ON file_member(child);
        -- Files on their way into the folder of samples: what stands here after a crash is removed.
        CREATE TABLE blob_arriving(sha256 TEXT NOT NULL, ticket TEXT NOT NULL, PRIMARY KEY(sha256, ticket)) WITHOUT ROWID;

        CREATE TABLE url(id TEXT PRIMARY KEY, url TEXT NOT NULL, host_type TEXT NOT NULL, host TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX url_host ON url(host_type, host);

        CREATE TABLE submission(
            key INTEGER PRIMARY KEY, type TEXT NOT NULL, item TEXT NOT NULL, account TEXT NOT NULL, at INTEGER NOT NULL, name TEXT);
        CREATE INDEX submission_item ON submission(type, item);
        CREATE TABLE analysis(
            key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, item TEXT NOT NULL,
            queued INTEGER NOT NULL, started INTEGER NOT NULL, done INTEGER NOT NULL, results TEXT NOT NULL);
        CREATE INDEX analysis_item ON analysis(type, item, done);
        -- Verdicts that a test laid down for an item, in place of engines.
        CREATE TABLE script(type TEXT NOT NULL, item TEXT NOT NULL, results TEXT NOT NULL, PRIMARY KEY(type, item)) WITHOUT ROWID;

        CREATE TABLE comment(
            key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, item TEXT NOT NULL, account TEXT NOT NULL,
            at INTEGER NOT NULL, text TEXT NOT NULL);
        CREATE INDEX comment_item ON comment(type, item);
        CREATE INDEX comment_account ON comment(account);
        CREATE TABLE comment_tag(tag TEXT NOT NULL, comment INTEGER NOT NULL, PRIMARY KEY(tag, comment)) WITHOUT ROWID;
        CREATE TABLE comment_vote(comment INTEGER NOT NULL, account TEXT NOT NULL, verdict TEXT NOT NULL, PRIMARY KEY(comment, account)) WITHOUT ROWID;
        CREATE TABLE vote(
            key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, item TEXT NOT NULL, account TEXT NOT NULL,
            at INTEGER NOT NULL, verdict TEXT NOT NULL, value INTEGER NOT NULL, UNIQUE(type, item, account));
        CREATE INDEX vote_account ON vote(account);

        CREATE TABLE upload_url(token TEXT PRIMARY KEY, expires INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE usage(
            account TEXT NOT NULL, hour INTEGER NOT NULL, counter TEXT NOT NULL, calls INTEGER NOT NULL, cost INTEGER NOT NULL,
            PRIMARY KEY(account, hour, counter)) WITHOUT ROWID;
        CREATE TABLE recent(key INTEGER PRIMARY KEY, account TEXT NOT NULL, at INTEGER NOT NULL);
        CREATE INDEX recent_account ON recent(account, at);
        """,
        // Feeds ask what was done in a minute.
        "CREATE INDEX analysis_done ON analysis(type, done)",
        """
        -- Objects that are kept as JSON: what users make, and what is brought in.
        CREATE TABLE record(
            key INTEGER PRIMARY KEY, type TEXT NOT NULL, id TEXT NOT NULL, owner TEXT, private INTEGER NOT NULL DEFAULT 0,
            created INTEGER NOT NULL, modified INTEGER NOT NULL, attributes TEXT NOT NULL, UNIQUE(type, id));
        CREATE INDEX record_owner ON record(type, owner);
        -- What leads from one object to others under the name of a relationship.
        CREATE TABLE link(
            key INTEGER PRIMARY KEY, type TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, target_type TEXT NOT NULL, target TEXT NOT NULL,
            UNIQUE(type, id, name, target_type, target));
        CREATE INDEX link_target ON link(target_type, target, type, name);
        """,
        // How often others looked at a record.
        "CREATE TABLE record_view(type TEXT NOT NULL, id TEXT NOT NULL, views INTEGER NOT NULL, PRIMARY KEY(type, id)) WITHOUT ROWID",
        """
        -- What rules of users matched. A number is never given twice: it is the id of an entry of the IoC stream.
        CREATE TABLE hunting_match(
            key INTEGER PRIMARY KEY AUTOINCREMENT, source_type TEXT NOT NULL, source TEXT NOT NULL, label TEXT NOT NULL, owner TEXT NOT NULL,
            sha256 TEXT NOT NULL, at INTEGER NOT NULL, rule TEXT NOT NULL, rule_tags TEXT NOT NULL, tags TEXT NOT NULL, snippet TEXT,
            in_subfile INTEGER NOT NULL, submitter TEXT);
        CREATE INDEX hunting_match_source ON hunting_match(source_type, source, at);
        CREATE INDEX hunting_match_owner ON hunting_match(owner);
        CREATE INDEX hunting_match_at ON hunting_match(at);
        -- How a file lies inside another one, by the name of the relationship.
        ALTER TABLE file_member ADD COLUMN kind TEXT NOT NULL DEFAULT 'bundled_files';
        """,
        """
        -- Archives that somebody asked for. owner is a user or, for one of private files, a team.
        CREATE TABLE zip_file(
            key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, owner TEXT NOT NULL, created INTEGER NOT NULL,
            missing INTEGER NOT NULL, password TEXT);
        CREATE TABLE zip_entry(zip INTEGER NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY(zip, sha256)) WITHOUT ROWID;

        -- Private scanning: what is here is in none of the other tables. team is a group, or a user without one.
        CREATE TABLE private_file(
            key INTEGER PRIMARY KEY, team TEXT NOT NULL, sha256 TEXT NOT NULL, md5 TEXT NOT NULL, sha1 TEXT NOT NULL, size INTEGER NOT NULL,
            facts TEXT NOT NULL, account TEXT NOT NULL, stored INTEGER NOT NULL, region TEXT, expires INTEGER NOT NULL, UNIQUE(team, sha256));
        CREATE INDEX private_file_sha256 ON private_file(sha256);
        CREATE TABLE private_file_name(key INTEGER PRIMARY KEY, file INTEGER NOT NULL, name TEXT NOT NULL, UNIQUE(file, name));
        CREATE TABLE private_url(
            key INTEGER PRIMARY KEY, team TEXT NOT NULL, id TEXT NOT NULL, url TEXT NOT NULL, host_type TEXT NOT NULL, host TEXT NOT NULL,
            account TEXT NOT NULL, region TEXT, expires INTEGER NOT NULL, UNIQUE(team, id));
        CREATE TABLE private_analysis(
            key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, team TEXT NOT NULL, type TEXT NOT NULL, item TEXT NOT NULL, account TEXT NOT NULL,
            queued INTEGER NOT NULL, started INTEGER NOT NULL, done INTEGER NOT NULL, expires INTEGER NOT NULL, configuration TEXT NOT NULL);
        CREATE INDEX private_analysis_item ON private_analysis(team, type, item);
        -- What is sent to an upload address: a file, a private file, a file of a software collection.
        ALTER TABLE upload_url ADD COLUMN purpose TEXT NOT NULL DEFAULT 'file';

        -- What a sandbox recorded, beside its report.
        CREATE TABLE artefact(type TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY(type, id, kind));

        -- Software collections. results are the verdicts of the last analysis.
        CREATE TABLE monitor_item(
            key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, owner TEXT NOT NULL, path TEXT NOT NULL, sha256 TEXT, md5 TEXT, sha1 TEXT, size INTEGER,
            created INTEGER NOT NULL, details TEXT, analysed INTEGER, first_detection INTEGER, results TEXT NOT NULL DEFAULT '{}',
            UNIQUE(owner, path));
        CREATE INDEX monitor_item_sha256 ON monitor_item(sha256);
        """,
        SearchSchema.Step,
        SearchSchema.SignatureStep,
        SearchSchema.SubjectStep,
    ];

    /// <summary>Brings the database to the newest version.</summary>
    public static void Upgrade(SqliteConnection connection, string name) => Upgrade(connection, name, Released);

    /// <summary>Brings the database to the version that the steps lead to.</summary>
    public static void Upgrade(SqliteConnection connection, string name, IReadOnlyList<string> steps)
    {
        var version = Number(connection, "PRAGMA user_version");
        if (version == 0 && Number(connection, "SELECT count(*) FROM sqlite_schema") > 0
            || version > 0 && Number(connection, "PRAGMA application_id") != ApplicationId)
            throw new VtEmulatorException(VtEmulatorFailure.DatabaseDamaged,
                $"{name} is the database of another program, not of an emulator. It was left as it is: choose another data folder.");
        if (version > steps.Count)
            throw new VtEmulatorException(VtEmulatorFailure.DatabaseTooNew,
                $"{name} was written by a newer version (its format is {version}, this version knows {steps.Count}). It was left as it is: "
                + "use the newer version, or choose another data folder.");
        for (var step = (int)version; step < steps.Count; step++)
        {
            using var transaction = connection.BeginTransaction();
            Run(connection, steps[step]);
            Run(connection, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {step + 1}");
            transaction.Commit();
        }
    }

    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
