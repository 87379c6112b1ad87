using System.Text.Json;
using PgMigrate.Engine.Switching;

namespace PgMigrate.Engine.Integrity;

/// <summary>
/// The tables that a check has found to be the same, one a line, so that it goes on where it was interrupted. What differed is looked at anew;
/// no row's values are in the file.
/// </summary>
internal sealed class IntegrityJournal : IDisposable
{
    private readonly FileStream file;

    private IntegrityJournal(FileStream file, IReadOnlyList<TableIntegrity> tables) => (this.file, Tables) = (file, tables);

    /// <summary>What an earlier run found to be the same.</summary>
    public IReadOnlyList<TableIntegrity> Tables { get; }

    /// <exception cref="MigrationException">IntegrityJournalExists, IntegrityJournalUnusable or IntegrityJournalNotOfThis.</exception>
    public static async Task<IntegrityJournal> OpenAsync(string path, IntegrityRequest request, IntegrityScope scope, CancellationToken cancellationToken)
    {
        var full = Path.GetFullPath(path);
        try
        {
            return await OpenFileAsync(full, request, Describe(request, scope), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unusable(full, failure.Message, failure);
        }
    }

    /// <summary>Notes a table, down to the disk.</summary>
    public async Task AddAsync(TableIntegrity table, CancellationToken cancellationToken)
    {
        await JsonSerializer.SerializeAsync(file, table, IntegrityJson.Default.TableIntegrity, cancellationToken).ConfigureAwait(false);
        file.WriteByte((byte)'\n');
        file.Flush(flushToDisk: true);
    }

    /// <summary>Removes the file: the check has come to its end, and the next one begins anew.</summary>
    public void Complete()
    {
        Dispose();
        File.Delete(file.Name);
    }

    public void Dispose() => file.Dispose();

    private static async Task<IntegrityJournal> OpenFileAsync(string path, IntegrityRequest request, string check, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = WholeFile.OwnerOnly;
            var created = new IntegrityJournal(new(path, options), []);
            await JsonSerializer.SerializeAsync(created.file, new(IntegrityJournalHead.Name, check), IntegrityJson.Default.IntegrityJournalHead, cancellationToken).ConfigureAwait(false);
            created.file.WriteByte((byte)'\n');
            created.file.Flush(flushToDisk: true);
            return created;
        }

        if (!request.Resume) throw new MigrationException("IntegrityJournalExists", MigrationErrorCategory.ResourceExists, $"There is '{path}' already, of a check that was interrupted.")
        {
            Subject = path,
            Remedy = "Add -Resume to go on with it, or remove the file to begin anew.",
        };
        var (tables, length) = Read(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false), path, check);
        var file = new FileStream(path, FileMode.Open, FileAccess.Write);
        // What a crash left half written is no line.
        file.SetLength(length);
        file.Seek(0, SeekOrigin.End);
        return new(file, tables);
    }

    private static (IReadOnlyList<TableIntegrity> Tables, long Length) Read(byte[] content, string path, string check)
    {
        var tables = new List<TableIntegrity>();
        IntegrityJournalHead? head = null;
        var place = 0;
        while (content.AsSpan(place).IndexOf((byte)'\n') is var length and >= 0)
        {
            var line = content.AsSpan(place, length);
            try
            {
                if (head is null) head = JsonSerializer.Deserialize(line, IntegrityJson.Default.IntegrityJournalHead);
                else if (JsonSerializer.Deserialize(line, IntegrityJson.Default.TableIntegrity) is { } table) tables.Add(table);
            }
            catch (JsonException failure)
            {
                throw Unusable(path, "it is no journal of a check", failure);
            }

            place += length + 1;
        }

        if (head?.Format != IntegrityJournalHead.Name) throw Unusable(path, "it is no journal of a check", null);
        if (head.Check != check) throw new MigrationException("IntegrityJournalNotOfThis", MigrationErrorCategory.InvalidOperation, $"'{path}' is of another check: {head.Check}.")
        {
            Subject = path,
            Remedy = "Name another file, or repeat that check as it was.",
        };
        return (tables, place);
    }

    private static MigrationException Unusable(string path, string why, Exception? failure) => new(
        "IntegrityJournalUnusable", MigrationErrorCategory.ReadError, $"'{path}' cannot be used as the check's journal: {why.TrimEnd('.')}.", failure)
    {
        Subject = path,
        Remedy = "Name another file with -JournalPath.",
    };

    private static string Describe(IntegrityRequest request, IntegrityScope scope)
    {
        var rows = request.Rows;
        var selection = rows.Selection;
        var patterns = new[] { ("-Table", selection.Tables), ("-ExcludeTable", selection.ExcludeTables), ("-Schema", selection.Schemas), ("-ExcludeSchema", selection.ExcludeSchemas), ("-ExcludeExtension", request.ExcludeExtensions) }
            .SelectMany(one => one.Item2.Select(pattern => $"{one.Item1} {pattern}"));
        return string.Join(
            ' ',
            [
                $"{rows.Source} {rows.Destination} -Scope {scope} -Level {rows.Level}", rows.Level == IntegrityLevel.Sample ? FormattableString.Invariant($"-SampleSize {rows.SampleSize} -Seed {rows.Seed}") : "",
                rows.DestinationSchema is null ? "" : $"-DestinationSchema {rows.DestinationSchema}", .. patterns,
            ]).Trim();
    }
}
