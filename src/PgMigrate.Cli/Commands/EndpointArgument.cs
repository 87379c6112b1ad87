using System.CommandLine;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Cli.Commands;

/// <summary>An argument that names a database. Its text is kept out of messages: it may hold a password.</summary>
internal class EndpointArgument : Argument<string>
{
    public const string Forms = "A URL, a keyword string, a SQLite file, env:NAME or dotenv:PATH#NAME.";

    public EndpointArgument(string name, string description)
        : this(name, description, Forms)
    {
    }

    /// <param name="name">The argument's name.</param>
    /// <param name="description">What it is.</param>
    /// <param name="forms">How it is written.</param>
    protected EndpointArgument(string name, string description, string forms)
        : base(name) => Description = $"{description} {forms}";

    public virtual DatabaseEndpoint Read(ParseResult parsed) => EndpointParser.Parse(parsed.GetRequiredValue(this));
}
