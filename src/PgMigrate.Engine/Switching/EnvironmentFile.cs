using System.Globalization;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Switching;

/// <summary>Switches a program's database by rewriting a variable of its .env file: the engine of <c>Switch-DatabaseUrl</c>.</summary>
public static class EnvironmentFile
{
    /// <summary>
    /// Gives the variable the endpoint's connection string, password included. Only the value changes: quotes, <c>export</c>, comments,
    /// line ends, order and the file's mode stay. Every assignment that is not commented out is rewritten, and a name that is not there
    /// is appended. The old file is kept beside the new one, readable by its owner alone.
    /// </summary>
    /// <param name="path">The .env file; it must exist.</param>
    /// <param name="name">The variable's name, such as <c>DATABASE_URL</c>.</param>
    /// <param name="endpoint">The database to name.</param>
    /// <param name="dialect">The form to write; null for the form of the value that stands there.</param>
    /// <param name="whatIf">Whether to tell only what would be written.</param>
    /// <param name="cancellationToken">Cancels before the file is replaced, never in the middle.</param>
    /// <exception cref="MigrationException">
    /// InvalidVariableName, DotenvFileNotFound, DotenvFileUnreadable, DotenvValueIsReference, DotenvValueUnwritable, DotenvFileUnwritable,
    /// DialectCannotExpress.
    /// </exception>
    public static async Task<DatabaseUrlSwitch> SwitchAsync(
        string path, string name, DatabaseEndpoint endpoint, DatabaseUrlDialect? dialect, bool whatIf, CancellationToken cancellationToken)
    {
        if (!DotenvText.IsName(name)) throw DotenvErrors.InvalidName(name);
        var fullPath = Path.GetFullPath(path);
        var file = await WholeFile.ReadAsync(fullPath, cancellationToken).ConfigureAwait(false);
        var before = DotenvText.Decode(file, fullPath);

        var old = Named(before.Read(name), Path.GetDirectoryName(fullPath)!);
        var url = DatabaseUrl.Format(endpoint, dialect ?? Fitting(old, endpoint));
        var after = before.Assign(name, url.Text);
        var isChanged = after.Text != before.Text;
        string? backup = null;
        if (isChanged && !whatIf)
        {
            backup = $"{fullPath}.{DateTime.UtcNow.ToString("yyyyMMdd-HHmmssfff", CultureInfo.InvariantCulture)}.bak";
            await WholeFile.WriteNewAsync(backup, file, WholeFile.OwnerOnly, cancellationToken).ConfigureAwait(false);
            try
            {
                await WholeFile.ReplaceAsync(fullPath, after.Encode(), cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                // The file is as it was: a copy of its secrets has no use.
                File.Delete(backup);
                throw;
            }
        }

        var lines = after.Find(name).Select(assignment => after.LineOf(assignment)).ToArray();
        return new()
        {
            Path = fullPath,
            Name = name,
            BackupPath = backup,
            Dialect = url.Dialect,
            OldUrl = old is null ? null : DatabaseUrl.Format(old, old.Dialect).MaskedText,
            NewUrl = url.MaskedText,
            Lines = lines,
            IsChanged = isChanged,
            Warnings = [.. Warnings(name, lines, url)],
        };
    }

    /// <summary>The database that the old value names; null where it names none, such as a placeholder.</summary>
    private static DatabaseEndpoint? Named(string? value, string folder)
    {
        try
        {
            return value is null ? null : EndpointParser.Parse(value, folder);
        }
        catch (MigrationException)
        {
            return null;
        }
    }

    /// <summary>The old value's form where it can name the new database, else the URL that most clients of its kind read.</summary>
    private static DatabaseUrlDialect Fitting(DatabaseEndpoint? old, DatabaseEndpoint endpoint)
    {
        if (old?.Kind == endpoint.Kind) return old.Dialect;
        return endpoint.Kind == DatabaseKind.Sqlite ? DatabaseUrlDialect.Sqlite : DatabaseUrlDialect.Libpq;
    }

    private static IEnumerable<string> Warnings(string name, int[] lines, DatabaseUrlText url)
    {
        if (lines.Length > 1)
        {
            yield return $"{name} is assigned {lines.Length} times, in lines {string.Join(", ", lines)}: programs take the last; "
                + "all were given the same value.";
        }

        if (url.Dropped.Count > 0) yield return $"The {url.Dialect} form has no place for {string.Join(", ", url.Dropped)}: left out.";
        foreach (var warning in url.Warnings) yield return warning;
    }
}
