using System.CommandLine;
using System.Globalization;
using PgMigrate;
using PgMigrate.Benchmarks;
using PgMigrate.Benchmarks.Reports;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var rounds = new Option<int>("--rounds") { Description = "The measured rounds, after one that warms up.", DefaultValueFactory = _ => 5, Recursive = true };
var scale = new Option<int>("--scale") { Description = "Multiplies the rows.", DefaultValueFactory = _ => 1, Recursive = true };
var json = new Option<string?>("--json") { Description = "Writes every run to this file.", Recursive = true };
var markdown = new Option<string?>("--markdown") { Description = "Writes the table to this file.", Recursive = true };

var root = new RootCommand("Measures what PgMigrate claims, next to the peers that are installed here.") { rounds, scale, json, markdown };
root.SetAction((arguments, cancellationToken) => RunAsync(Enum.GetValues<Benchmark>(), arguments, cancellationToken));
Add("all", "Everything; the default.", Enum.GetValues<Benchmark>());
Add("sqlite", "A SQLite file to PostgreSQL, schema and indexes included, against pgloader.", Benchmark.Sqlite);
Add("copy", "One big table between two databases, against psql with binary COPY.", Benchmark.Copy);
Add("tables", "Many small tables and a partitioned one, against pg_dump and psql.", Benchmark.Tables);
Add("clone", "A whole database, against pg_dump with pg_restore and pgcopydb.", Benchmark.Clone);
Add("archive", "A whole database into archives and back, against pg_dump and pg_restore.", Benchmark.Archive);
Add("schema", "Describing 1,000 tables and 3,000 indexes, against pg_dump -s.", Benchmark.Schema);
Add("integrity", "Proving that two databases hold the same rows, and finding the rows that differ.", Benchmark.Integrity);
Add("memory", "Peak memory with the rows once and four times.", Benchmark.Memory);
Add("import", "Import-Module in a new PowerShell.", Benchmark.Import);
return await root.Parse(args).InvokeAsync();

void Add(string name, string description, params Benchmark[] benchmarks)
{
    var command = new Command(name, description);
    command.SetAction((arguments, cancellationToken) => RunAsync(benchmarks, arguments, cancellationToken));
    root.Add(command);
}

async Task<int> RunAsync(Benchmark[] benchmarks, ParseResult arguments, CancellationToken cancellationToken)
{
    try
    {
        var options = new BenchmarkOptions { Rounds = arguments.GetValue(rounds), Scale = arguments.GetValue(scale) };
        var report = await BenchmarkRun.RunAsync(benchmarks.ToHashSet(), options, cancellationToken);
        ReportWriter.WriteTerminal(report);
        if (arguments.GetValue(json) is { } jsonPath) await ReportWriter.WriteJsonAsync(report, jsonPath, cancellationToken);
        if (arguments.GetValue(markdown) is { } markdownPath) await ReportWriter.WriteMarkdownAsync(report, markdownPath, cancellationToken);
        return 0;
    }
    catch (Exception error) when (error is BenchmarkException or MigrationException)
    {
        Console.Error.WriteLine(error.Message);
        return 1;
    }
}
