using System.CommandLine;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Cli.Commands;

/// <summary>The arguments and options of a copy of rows, and the request that they make.</summary>
internal sealed class CopyOptions : TransferOptions
{
    private readonly DestinationSchemaOption destinationSchema = new();

    private readonly Option<CopyMode> mode = new("--mode")
    {
        Description = "What becomes of rows that are there: empty (the default: there must be none), append, truncate or upsert.",
        HelpName = "empty|append|truncate|upsert",
    };

    private readonly Option<bool> createTable = new("--create-table")
    {
        Description = "Create a SQLite source's tables, with keys, indexes and constraints.",
    };

    private readonly Option<long?> batchSize = new("--batch-size") { Description = "The most rows in one transaction.", HelpName = "rows" };

    public CopyOptions()
        : base(new("source", "The database to copy from."))
    {
        mode.AcceptNames();
        batchSize.AcceptPositive();
    }

    protected override IEnumerable<Option> Own => [destinationSchema, mode, createTable, batchSize];

    public TableCopyRequest Read(ParseResult parsed) => Complete(
        new TableCopyRequest
        {
            Source = Source.Read(parsed),
            Destination = Destination.Read(parsed),
            DestinationSchema = parsed.GetValue(destinationSchema),
            Mode = parsed.GetValue(mode),
            CreateTable = parsed.GetValue(createTable),
            BatchSize = parsed.GetValue(batchSize),
        },
        parsed);
}
