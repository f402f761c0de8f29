namespace VtKit.Emulator;

/// <summary>
/// The tables that searches read, and the triggers that tell which items have changed. They follow the tables that hold the truth, and
/// can be made anew from them.
/// </summary>
internal static class SearchSchema
{
    /// <summary>The step that makes them; all items that are there wait to be read.</summary>
    public const string Step =
        """
        -- One row for each file, URL, domain and address, under the key of its item. Times are milliseconds; NULL is unknown.
        CREATE TABLE search_item(
            key INTEGER PRIMARY KEY, type TEXT NOT NULL, id TEXT NOT NULL,
            size INTEGER, positives INTEGER, max_positives INTEGER, timeouts INTEGER, unsupported INTEGER, reputation INTEGER NOT NULL,
            submissions INTEGER NOT NULL, sources INTEGER NOT NULL, first_submission INTEGER, last_submission INTEGER,
            last_analysis INTEGER, last_modification INTEGER, created INTEGER, sections INTEGER, entry_point INTEGER, port INTEGER, depth INTEGER,
            address BLOB,
            -- The row tells of analyses that ended at since and before; the next one ends at due.
            since INTEGER, due INTEGER,
            UNIQUE(type, id));
        CREATE INDEX search_item_since ON search_item(since) WHERE since IS NOT NULL;
        CREATE INDEX search_item_due ON search_item(due) WHERE due IS NOT NULL;
        -- What is compared as a whole: hashes, tags, names. Each value stands once, so that a wildcard looks at few of them.
        CREATE TABLE search_value(id INTEGER PRIMARY KEY, name TEXT NOT NULL, value TEXT NOT NULL, UNIQUE(name, value));
        CREATE TABLE search_term(value INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY(value, key)) WITHOUT ROWID;
        CREATE INDEX search_term_key ON search_term(key);
        -- What is searched for words. The rowid is the key of the item.
        CREATE VIRTUAL TABLE search_text USING fts5(
            name, label, engine, counted, metadata, comment, imports, exports, magic, url, path,
            content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0");
        CREATE TABLE search_engine(name TEXT PRIMARY KEY) WITHOUT ROWID;

        CREATE TABLE search_changed(type TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY(type, id)) WITHOUT ROWID;
        -- Not OR IGNORE: the statement that sets a trigger off may have another rule for conflicts, and that one would hold.
        CREATE TRIGGER search_item_added AFTER INSERT ON item BEGIN INSERT INTO search_changed SELECT new.type, new.id WHERE NOT EXISTS (SELECT 1 FROM search_changed WHERE type = new.type AND id = new.id); END;
        CREATE TRIGGER search_item_updated AFTER UPDATE ON item BEGIN INSERT INTO search_changed SELECT new.type, new.id WHERE NOT EXISTS (SELECT 1 FROM search_changed WHERE type = new.type AND id = new.id); END;
        CREATE TRIGGER search_item_removed AFTER DELETE ON item BEGIN INSERT INTO search_changed SELECT old.type, old.id WHERE NOT EXISTS (SELECT 1 FROM search_changed WHERE type = old.type AND id = old.id); END;
        CREATE TRIGGER search_file_updated AFTER UPDATE ON file BEGIN INSERT INTO search_changed SELECT 'file', new.sha256 WHERE NOT EXISTS (SELECT 1 FROM search_changed WHERE type = 'file' AND id = new.sha256); END;
        CREATE TRIGGER search_file_removed AFTER DELETE ON file BEGIN INSERT INTO search_changed SELECT 'file', old.sha256 WHERE NOT EXISTS (SELECT 1 FROM search_changed WHERE type = 'file' AND id = old.sha256); END;
        CREATE TRIGGER search_name_added AFTER INSERT ON file_name BEGIN INSERT INTO search_changed SELECT 'file', new.sha256 WHERE NOT EXISTS (SELECT 1 FROM search_changed WHERE type = 'file' AND id = new.sha256); END;
        CREATE TRIGGER search_name_removed AFTER DELETE ON file_name BEGIN INSERT INTO search_changed SELECT 'file', old.sha256 WHERE NOT EXISTS (SELECT 1 FROM search_changed WHERE type = 'file' AND id = old.sha256); END;
        CREATE TRIGGER search_member_added AFTER INSERT ON file_member BEGIN INSERT INTO search_changed SELECT 'file', new.parent WHERE NOT EXISTS (SELECT 1 FROM search_changed WHERE type = 'file' AND id = new.parent); INSERT INTO search_changed SELECT 'file', new.child WHERE NOT EXISTS (SELECT 1 FROM search_changed WHERE type = 'file' AND id = new.child); END;
        CREATE TRIGGER search_submission_added AFTER INSERT ON submission BEGIN INSERT INTO search_changed SELECT new.type, new.item WHERE NOT EXISTS (SELECT 1 FROM search_changed WHERE type = new.type AND id = new.item); END;
        CREATE TRIGGER search_analysis_added AFTER INSERT ON analysis BEGIN INSERT INTO search_changed SELECT new.type, new.item WHERE NOT EXISTS (SELECT 1 FROM search_changed WHERE type = new.type AND id = new.item); END;
        CREATE TRIGGER search_analysis_updated AFTER UPDATE ON analysis BEGIN INSERT INTO search_changed SELECT new.type, new.item WHERE NOT EXISTS (SELECT 1 FROM search_changed WHERE type = new.type AND id = new.item); END;
        CREATE TRIGGER search_analysis_removed AFTER DELETE ON analysis BEGIN INSERT INTO search_changed SELECT old.type, old.item WHERE NOT EXISTS (SELECT 1 FROM search_changed WHERE type = old.type AND id = old.item); END;
        CREATE TRIGGER search_comment_added AFTER INSERT ON comment BEGIN INSERT INTO search_changed SELECT new.type, new.item WHERE NOT EXISTS (SELECT 1 FROM search_changed WHERE type = new.type AND id = new.item); END;
        CREATE TRIGGER search_comment_removed AFTER DELETE ON comment BEGIN INSERT INTO search_changed SELECT old.type, old.item WHERE NOT EXISTS (SELECT 1 FROM search_changed WHERE type = old.type AND id = old.item); END;
        CREATE TRIGGER search_vote_added AFTER INSERT ON vote BEGIN INSERT INTO search_changed SELECT new.type, new.item WHERE NOT EXISTS (SELECT 1 FROM search_changed WHERE type = new.type AND id = new.item); END;
        CREATE TRIGGER search_vote_removed AFTER DELETE ON vote BEGIN INSERT INTO search_changed SELECT old.type, old.item WHERE NOT EXISTS (SELECT 1 FROM search_changed WHERE type = old.type AND id = old.item); END;
        INSERT INTO search_changed SELECT type, id FROM item;
        """;

    /// <summary>The step that adds what signatures and Android packages say. A table of this kind cannot be changed: it is made anew, and all items wait once more.</summary>
    public const string SignatureStep =
        """
        DROP TABLE search_text;
        CREATE VIRTUAL TABLE search_text USING fts5(
            name, label, engine, counted, metadata, comment, imports, exports, magic, url, path, signature, androguard,
            content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0");
        DELETE FROM search_item;
        DELETE FROM search_term;
        DELETE FROM search_changed;
        INSERT INTO search_changed SELECT type, id FROM item;
        """;

    /// <summary>The step that adds what messages are about, and has all items read once more for what is kept of them since.</summary>
    public const string SubjectStep =
        """
        CREATE TABLE mail_subject(sha256 TEXT PRIMARY KEY, subject TEXT NOT NULL) WITHOUT ROWID;
        DROP TABLE search_text;
        CREATE VIRTUAL TABLE search_text USING fts5(
            name, label, engine, counted, metadata, comment, imports, exports, magic, url, path, signature, androguard, subject,
            content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0");
        DELETE FROM search_item;
        DELETE FROM search_term;
        DELETE FROM search_changed;
        INSERT INTO search_changed SELECT type, id FROM item;
        """;
}
