using System.CommandLine;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Benchmarks.Programs;

/// <summary>The hidden command that runs the engine's copy in a process of its own.</summary>
internal static class EngineCommand
{
    public const string Name = "run-engine";

    public static Command Create()
    {
        var source = new Argument<string>("source");
        var destination = new Argument<string>("destination");
        var createTable = new Option<bool>("--create-table");
        var jobs = new Option<int>("--jobs") { DefaultValueFactory = _ => 1 };
        var batchSize = new Option<long?>("--batch-size");
        var command = new Command(Name) { source, destination, createTable, jobs, batchSize };
        command.Hidden = true;
        command.SetAction((arguments, cancellationToken) => RunAsync(
            new()
            {
                Source = EndpointParser.Parse(arguments.GetValue(source)!),
                Destination = EndpointParser.Parse(arguments.GetValue(destination)!),
                CreateTable = arguments.GetValue(createTable),
                ThrottleLimit = arguments.GetValue(jobs),
                BatchSize = arguments.GetValue(batchSize),
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(TableCopyRequest request, CancellationToken cancellationToken)
    {
        var failures = 0;
        await foreach (var result in TableCopy.RunAsync(request, new SilentObserver(), cancellationToken))
        {
            Console.WriteLine($"{result} {result.Rows} rows in {result.Elapsed.TotalSeconds:0.00} s, {result.Chunks} chunks");
            if (result.Status == TableCopyStatus.Failed) failures++;
        }

        return failures;
    }
}
