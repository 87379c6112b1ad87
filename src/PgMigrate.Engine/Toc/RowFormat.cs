namespace PgMigrate.Engine.Toc;

/// <summary>COPY's formats (PostgreSQL documentation, COPY, File Formats).</summary>
public enum RowFormat
{
    Text,
    Binary,
}
