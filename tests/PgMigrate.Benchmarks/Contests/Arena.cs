using PgMigrate.Benchmarks.Data;
using PgMigrate.Benchmarks.Programs;

namespace PgMigrate.Benchmarks.Contests;

/// <summary>
/// Makes the data of each contest, once, and names who takes part. PgMigrate leaves out ANALYZE, as its peers do.
/// </summary>
/// <param name="server">The server of all ends.</param>
/// <param name="forms">The forms of PgMigrate that take part, the one that is published first.</param>
/// <param name="folder">Where files are made.</param>
internal sealed class Arena(BenchmarkServer server, IReadOnlyList<PgMigrateProgram> forms, string folder)
{
    public async Task<Contest> SqliteAsync(int scale, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, $"shop{scale}.db");
        if (!File.Exists(file)) await ShopFile.CreateAsync(file, scale, cancellationToken);
        return Create(
            $"SQLite to PostgreSQL, {ShopFile.RowCount(scale):N0} rows in 13 tables",
            ShopFile.RowCount(scale),
            template: null,
            [("pgloader", Pgloader.Find(server, file))],
            Ours("migrate", file, "--create-table"));
    }

    public async Task<Contest> BigTableAsync(int scale, CancellationToken cancellationToken)
    {
        var source = $"events{scale}";
        var rows = await MakeAsync(source, EventTable.Schema, EventTable.Fill(scale), cancellationToken);
        return Create(
            $"One table PostgreSQL to PostgreSQL, {rows:N0} rows",
            rows,
            source + "_shape",
            [("psql", ClientPipes.FindCopy(server, source, "public.events"))],
            Ours("migrate", server.UrlOf(source)));
    }

    public async Task<Contest> ManyTablesAsync(int scale, CancellationToken cancellationToken)
    {
        var source = $"tables{scale}";
        var rows = await MakeAsync(source, ManyTables.Schema, ManyTables.Fill(scale), cancellationToken);
        return Create(
            $"200 small tables, one without a key, one of 12 partitions, {rows:N0} rows",
            rows,
            source + "_shape",
            [("pg_dump", ClientPipes.FindDump(server, source))],
            Ours("migrate", server.UrlOf(source)));
    }

    public async Task<Contest> WholeDatabaseAsync(int scale, CancellationToken cancellationToken)
    {
        var source = $"shop{scale}";
        var rows = await MakeAsync(source, ShopDatabase.Schema, ShopDatabase.Fill(scale), cancellationToken);
        return Create(
            $"A whole database, {rows:N0} rows in 119 tables",
            rows,
            template: null,
            [
                ("pg_dump and pg_restore", ClientPipes.FindDumpAndRestore(server, source)),
                ("pg_dump and pg_restore", ClientPipes.FindDumpFolder(server, source, Path.Combine(folder, "dump"))),
                ("pg_dump and pg_restore", ClientPipes.FindDumpFolder(server, source, Path.Combine(folder, "dump"), " -Z0")),
                ("pgcopydb", Pgcopydb.Find(server, source, Path.Combine(folder, "pgcopydb"))),
            ],
            Ours("clone", server.UrlOf(source)));
    }

    /// <summary>A whole database into archives of both kinds, and from them.</summary>
    public async Task<IReadOnlyList<Contest>> ArchivesAsync(int scale, CancellationToken cancellationToken)
    {
        var source = $"shop{scale}";
        var rows = await MakeAsync(source, ShopDatabase.Schema, ShopDatabase.Fill(scale), cancellationToken);
        return await ArchivesAsync(source, "A whole database", rows, cancellationToken);
    }

    /// <summary>One table whose rows are far longer as text than on the disk, so that much passes through.</summary>
    public async Task<IReadOnlyList<Contest>> BigArchiveAsync(int scale, CancellationToken cancellationToken)
    {
        var source = $"documents{scale}";
        var rows = await MakeAsync(source, DocumentTable.Schema, DocumentTable.Fill(scale), cancellationToken);
        return await ArchivesAsync(source, $"One table of {DocumentTable.TextBytes(scale) / 1e9:0.#} GB", rows, cancellationToken);
    }

    private async Task<IReadOnlyList<Contest>> ArchivesAsync(string source, string what, long rows, CancellationToken cancellationToken)
    {
        var contests = new List<Contest>();
        foreach (var (format, option) in new[] { ("custom", "-Fc"), ("directory", "-Fd -j2") })
        {
            var (archive, theirs) = (Path.Combine(folder, $"{source}.{format}"), Path.Combine(folder, $"{source}.{format}.pg_dump"));
            var url = server.UrlOf(source);
            contests.Add(Create(
                $"{what} into a {format} archive, gzip, {rows:N0} rows", rows, template: null,
                [("pg_dump", Restored(ClientPipes.FindExport(server, source, theirs, option)))], [.. forms.Select(form => Restored(form.Export(2, server, url, archive, format))!)]));
            // The archive that the contest before has left.
            contests.Add(Create($"{what} from a {format} archive, {rows:N0} rows", rows, template: null, [("pg_restore", ClientPipes.FindImport(server, archive))], [.. forms.Select(form => form.Import(2, server, archive))]));
        }

        return contests;
    }

    /// <summary>By pg_restore, whoever wrote it, where that is installed.</summary>
    private Contender? Restored(Contender? export)
        => export is null ? null : export with { Restore = (ClientPipes.FindImport(server, export.Archive!) ?? forms[0].Import(2, server, export.Archive!)).Start };

    /// <summary>Makes a source and a database of the same shape without rows; returns the source's rows.</summary>
    private async Task<long> MakeAsync(string source, string schema, string fill, CancellationToken cancellationToken)
    {
        var shape = source + "_shape";
        await server.RecreateAsync(shape, template: null, cancellationToken);
        await server.ExecuteAsync(shape, schema, cancellationToken);
        await server.RecreateAsync(source, shape, cancellationToken);
        await server.ExecuteAsync(source, fill, cancellationToken);
        // So that reading is reading: the first reader would set the hint bits of every row.
        await server.ExecuteAsync(source, "VACUUM", cancellationToken);
        return (await server.CountAsync(source, cancellationToken)).Rows;
    }

    private Contender[] Ours(string command, string source, params string[] options)
    {
        string[] all = [.. options, "--skip-analyze"];
        return [forms[0].With(command, 1, server, source, all), .. forms.Select(form => form.With(command, 2, server, source, all))];
    }

    private static Contest Create(string title, long rows, string? template, (string Name, Contender? Program)[] peers, Contender[] ours) => new()
    {
        Title = title,
        Rows = rows,
        Template = template,
        Contenders = [.. peers.Select(peer => peer.Program).OfType<Contender>(), .. ours],
        Absent = [.. peers.Where(peer => peer.Program is null).Select(peer => peer.Name).Distinct()],
    };
}
