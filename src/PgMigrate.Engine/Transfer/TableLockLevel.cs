namespace PgMigrate.Engine.Transfer;

/// <summary>PostgreSQL's lock modes for tables, as far as restoring takes them, from weak to strong.</summary>
internal enum TableLockLevel
{
    /// <summary>Of the table that a foreign key refers to, while the key is validated.</summary>
    RowShare,

    /// <summary>VALIDATE CONSTRAINT.</summary>
    ShareUpdateExclusive,

    /// <summary>CREATE INDEX.</summary>
    Share,

    /// <summary>ADD FOREIGN KEY, of both tables; CREATE TRIGGER.</summary>
    ShareRowExclusive,

    /// <summary>Any other ALTER TABLE.</summary>
    AccessExclusive,
}
