namespace PgMigrate.Engine.Catalog;

/// <summary>One sequence, free or owned by a column.</summary>
public sealed record PgSequence : PgRelation
{
    public TablePersistence Persistence { get; init; }

    /// <summary>The table whose column owns it; null for a free sequence.</summary>
    public uint? OwnerTableOid { get; init; }

    /// <summary>The table whose column owns it; null for a free sequence.</summary>
    public QualifiedName? OwnerTable { get; init; }

    /// <summary>The column that owns it; null for a free sequence.</summary>
    public string? OwnerColumn { get; init; }

    /// <summary>The columns whose default draws from it: its owner's, and those of tables that never took it as their own.</summary>
    public IReadOnlyList<SequenceUse> Uses { get; init; } = [];

    /// <summary>Whether it is the inner sequence of an identity column; otherwise an owner took it by OWNED BY, as serial does.</summary>
    public bool IsIdentity { get; init; }

    /// <summary><c>smallint</c>, <c>integer</c> or <c>bigint</c>.</summary>
    public required string DataType { get; init; }

    public required long Start { get; init; }

    public required long Increment { get; init; }

    public required long MinValue { get; init; }

    public required long MaxValue { get; init; }

    public required long Cache { get; init; }

    public required bool IsCycling { get; init; }

    /// <summary>
    /// The last value given, or the first to give where <see cref="IsCalled"/> is false; null where the role may not read it.
    /// </summary>
    public long? LastValue { get; init; }

    /// <summary>Whether <see cref="LastValue"/> was given already.</summary>
    public bool IsCalled { get; init; }

    /// <summary>The table's columns that it numbers, by ownership or by default.</summary>
    public IReadOnlyList<string> ColumnsOf(uint tableOid)
    {
        var columns = Uses.Where(use => use.TableOid == tableOid).Select(use => use.Column);
        return OwnerTableOid == tableOid ? [.. columns.Append(OwnerColumn!).Distinct()] : [.. columns];
    }
}
