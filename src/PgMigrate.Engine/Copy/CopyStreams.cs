using Npgsql;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Copy;

/// <summary>Opens COPY as a stream of bytes, undecoded, in either format.</summary>
internal static class CopyStreams
{
    /// <summary>Starts COPY … TO STDOUT.</summary>
    public static async Task<NpgsqlRawCopyStream> OpenReadAsync(
        NpgsqlConnection connection, string selection, RowFormat format, CancellationToken cancellationToken)
    {
        var statement = $"COPY {selection} TO STDOUT{Options(format)}";
        if (format == RowFormat.Binary) return await connection.BeginRawBinaryCopyAsync(statement, cancellationToken).ConfigureAwait(false);
        var reader = (StreamReader)await connection.BeginTextExportAsync(statement, cancellationToken).ConfigureAwait(false);
        return (NpgsqlRawCopyStream)reader.BaseStream;
    }

    /// <summary>Starts COPY … FROM STDIN. Disposing the stream completes the COPY; <c>CancelAsync</c> gives it up.</summary>
    public static async Task<NpgsqlRawCopyStream> OpenWriteAsync(
        NpgsqlConnection connection, string relation, IEnumerable<string> columns, RowFormat format, CancellationToken cancellationToken)
    {
        var statement = $"COPY {relation}{Columns(columns)} FROM STDIN{Options(format)}";
        if (format == RowFormat.Binary) return await connection.BeginRawBinaryCopyAsync(statement, cancellationToken).ConfigureAwait(false);
        var writer = (StreamWriter)await connection.BeginTextImportAsync(statement, cancellationToken).ConfigureAwait(false);
        return (NpgsqlRawCopyStream)writer.BaseStream;
    }

    /// <summary>Starts a COPY … FROM STDIN in text that others wrote. Disposing the stream completes the COPY; <c>CancelAsync</c> gives it up.</summary>
    public static async Task<NpgsqlRawCopyStream> OpenWriteAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        var writer = (StreamWriter)await connection.BeginTextImportAsync(statement, cancellationToken).ConfigureAwait(false);
        return (NpgsqlRawCopyStream)writer.BaseStream;
    }

    /// <summary>COPY's list of columns; nothing for a table without columns, whose empty list would be a syntax error.</summary>
    public static string Columns(IEnumerable<string> columns) => SqlText.List(columns) is { Length: > 0 } names ? $" ({names})" : "";

    private static string Options(RowFormat format) => format == RowFormat.Binary ? " (FORMAT binary)" : "";
}
