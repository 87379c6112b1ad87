using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Schema;

/// <summary>
/// What a table's statements say of its own, and what comes with the tables that it inherits from (PostgreSQL, common.c, flagInhAttrs).
/// A partition is made by itself and attached later: it says all.
/// </summary>
internal sealed class TableShape(PgTable table, IReadOnlyList<PgTable> parents, SchemaWriting writing)
{
    private const int NamedNotNull = 180000;

    private readonly HashSet<ObjectAddress> separated = [];

    public PgTable Table => table;

    /// <summary>Such as <c>TABLE</c>, for CREATE, ALTER and DROP.</summary>
    public string Keyword => table.IsForeign ? "FOREIGN TABLE" : "TABLE";

    /// <summary>The name with its schema, as statements write it.</summary>
    public string Name => SqlText.Name(table.Schema, table.Name);

    public bool IsNotNullNamed => writing.Database.ServerVersion >= NamedNotNull;

    /// <summary>Whether the column stands in CREATE TABLE.</summary>
    public bool IsWritten(PgColumn column) => column.IsLocal || table.IsPartition;

    /// <summary>Takes a default or a CHECK out of CREATE TABLE.</summary>
    public void Separate(ObjectAddress address) => separated.Add(address);

    /// <summary>
    /// Whether the CHECK is added by a statement of its own: so that rows which violate it come before it, or to break a loop.
    /// </summary>
    public bool IsSeparate(PgRowConstraint check) => !check.IsValidated || separated.Contains(check.Address);

    /// <summary>Whether the CHECK stands in CREATE TABLE.</summary>
    public bool IsWritten(PgRowConstraint check) => !IsSeparate(check) && (check.IsLocal || table.IsPartition);

    /// <summary>Whether the default is set by a statement of its own; as one is whose sequence the table owns, which comes in between.</summary>
    public bool IsDefaultSeparate(PgColumn column) => !column.IsGenerated
        && (!IsWritten(column) || (column.Default is { } own && (separated.Contains(own.Address) || writing.UsesOwnSequence(table, own))));

    /// <summary>
    /// The default's or the generation's expression that is written. <c>NULL</c> keeps a parent's default away from a column that has none.
    /// Null for none, or where the parents give the same generation.
    /// </summary>
    public string? DefaultOf(PgColumn column)
    {
        var inherited = InheritedColumns(column);
        if (column.Default is not { } own)
        {
            return inherited.Any(parent => parent is { IsGenerated: false, Default.Expression: not "NULL" }) ? "NULL" : null;
        }

        var generated = inherited.Where(parent => parent.IsGenerated).ToList();
        var isInherited = generated.Count > 0 && generated.TrueForAll(parent => parent.Default?.Expression == own.Expression);
        return isInherited && !table.IsPartition ? null : own.Expression;
    }

    /// <summary>NOT NULL with what belongs to it; null where the column may be null or the parents forbid it.</summary>
    public string? NotNullOf(PgColumn column, string? subject = null)
    {
        if (!HasOwnNotNull(column)) return null;
        var clause = subject is null ? "NOT NULL" : $"NOT NULL {subject}";
        if (column.NotNull is not { } constraint) return clause;
        var isNamed = constraint.Name != $"{table.Name}_{column.Name}_not_null"
            || writing.Database.Remarks.Comments.ContainsKey(constraint.Address);
        return (isNamed ? $"CONSTRAINT {SqlText.Name(constraint.Name)} " : "") + clause + (constraint.IsInheritable ? "" : " NO INHERIT");
    }

    private bool HasOwnNotNull(PgColumn column)
    {
        var inherited = InheritedColumns(column);
        if (!IsNotNullNamed) return column.IsNotNull && (table.IsPartition || !inherited.Any(parent => parent.IsNotNull));

        // One that is validated here and in no parent is validated here only where it is written here.
        return column.NotNull is { IsValidated: true } constraint
            && (constraint.IsLocal || table.IsPartition || !inherited.Any(parent => parent.NotNull is { IsValidated: true }));
    }

    private List<PgColumn> InheritedColumns(PgColumn column)
        => parents.Count == 0 ? [] : [.. parents.Select(parent => parent.Columns.FirstOrDefault(one => one.Name == column.Name)).OfType<PgColumn>()];
}
