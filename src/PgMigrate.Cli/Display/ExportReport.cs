using Spectre.Console;

namespace PgMigrate.Cli.Display;

/// <summary>Shows what an archive holds.</summary>
internal static class ExportReport
{
    public static void Write(Terminal terminal, DatabaseExportResult result)
    {
        if (result.Tables.Count > 0)
        {
            var table = ResultTable.Create("Table", "Rows", "MiB", "Seconds");
            foreach (var one in result.Tables)
            {
                table.AddRow(
                    new Text($"{one.Schema}.{one.Table}"), new Text(Figures.Count(one.Rows)), new Text(Figures.MiB(one.Bytes)), new Text(Figures.Seconds(one.Elapsed)));
            }

            terminal.Output.Write(table);
        }

        terminal.Line(
            $"Exported: {Figures.Count(result.Entries)} entries and {Figures.Count(result.Rows)} rows of {Figures.Count(result.Tables.Count)} tables, "
                + $"{Figures.MiB(result.Bytes)} MiB as {Figures.MiB(result.FileBytes)} MiB in {Figures.Seconds(result.Elapsed)} s.");
        terminal.Line(result.Path);
    }

    /// <summary>An archive as a whole.</summary>
    public static void Write(Terminal terminal, PgArchive archive)
    {
        terminal.Line($"{archive.Path}: {archive.Format}{(archive.Version is { } version ? $" {version}" : "")}, {archive.Compression}, {archive.Encoding}");
        if (archive.CreatedAt is { } time) terminal.Line(FormattableString.Invariant($"Created at {time:yyyy-MM-dd HH:mm:ss}"));
        if (archive.Database is { } database) terminal.Line($"Database {database}");
        if (archive.ServerVersion is { } server) terminal.Line($"Server {server}");
        if (archive.DumperVersion is { } dumper) terminal.Line($"Written by {dumper}");
        terminal.Line($"{Figures.Count(archive.EntryCount)} entries");
    }
}
