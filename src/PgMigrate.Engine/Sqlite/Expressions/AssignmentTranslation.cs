namespace PgMigrate.Engine.Sqlite;

/// <summary>Translates an expression whose value a column takes: a default or a generated column's.</summary>
internal sealed class AssignmentTranslation(ExpressionTranslator translator, ExpressionContext context)
{
    private readonly ColumnMapping target = context.Target
        ?? throw new ArgumentException("A default and a generated column need their target.", nameof(context));

    public string Translate(SqliteNode written)
    {
        var node = translator.Resolve(written);
        if (translator.Instants.Read(node) is { } instant) return InstantWriter.To(instant, target, context.NeedsImmutable);
        if (node is SqliteNode.Literal literal) return LiteralConversion.To(literal, target);
        if (target.Conversion == ValueConversion.Uuid && IsRandomText(node)) return translator.RandomUuid();
        if (target.Conversion is ValueConversion.Json or ValueConversion.Jsonb && JsonLiteral(node) is { } json)
        {
            return LiteralConversion.To(json, target);
        }

        return Assign(translator.Translate(node));
    }

    /// <summary>Whether it is the well-known composition of hex(randomblob(n)) and hyphens that people write for a UUID.</summary>
    private static bool IsRandomText(SqliteNode node) => node switch
    {
        SqliteNode.Binary { Operator: "||" } binary => IsRandomText(binary.Left) || IsRandomText(binary.Right),
        SqliteNode.Call { Function: "lower" or "upper" or "hex" or "substr" } call =>
            call.Arguments.Count > 0 && IsRandomText(call.Arguments[0]),
        SqliteNode.Call { Function: "randomblob" or "uuid" or "uuid4" } => true,
        _ => false,
    };

    private static SqliteNode.Literal? JsonLiteral(SqliteNode node) => node switch
    {
        SqliteNode.Call { Function: "json" or "jsonb", Arguments: [SqliteNode.Literal { Kind: SqliteTokenKind.String } text] } => text,
        SqliteNode.Call { Function: "json_array" or "jsonb_array", Arguments.Count: 0 } =>
            new SqliteNode.Literal(SqliteTokenKind.String, "[]"),
        SqliteNode.Call { Function: "json_object" or "jsonb_object", Arguments.Count: 0 } =>
            new SqliteNode.Literal(SqliteTokenKind.String, "{}"),
        _ => null,
    };

    /// <summary>The value as the column's type, where SQLite's affinity and PostgreSQL's cast give the same.</summary>
    private string Assign(TypedSql value)
    {
        var kind = TypedSql.KindOf(target);
        return (value.Kind, kind) switch
        {
            (SqlKind.Null, _) => value.Sql,
            (SqlKind.TimestampTz, SqlKind.TimestampTz) when value.Column?.Conversion != target.Conversion => throw Mismatch(value),
            _ when value.Kind == kind && kind != SqlKind.Other => value.Sql,
            (SqlKind.Integer, SqlKind.Real or SqlKind.Numeric) => value.Sql,
            (SqlKind.Real, SqlKind.Numeric) or (SqlKind.Numeric, SqlKind.Real) => $"{value.Operand}::{target.Type}",
            (SqlKind.Boolean, SqlKind.Integer) => $"{value.Operand}::integer",
            (SqlKind.Boolean, SqlKind.Real or SqlKind.Numeric) => $"{value.Operand}::integer",
            (SqlKind.Integer, SqlKind.Boolean) => $"{value.Operand} <> 0",
            (SqlKind.Integer, SqlKind.Text) => $"{value.Operand}::text",
            _ => throw Mismatch(value),
        };
    }

    private UntranslatableException Mismatch(TypedSql value) =>
        new($"it gives a value of the kind {value.Kind.ToString().ToLowerInvariant()} to the column '{target.Name}' of the type "
            + $"{target.Type}");
}
