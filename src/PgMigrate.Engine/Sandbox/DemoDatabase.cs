using System.Globalization;
using Microsoft.Data.Sqlite;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Sandbox;

/// <summary>Makes the SQLite database that the demos move: a web shop's, the same rows every time.</summary>
public static class DemoDatabase
{
    /// <summary>Makes the file and fills it: nine tables, a view and a trigger, some 62,000 rows, with the types and habits of real SQLite files.</summary>
    /// <exception cref="MigrationException">DemoFileExists, where the path is taken; DemoFileNotMade, where no file can be there.</exception>
    public static async Task<DatabaseEndpoint> CreateAsync(string path, CancellationToken cancellationToken)
    {
        if (Path.Exists(path))
        {
            throw new MigrationException("DemoFileExists", MigrationErrorCategory.ResourceExists, $"There is a file '{path}' already.")
            {
                Subject = path,
                Remedy = "Name a file that does not exist.",
            };
        }

        SqliteLibrary.Initialize();
        // Without a pool the file is closed, and can be deleted, when this returns.
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, ForeignKeys = true };
        var connection = new SqliteConnection(settings.ConnectionString);
        await using (connection.ConfigureAwait(false))
        {
            await OpenAsync(connection, path, cancellationToken).ConfigureAwait(false);
            Execute(connection, "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF");
            Execute(connection, DemoSchema.Tables);
            await Task.Run(() => Fill(connection, cancellationToken), cancellationToken).ConfigureAwait(false);
            Execute(connection, DemoSchema.AfterRows);
        }

        return EndpointParser.Parse(path);
    }

    private static async Task OpenAsync(SqliteConnection connection, string path, CancellationToken cancellationToken)
    {
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException failure)
        {
            throw new MigrationException(
                "DemoFileNotMade", MigrationErrorCategory.WriteError, $"The file '{path}' cannot be made.", failure)
            {
                Subject = path,
                Remedy = "Name a file in a folder that exists and that this account may write.",
            };
        }
    }

    /// <summary>SQLite works in the caller's thread: its asynchronous methods would be no more than a name.</summary>
    private static void Fill(SqliteConnection connection, CancellationToken cancellationToken)
    {
        using var transaction = connection.BeginTransaction();
        foreach (var (table, rows) in new DemoRows().Tables)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Insert(connection, transaction, table, rows);
        }

        transaction.Commit();
    }

    private static void Insert(SqliteConnection connection, SqliteTransaction transaction, string table, IReadOnlyList<object?[]> rows)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        var parameters = Enumerable.Range(1, rows[0].Length)
            .Select(number => command.Parameters.Add(new SqliteParameter("$" + number.ToString(CultureInfo.InvariantCulture), null))).ToArray();
        command.CommandText = $"INSERT INTO {table} VALUES ({string.Join(", ", parameters.Select(parameter => parameter.ParameterName))})";
        foreach (var row in rows)
        {
            for (var column = 0; column < row.Length; column++) parameters[column].Value = row[column] ?? DBNull.Value;
            command.ExecuteNonQuery();
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
