using System.Buffers;
using System.Text;
using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Schema;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Writes a script of statements and rows for psql, as pg_dump does; data comes in the order of its entries.</summary>
internal sealed class PlainScriptWriter : IArchiveWriter
{
    private readonly CompressionThreads threads = new();
    private readonly PartFile file;
    private readonly IByteSink output;
    private readonly ScriptOptions options;
    private readonly PlainScriptText text;
    private readonly IReadOnlyList<TocEntry> entries;

    /// <summary>The entry that comes next.</summary>
    private int next;

    private PlainScriptWriter(PartFile file, CompressionChoice compression, ScriptOptions options, PlainScriptText text, IReadOnlyList<TocEntry> entries)
    {
        this.file = file;
        this.options = options;
        this.text = text;
        this.entries = entries;
        output = compression.OpenFile(file, threads);
    }

    public bool IsSequential => true;

    /// <summary>Begins the script with its settings and what it drops.</summary>
    public static async Task<PlainScriptWriter> CreateAsync(
        string path, ArchiveHeader header, IReadOnlyList<TocEntry> entries, CompressionChoice compression, string encoding, ScriptOptions options,
        CancellationToken cancellationToken)
    {
        compression.Require();
        IReadOnlyList<TocEntry> written = [.. entries.Where(entry => !ArchiveDesc.IsSetting(entry) && (options.Create || !DatabaseRenaming.Concerns(entry)))];
        var text = new PlainScriptText(header, encoding, options.NoOwner);
        var writer = new PlainScriptWriter(PartFile.Create(path), compression, options, text, [.. written.OrderBy(Pass)]);
        try
        {
            await writer.WriteAsync(text.Opening(), cancellationToken).ConfigureAwait(false);
            if (options.Clean) await writer.WriteAsync(PlainScriptDrops.Write(written, options.IfExists, options.Create), cancellationToken).ConfigureAwait(false);
            return writer;
        }
        catch
        {
            await writer.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async Task<CopyCount> WriteRowsAsync(
        TocEntry entry, IRowStream rows, RowSet set, Action<CopyCount> moved, CancellationToken cancellationToken)
    {
        await WriteUntilAsync(entry, cancellationToken).ConfigureAwait(false);
        if (options.Inserts is { } inserts) return await new InsertRows(set, inserts, output).RunAsync(rows, moved, cancellationToken).ConfigureAwait(false);
        await WriteAsync(entry.CopyStatement!, cancellationToken).ConfigureAwait(false);
        return await RowPump.RunAsync(rows, output, moved, cancellationToken).ConfigureAwait(false);
    }

    public async Task<long> WriteLargeObjectsAsync(TocEntry entry, IAsyncEnumerable<LargeObjectPart> parts, CancellationToken cancellationToken)
    {
        await WriteUntilAsync(entry, cancellationToken).ConfigureAwait(false);
        return await LargeObjectScript.WriteAsync(parts, output, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<string>> CompleteAsync(CancellationToken cancellationToken)
    {
        await WriteUntilAsync(null, cancellationToken).ConfigureAwait(false);
        await WriteAsync(text.Closing(), cancellationToken).ConfigureAwait(false);
        await output.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await file.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return [file.Path];
    }

    public async ValueTask DisposeAsync()
    {
        await output.DisposeAsync().ConfigureAwait(false);
        await file.DisposeAsync().ConfigureAwait(false);
        threads.Dispose();
    }

    /// <summary>Writes all entries up to that one, of which all but its data; to the end where there is none.</summary>
    private async Task WriteUntilAsync(TocEntry? last, CancellationToken cancellationToken)
    {
        while (next < entries.Count)
        {
            var entry = entries[next++];
            if (entry.HasData && entry != last) throw new InvalidOperationException($"The data of {entry} was not written in its turn.");
            await WriteAsync(text.Entry(entry), cancellationToken).ConfigureAwait(false);
            if (entry == last) return;
        }

        if (last is not null) throw new InvalidOperationException($"{last} is not in the script.");
    }

    private async Task WriteAsync(string statements, CancellationToken cancellationToken)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(statements.Length));
        try
        {
            var length = Encoding.UTF8.GetBytes(statements, bytes);
            await output.WriteAsync(bytes.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Privileges come after all that an owner might need before he gives them away, and then what reads rows with them.</summary>
    private static int Pass(TocEntry entry) => entry.Desc switch
    {
        TocDesc.Privileges or TocDesc.DefaultPrivileges => 1,
        _ when entry.ComesLast => 2,
        TocDesc.Comment when entry.Tag.StartsWith(TocDesc.EventTrigger + " ", StringComparison.Ordinal) => 2,
        _ => 0,
    };
}
