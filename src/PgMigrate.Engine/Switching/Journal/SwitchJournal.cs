using System.Text;
using System.Text.Json;

namespace PgMigrate.Engine.Switching;

/// <summary>
/// What places said before their switches, newest last, in a file that only its owner may read. An entry is written before its place is
/// changed, and leaves when the switch is taken back; a journal without entries is removed, for a secret that serves nobody is a risk.
/// </summary>
internal sealed class SwitchJournal
{
    private const string Ending = ".pgmigrate-journal";

    private readonly bool isShared;

    private SwitchJournal(string path, bool isShared) => (Path, this.isShared) = (path, isShared);

    public string Path { get; }

    /// <summary>The journal beside a .env file.</summary>
    public static SwitchJournal Beside(string file) => new(file + Ending, isShared: false);

    /// <summary>The journal of all places that are no files.</summary>
    /// <param name="path">Its path; null for that of the user.</param>
    public static SwitchJournal Shared(string? path) => new(path is null ? OfUser() : System.IO.Path.GetFullPath(path), isShared: true);

    /// <summary>Whether the file is a journal by its name.</summary>
    public static bool IsOne(string file) => file.EndsWith(Ending, StringComparison.Ordinal);

    /// <summary>The place's entries, oldest first.</summary>
    public async Task<IReadOnlyList<SwitchJournalEntry>> ReadAsync(SwitchPlace place, CancellationToken cancellationToken)
        => [.. (await ReadAllAsync(cancellationToken).ConfigureAwait(false)).Where(entry => entry.IsOf(place))];

    public async Task AddAsync(SwitchJournalEntry entry, SwitchPlace place, CancellationToken cancellationToken)
    {
        using var alone = await LockAsync(cancellationToken).ConfigureAwait(false);
        var entries = await ReadAllAsync(cancellationToken).ConfigureAwait(false);
        await WriteAsync([.. entries, entry], place, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes the place's newest entries.</summary>
    public async Task RemoveAsync(SwitchPlace place, int count, CancellationToken cancellationToken)
    {
        using var alone = await LockAsync(cancellationToken).ConfigureAwait(false);
        var entries = await ReadAllAsync(cancellationToken).ConfigureAwait(false);
        var removed = entries.Where(entry => entry.IsOf(place)).TakeLast(count).ToHashSet(ReferenceEqualityComparer.Instance);
        await WriteAsync([.. entries.Where(entry => !removed.Contains(entry))], place, cancellationToken).ConfigureAwait(false);
    }

    private static string OfUser()
    {
        var folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (folder.Length == 0) throw SwitchErrors.JournalUnwritable("", new IOException("This account has no folder for its applications' data; name a file with -JournalPath."));
        return System.IO.Path.Combine(folder, "PgMigrate", "switches" + Ending);
    }

    private async Task<IReadOnlyList<SwitchJournalEntry>> ReadAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!File.Exists(Path)) return [];
            var lines = await File.ReadAllLinesAsync(Path, Encoding.UTF8, cancellationToken).ConfigureAwait(false);
            return [.. lines.Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize(line, SwitchJson.Default.SwitchJournalEntry) ?? throw new JsonException("A line is empty."))];
        }
        catch (JsonException)
        {
            // Its message could repeat what it read.
            throw SwitchErrors.JournalUnreadable(Path, new InvalidDataException("it is damaged."));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw SwitchErrors.JournalUnreadable(Path, failure);
        }
    }

    private async Task WriteAsync(IReadOnlyList<SwitchJournalEntry> entries, SwitchPlace place, CancellationToken cancellationToken)
    {
        try
        {
            if (entries.Count == 0)
            {
                File.Delete(Path);
                return;
            }

            var text = string.Concat(entries.Select(entry => JsonSerializer.Serialize(entry, SwitchJson.Default.SwitchJournalEntry) + "\n"));
            if (isShared) MakeFolder();
            await WholeFile.PutAsync(Path, Encoding.UTF8.GetBytes(text), ownerOf: isShared ? null : place.Target.Id, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw SwitchErrors.JournalUnwritable(Path, failure);
        }
    }

    private void MakeFolder()
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        if (Directory.Exists(folder)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Keeps other processes out of the journal that they share, as long as the result is not disposed.</summary>
    private async Task<IDisposable?> LockAsync(CancellationToken cancellationToken)
    {
        if (!isShared) return null;
        var patience = DateTime.UtcNow + TimeSpan.FromSeconds(10);
        while (true)
        {
            try
            {
                MakeFolder();
                return new FileStream(Path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (DateTime.UtcNow < patience)
            {
                await Task.Delay(50, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw SwitchErrors.JournalUnwritable(Path, failure);
            }
        }
    }
}
