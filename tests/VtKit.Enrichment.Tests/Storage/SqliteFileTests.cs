using System.Text;

namespace VtKit.Enrichment.Tests.Storage;

public sealed class SqliteFileTests : IDisposable
{
    private const int Id = 0x12345678;
    private static readonly SqliteFormat First = new("shelf", Id, ["CREATE TABLE book(title TEXT NOT NULL)"]);
    private static readonly SqliteFormat Second = new("shelf", Id, [.. First.Steps, "ALTER TABLE book ADD COLUMN pages INTEGER NOT NULL DEFAULT 1", "INSERT INTO book(title) VALUES('index')"]);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_of_an_earlier_version_gets_the_steps_it_lacks_and_keeps_what_it_holds()
    {
        var path = _folder.File("shelf.db");
        using (var old = SqliteFile.Open(path, First)) old.Write(file => file.Run("INSERT INTO book(title) VALUES(?1)", "one"));

        for (var time = 0; time < 2; time++)
        {
            using var now = SqliteFile.Open(path, Second);
            now.Read(file => file.Number("SELECT sum(pages) FROM book")).ShouldBe(2);
            now.Read(file => file.Number("PRAGMA user_version")).ShouldBe(3);
        }
    }

    [Fact]
    public void A_step_that_fails_leaves_the_file_as_it_was()
    {
        var path = _folder.File("shelf.db");
        using (var old = SqliteFile.Open(path, First)) old.Write(file => file.Run("INSERT INTO book(title) VALUES('one')"));

        Should.Throw<VtStoreException>(() => SqliteFile.Open(path, new SqliteFormat("shelf", Id, [.. Second.Steps, "CREATE TABLE book(x)"])));

        using var again = SqliteFile.Open(path, First);
        again.Read(file => file.Number("SELECT count(*) FROM book")).ShouldBe(1);
    }

    [Fact]
    public void The_released_steps_of_the_ledger_lead_from_the_first_version_to_this_one()
    {
        for (var version = 1; version <= SqliteQuotaLedger.Format.Steps.Count; version++)
        {
            var path = _folder.File($"ledger-{version}.db");
            SqliteFile.Open(path, SqliteQuotaLedger.Format with { Steps = [.. SqliteQuotaLedger.Format.Steps.Take(version)] }).Dispose();
            SqliteQuotaLedger.Open(path).Dispose();
        }
    }

    [Theory]
    [InlineData("no database at all, but a text that is long enough to be looked at as one by whoever reads the first hundred bytes of it", "is no file of VtKit")]
    [InlineData("SQLite format 3\0 and then nothing that makes sense, over and over, so that the header is wrong in every field that it has", "is no file of VtKit")]
    public void What_is_no_database_is_told_in_one_line_and_left_as_it_is(string content, string problem)
    {
        var path = _folder.Write("other.db", content);

        var error = Should.Throw<VtStoreException>(() => SqliteQuotaLedger.Open(path));

        error.Message.ShouldContain(problem);
        error.Message.ShouldNotContain("\n");
        error.Path.ShouldBe(path);
        File.ReadAllText(path).ShouldBe(content);
    }

    [Fact]
    public void Another_programs_database_is_left_as_it_is()
    {
        var path = _folder.File("other.db");
        using (var other = SqliteFile.Open(path, First))
        {
            other.Write(file => file.Run("INSERT INTO book(title) VALUES('theirs')"));
            other.Shrink();
        }
        var before = File.ReadAllBytes(path);

        Should.Throw<VtStoreException>(() => SqliteQuotaLedger.Open(path)).Message.ShouldContain("is no quota ledger of VtKit");

        File.ReadAllBytes(path).ShouldBe(before);
    }

    [Fact]
    public void A_file_of_a_newer_version_is_left_as_it_is()
    {
        var path = _folder.File("shelf.db");
        SqliteFile.Open(path, Second).Dispose();
        var before = File.ReadAllBytes(path);

        Should.Throw<VtStoreException>(() => SqliteFile.Open(path, First)).Message.ShouldContain("newer version");

        File.ReadAllBytes(path).ShouldBe(before);
    }

    [Fact]
    public void A_damaged_page_is_told_in_one_line()
    {
        var path = _folder.File("shelf.db");
        using (var file = SqliteFile.Open(path, First))
            file.Write(inside =>
            {
                for (var i = 0; i < 2000; i++) inside.Run("INSERT INTO book(title) VALUES(?1)", new string('x', 200));
            });
        using (var file = SqliteFile.Open(path, First)) file.Shrink();
        var bytes = File.ReadAllBytes(path);
        for (var i = 4096; i < bytes.Length; i++) bytes[i] ^= 0x5A;
        File.WriteAllBytes(path, bytes);

        using var damaged = SqliteFile.Open(path, First);
        var error = Should.Throw<VtStoreException>(() => damaged.Read(file => file.Number("SELECT count(title) FROM book")));

        error.Message.ShouldContain("is damaged");
        error.Message.ShouldNotContain("\n");
        File.ReadAllBytes(path).ShouldBe(bytes);
    }

    [Fact]
    public void Work_that_throws_leaves_nothing()
    {
        using var file = SqliteFile.Open(_folder.File("shelf.db"), First);
        Should.Throw<InvalidOperationException>(() => file.Write(inside =>
        {
            inside.Run("INSERT INTO book(title) VALUES('half')");
            throw new InvalidOperationException();
        }));

        file.Read(inside => inside.Number("SELECT count(*) FROM book")).ShouldBe(0);
        file.Write(inside => inside.Run("INSERT INTO book(title) VALUES('whole')"));
        file.Read(inside => inside.Number("SELECT count(*) FROM book")).ShouldBe(1);
    }

    [Fact]
    public void Values_come_back_as_they_went_in()
    {
        using var file = SqliteFile.Open(_folder.File("values.db"), new SqliteFormat("values", Id, ["CREATE TABLE value(n INTEGER, t TEXT, b BLOB, z TEXT)"]));
        var bytes = Encoding.UTF8.GetBytes("a\0b");
        file.Write(inside => inside.Run("INSERT INTO value VALUES(?1, ?2, ?3, ?4)", long.MinValue, "żółć 😀", bytes, null));

        file.Read(inside =>
        {
            var row = inside.Prepare("SELECT n, t, b, z FROM value");
            row.Step().ShouldBeTrue();
            (row.Int64(0), row.Text(1), row.IsNull(3)).ShouldBe((long.MinValue, "żółć 😀", true));
            row.Blob(2).ToArray().ShouldBe(bytes);
            row.Step().ShouldBeFalse();
            row.Reset();
            return true;
        });
    }

    [Fact]
    public void The_log_beside_the_file_stays_short_where_each_process_writes_once()
    {
        var path = _folder.File("shelf.db");
        var longest = 0L;
        for (var i = 0; i < 100; i++)
        {
            // As a process does: it is the first to open the file, and the last to close it.
            using (var file = SqliteFile.Open(path, First)) file.Write(inside => inside.Run("INSERT INTO book(title) VALUES(?1)", new string('x', 40_000)));
            if (File.Exists(path + "-wal")) longest = Math.Max(longest, new FileInfo(path + "-wal").Length);
        }

        longest.ShouldBeInRange(100_000, 1_100_000, "neither emptied each time, which waits for the disk, nor without end");
        using var again = SqliteFile.Open(path, First);
        again.Read(file => file.Number("SELECT count(*) FROM book")).ShouldBe(100);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_told_in_one_line()
    {
        var blocking = _folder.Write("blocking", "a file");
        Should.Throw<VtStoreException>(() => SqliteQuotaLedger.Open(Path.Combine(blocking, "quota.db"))).Message.ShouldContain("quota ledger");
    }

    [Fact]
    public void After_dispose_it_says_so()
    {
        var file = SqliteFile.Open(_folder.File("shelf.db"), First);
        file.Dispose();
        file.Dispose();
        Should.Throw<ObjectDisposedException>(() => file.Read(_ => 1));
    }
}
