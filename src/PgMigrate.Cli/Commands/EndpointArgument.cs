using System.CommandLine;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Cli.Commands;

/// <summary>An argument that names a database. Its text is kept out of messages: it may hold a password.</summary>
internal sealed class EndpointArgument : Argument<string>
{
    public const string Forms = "A URL, a keyword string, a SQLite file, env:NAME or dotenv:PATH#NAME.";

    public EndpointArgument(string name, string description)
        : base(name) => Description = $"{description} {Forms}";

    public DatabaseEndpoint Read(ParseResult parsed) => EndpointParser.Parse(parsed.GetRequiredValue(this));
}
