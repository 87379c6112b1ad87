using System.Globalization;
using Microsoft.Data.Sqlite;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Journal;

/// <summary>
/// A journal's SQLite file, held by one run at a time. What a statement has written is on the disk when it returns. Its members wait for
/// the disk and belong to one thread at a time.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    private const int SecondsToWaitForLocks = 3;

    private readonly SqliteConnection connection;

    private JournalFile(string path, SqliteConnection connection) => (Path, this.connection) = (path, connection);

    public string Path { get; }

    /// <summary>Opens the destination's journal, making the file if it is not there, and holds it until it is disposed.</summary>
    /// <exception cref="MigrationException">
    /// JournalLocked, JournalNotWritable, NotAJournal, JournalDamaged, JournalTooNew, JournalOfAnotherDestination or JournalOutdated.
    /// </exception>
    public static JournalFile Open(string path, DestinationIdentity destination)
    {
        SqliteLibrary.Initialize();
        path = System.IO.Path.GetFullPath(path);
        CreateForOwner(path);
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            ForeignKeys = true,
            DefaultTimeout = SecondsToWaitForLocks,
        };
        var file = new JournalFile(path, new SqliteConnection(settings.ConnectionString));
        try
        {
            file.Hold(destination);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Runs a statement whose parameters are <c>$1</c>, <c>$2</c> and so on.</summary>
    public void Execute(string sql, params IReadOnlyList<object?> values) => Translated(() =>
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    });

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params IReadOnlyList<object?> values) => Translated(() =>
    {
        using var command = Command(sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    });

    /// <summary>Runs the statements of the work in one transaction.</summary>
    public void InTransaction(Action work)
    {
        Execute("BEGIN");
        try
        {
            work();
            Execute("COMMIT");
        }
        catch
        {
            TryRollBack();
            throw;
        }
    }

    /// <summary>Closes the file and removes it.</summary>
    public void Remove()
    {
        Dispose();
        try
        {
            File.Delete(Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw JournalFileErrors.NotWritable(Path, error);
        }
    }

    public void Dispose() => connection.Dispose();

    /// <summary>
    /// An empty file is an empty database. One that is there is never opened here: closing it would drop the locks that this process has on
    /// it (POSIX, fcntl).
    /// </summary>
    private static void CreateForOwner(string path)
    {
        if (File.Exists(path)) return;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            new FileStream(path, options).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw JournalFileErrors.NotWritable(path, error);
        }
    }

    /// <summary>
    /// EXTRA waits, too, until the folder has forgotten SQLite's own journal: after a loss of power it would take the last commit back. Only
    /// macOS knows fullfsync. The lock of the first write stays (sqlite.org/pragma.html, locking_mode).
    /// </summary>
    private void Hold(DestinationIdentity destination)
    {
        Translated(() =>
        {
            connection.Open();
            return true;
        });
        Execute("PRAGMA trusted_schema = OFF; PRAGMA synchronous = EXTRA; PRAGMA fullfsync = ON; PRAGMA locking_mode = EXCLUSIVE");
        InTransaction(() =>
        {
            RequireJournal(destination);
            var now = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture);
            Execute("UPDATE destination SET holder = $1, opened_at = $2", DestinationLock.Holder, now);
        });
    }

    private void RequireJournal(DestinationIdentity destination)
    {
        if (Number("PRAGMA application_id") != SqliteJournalSchema.ApplicationId)
        {
            if (Number("SELECT count(*) FROM sqlite_master") > 0) throw JournalFileErrors.NotAJournal(Path);
            Execute(SqliteJournalSchema.Create);
            Execute(
                "INSERT INTO destination VALUES ($1, $2, $3, $4, '', '')",
                destination.Name, destination.DatabaseOid, destination.SystemIdentifier, destination.Timeline);
        }

        if (Number("PRAGMA user_version") > SqliteJournalSchema.Version) throw JournalFileErrors.TooNew(Path);
        var check = Query("PRAGMA integrity_check(1)", row => row.GetString(0)).Single();
        if (check != "ok") throw JournalFileErrors.Damaged(Path, check);
        var owner = Query("SELECT name, database_oid, system_identifier, timeline FROM destination", ReadIdentity).SingleOrDefault()
            ?? throw JournalFileErrors.Damaged(Path, "it does not say whose it is");
        if (!owner.IsSameDatabase(destination)) throw JournalFileErrors.OfAnother(Path, owner, destination);
        if (!owner.HasSameHistory(destination)) throw JournalFileErrors.Outdated(Path, destination);
    }

    private long Number(string query) => Query(query, row => row.GetInt64(0)).Single();

    private static DestinationIdentity ReadIdentity(SqliteDataReader row) => new()
    {
        Name = row.GetString(0),
        DatabaseOid = row.GetInt64(1),
        SystemIdentifier = row.IsDBNull(2) ? null : row.GetString(2),
        Timeline = row.IsDBNull(3) ? null : row.GetString(3),
    };

    private SqliteCommand Command(string sql, IReadOnlyList<object?> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var value in values)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"${command.Parameters.Count + 1}");
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    /// <summary>SQLite has rolled back already where the disk failed.</summary>
    private void TryRollBack()
    {
        try
        {
            Execute("ROLLBACK");
        }
        catch (MigrationException)
        {
            // The first failure says why.
        }
    }

    private T Translated<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException error)
        {
            throw JournalFileErrors.Translate(error, Path);
        }
    }
}
