using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.CopyBack;

/// <summary>Says at which of the old database's tables it failed. It does not leave this room.</summary>
internal sealed class TableReturnException(QualifiedName table, MigrationException failure) : Exception(failure.Message, failure)
{
    public QualifiedName Table => table;

    public MigrationException Failure => failure;
}
