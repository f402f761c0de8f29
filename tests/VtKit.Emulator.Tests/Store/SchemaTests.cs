using Microsoft.Data.Sqlite;

namespace VtKit.Emulator.Tests;

public sealed class SchemaTests
{
    [Fact]
    public void A_database_of_any_age_gets_the_steps_that_it_lacks()
    {
        using var connection = Open();
        string[] first = ["CREATE TABLE a(x); INSERT INTO a VALUES (1)"];
        Schema.Upgrade(connection, "test", first);
        Schema.Upgrade(connection, "test", first);
        Number(connection, "PRAGMA user_version").ShouldBe(1);
        Schema.Upgrade(connection, "test", [.. first, "ALTER TABLE a ADD COLUMN y DEFAULT 7", "CREATE TABLE b(z)"]);
        Number(connection, "PRAGMA user_version").ShouldBe(3);
        // Nothing ran twice, and what was there is there.
        Number(connection, "SELECT count(*) FROM a").ShouldBe(1);
        Number(connection, "SELECT y FROM a").ShouldBe(7);
    }

    [Fact]
    public void A_step_that_fails_leaves_the_version_before_it()
    {
        using var connection = Open();
        Should.Throw<SqliteException>(() => Schema.Upgrade(connection, "test", ["CREATE TABLE a(x)", "INSERT INTO a VALUES (1); INSERT INTO nowhere VALUES (1)"]));
        Number(connection, "PRAGMA user_version").ShouldBe(1);
        Number(connection, "SELECT count(*) FROM a").ShouldBe(0);
    }

    [Fact]
    public void The_released_steps_make_the_store()
    {
        using var connection = Open();
        Schema.Upgrade(connection, "test");
        Number(connection, "PRAGMA application_id").ShouldBe(Schema.ApplicationId);
        Number(connection, "PRAGMA user_version").ShouldBeGreaterThan(0);
        Number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'file'").ShouldBe(1);
    }

    private static SqliteConnection Open()
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        return connection;
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
