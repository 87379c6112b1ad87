using System.Diagnostics;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Sqlite;
using PgMigrate.Engine.Toc;
using SQLitePCL;
using Xunit;

namespace PgMigrate.Engine.Tests.Sqlite;

public sealed class SqliteFileTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    private const string Numbers =
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO t SELECT i, 'value ' || i FROM n";

    [Fact]
    public void Tells_that_a_file_is_missing()
        => AssertFails("SqliteFileNotFound", Path.Combine(Path.GetTempPath(), "no such folder", "none.db"));

    [Theory]
    [InlineData("this is a text file, long enough to hold a header, that is no database at all")]
    [InlineData("short")]
    [InlineData("")]
    public void Tells_that_a_file_is_no_database(string content)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, content);
        AssertFails("NotASqliteDatabase", path);
        File.Delete(path);
    }

    [Fact]
    public void Tells_that_a_folder_is_no_database() => AssertFails("NotASqliteDatabase", Path.GetTempPath());

    [Fact]
    public void Tells_who_is_in_the_way_of_a_locked_file()
    {
        using var sample = new SqliteSample("CREATE TABLE t (v)");
        raw.sqlite3_open(sample.Path, out var writer);
        using (writer)
        {
            SqliteFile.Execute(writer, "BEGIN EXCLUSIVE; INSERT INTO t VALUES (1)");
            AssertFails("SqliteFileLocked", sample.Path);
            SqliteFile.Execute(writer, "ROLLBACK");
        }

        SqliteFile.Open(sample.Path, readOnly: true, Short).Dispose();
    }

    [Fact]
    public void Tells_that_the_schema_of_a_file_is_corrupt()
    {
        using var sample = new SqliteSample(Numbers);
        Overwrite(sample.Path, 100, 200);
        AssertFails("SqliteFileCorrupt", sample.Path);
    }

    [Fact]
    public async Task Tells_that_a_page_is_corrupt_when_the_rows_come_to_it()
    {
        using var sample = new SqliteSample(Numbers);
        var table = sample.Table();
        var columns = SqliteSample.Map(table, ("bigint", ValueConversion.BigInt), ("text", ValueConversion.Text));
        Overwrite(sample.Path, 40 * 4096, 4096);
        using var connection = SqliteFile.Open(sample.Path, readOnly: true);
        await using var stream = SqliteRowStream.Open(connection, table, columns, ChunkBounds.Whole, new RowStreamOptions());

        var error = await Assert.ThrowsAsync<MigrationException>(() => SqliteSample.DrainAsync(stream));

        Assert.Equal("SqliteFileCorrupt", error.ErrorId);
        Assert.Equal(sample.Path, error.Subject);
        Assert.NotNull(error.Remedy);
        Assert.Equal("SqliteFileCorrupt", Assert.Throws<MigrationException>(
            () => SqliteProfile.Read(connection, table, new SqliteTypeOptions(), TestContext.Current.CancellationToken)).ErrorId);
    }

    [Fact]
    public void Does_not_write_to_a_file_that_is_opened_for_reading()
    {
        using var sample = new SqliteSample("CREATE TABLE t (v)");
        Assert.Throws<MigrationException>(() => SqliteFile.Execute(sample.Connection, "INSERT INTO t VALUES (1)"));
    }

    [Fact]
    public void Uses_the_newest_library_at_hand()
    {
        Assert.True(SqliteLibrary.Version >= 3_035_005, $"version {SqliteLibrary.Version}");
        Assert.Equal(SqliteLibrary.Version, raw.sqlite3_libversion_number());
    }

    [Fact]
    public void Reads_one_state_through_several_connections_while_a_WAL_file_is_written()
    {
        using var sample = new SqliteSample("PRAGMA journal_mode = WAL; CREATE TABLE t (v); INSERT INTO t VALUES (1)");
        using var snapshot = SqliteSnapshot.Open(sample.Path, Short);
        using var first = snapshot.Rent();
        using var second = snapshot.Rent();

        sample.Execute("INSERT INTO t VALUES (2)");

        Assert.Equal(1, SqliteFile.ReadInteger(first.Connection, "SELECT count(*) FROM t"));
        Assert.Equal(1, SqliteFile.ReadInteger(second.Connection, "SELECT count(*) FROM t"));
        var error = Assert.Throws<MigrationException>(snapshot.Rent);
        Assert.Equal("SqliteFileChanged", error.ErrorId);
        first.Dispose();
        using var again = snapshot.Rent();
        Assert.Equal(1, SqliteFile.ReadInteger(again.Connection, "SELECT count(*) FROM t"));
    }

    [Fact]
    public void Keeps_writers_of_a_rollback_journal_file_from_changing_what_is_read()
    {
        using var sample = new SqliteSample("CREATE TABLE t (v); INSERT INTO t VALUES (1)");
        raw.sqlite3_open(sample.Path, out var writer);
        using (writer)
        {
            using (SqliteSnapshot.Open(sample.Path, Short))
            {
                Assert.Equal("SqliteFileLocked", Assert.Throws<MigrationException>(() => SqliteFile.Execute(writer, "INSERT INTO t VALUES (2)")).ErrorId);
            }

            SqliteFile.Execute(writer, "INSERT INTO t VALUES (2)");
        }
    }

    private static void AssertFails(string errorId, string path)
    {
        var error = Assert.Throws<MigrationException>(() => SqliteFile.Open(path, readOnly: true, Short));
        Assert.Equal(errorId, error.ErrorId);
        Assert.Equal(path, error.Subject);
        Assert.NotNull(error.Remedy);
    }

    private static void Overwrite(string path, int offset, int length)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Position = offset;
        file.Write(Enumerable.Repeat((byte)0xA5, length).ToArray());
    }

    [Fact]
    public async Task A_second_reader_of_this_process_leaves_the_first_ones_lock_in_place()
    {
        using var file = new SqliteTestFile("CREATE TABLE t (id INTEGER PRIMARY KEY)");
        using (var snapshot = SqliteSnapshot.Open(file.Path))
        using (snapshot.Rent())
        using (snapshot.Rent())
        {
            Assert.Equal("busy", await TryLockAsync(file.Path));
        }

        Assert.Equal("locked", await TryLockAsync(file.Path));
    }

    /// <summary>What another process says that wants to write to the file.</summary>
    private static async Task<string?> TryLockAsync(string path)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "PgMigrate.CopyWorker.dll"), "lock", path, "1"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return said;
    }
}
