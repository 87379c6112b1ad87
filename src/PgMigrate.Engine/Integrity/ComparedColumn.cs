using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Integrity;

/// <summary>One column as both ends have it.</summary>
internal sealed record ComparedColumn(PgColumn Source, PgColumn Destination)
{
    public string Name => Source.Name;

    /// <summary>Whether it is an integer at both ends, of whatever width.</summary>
    public bool IsInteger => Source.IsInteger && Destination.IsInteger;

    public bool IsText => IsTextType(Source) && IsTextType(Destination);

    public bool IsUuid => Source.Type == "uuid" && Destination.Type == "uuid";

    /// <summary>Whether a function of the server's own hashes the value as it is kept, without printing it.</summary>
    public bool IsHashedCheaply => IsInteger || IsText || IsUuid;

    private static bool IsTextType(PgColumn column) => column.Type is "text" or "character varying" || column.Type.StartsWith("character varying(", StringComparison.Ordinal);
}
