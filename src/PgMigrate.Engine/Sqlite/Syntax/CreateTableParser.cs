namespace PgMigrate.Engine.Sqlite;

/// <summary>Reads CREATE TABLE statements (SQLite, parse.y, "The CREATE TABLE statement").</summary>
internal sealed class CreateTableParser
{
    private readonly TokenCursor cursor;
    private readonly List<ColumnText> columns = [];
    private readonly List<SqliteCheck> checks = [];
    private readonly List<KeyText> uniqueKeys = [];
    private readonly List<ForeignKeyText> foreignKeys = [];
    private readonly List<string> conflictClauses = [];
    private KeyText? primaryKey;
    private bool isAutoIncrement;

    private CreateTableParser(string sql) => cursor = new TokenCursor(sql);

    /// <exception cref="SqliteSyntaxException">The statement is not understood.</exception>
    public static CreateTableText Parse(string sql) => new CreateTableParser(sql).ParseStatement();

    private CreateTableText ParseStatement()
    {
        cursor.ExpectWord("CREATE");
        _ = cursor.TakeWords("TEMP") || cursor.TakeWords("TEMPORARY");
        cursor.ExpectWord("TABLE");
        cursor.TakeWords("IF", "NOT", "EXISTS");
        cursor.TakeName();
        if (cursor.TakeOperator(".")) cursor.TakeName();
        cursor.Expect("(");
        ParseBody();
        var (isStrict, isWithoutRowid) = ParseOptions();
        return new CreateTableText
        {
            Columns = columns,
            Checks = checks,
            PrimaryKey = primaryKey,
            UniqueKeys = uniqueKeys,
            ForeignKeys = foreignKeys,
            ConflictClauses = conflictClauses,
            IsAutoIncrement = isAutoIncrement,
            IsStrict = isStrict,
            IsWithoutRowid = isWithoutRowid,
        };
    }

    private void ParseBody()
    {
        while (!cursor.TakeOperator(")"))
        {
            // SQLite wants no comma between table constraints.
            if (cursor.TakeOperator(",")) continue;
            if (StartsTableConstraint()) ParseTableConstraint();
            else ParseColumn();
        }
    }

    private bool StartsTableConstraint() =>
        cursor.Current.IsWord("CONSTRAINT") || cursor.Current.IsWord("CHECK") || cursor.Current.IsWord("UNIQUE")
        || cursor.Current.IsWord("PRIMARY") || cursor.Current.IsWord("FOREIGN");

    private void ParseTableConstraint()
    {
        var name = cursor.TakeWords("CONSTRAINT") ? cursor.TakeName() : null;
        if (cursor.TakeWords("PRIMARY", "KEY"))
        {
            primaryKey = new KeyText(name, ParseKeyColumns());
            TakeConflictClause("PRIMARY KEY");
        }
        else if (cursor.TakeWords("UNIQUE"))
        {
            uniqueKeys.Add(new KeyText(name, ParseKeyColumns()));
            TakeConflictClause("UNIQUE");
        }
        else if (cursor.TakeWords("CHECK"))
        {
            checks.Add(new SqliteCheck(name, cursor.TakeParenthesised()));
            TakeConflictClause("CHECK");
        }
        else if (cursor.TakeWords("FOREIGN", "KEY"))
        {
            var names = ParseKeyColumns();
            cursor.ExpectWord("REFERENCES");
            ParseReferences(name, names);
        }
        else if (name is null)
        {
            throw cursor.Unexpected("a constraint");
        }
    }

    private List<string> ParseKeyColumns()
    {
        var names = new List<string>();
        cursor.Expect("(");
        do
        {
            names.Add(cursor.TakeName());
            if (cursor.TakeWords("COLLATE")) cursor.TakeName();
            _ = cursor.TakeWords("ASC") || cursor.TakeWords("DESC");
            if (cursor.TakeWords("AUTOINCREMENT")) isAutoIncrement = true;
        }
        while (cursor.TakeOperator(","));
        cursor.Expect(")");
        return names;
    }

    private void ParseColumn()
    {
        var name = cursor.TakeName();
        SkipType();
        var column = new ColumnText(name);
        string? constraintName = null;
        while (!cursor.Current.IsOperator(",") && !cursor.Current.IsOperator(")"))
        {
            if (cursor.TakeWords("CONSTRAINT"))
            {
                constraintName = cursor.TakeName();
                continue;
            }

            column = ParseColumnConstraint(column, constraintName);
            constraintName = null;
        }

        columns.Add(column);
    }

    private void SkipType()
    {
        while (cursor.Current.IsName && !StartsColumnConstraint()) cursor.Take();
        if (cursor.Current.IsOperator("(")) cursor.TakeParenthesised();
    }

    private bool StartsColumnConstraint() =>
        cursor.Current.Kind == SqliteTokenKind.Word
            && cursor.Current.Text.ToUpperInvariant() is "CONSTRAINT" or "PRIMARY" or "NOT" or "NULL"
            or "UNIQUE" or "CHECK" or "DEFAULT" or "COLLATE" or "REFERENCES" or "GENERATED" or "AS" or "DEFERRABLE" or "ON";

    private ColumnText ParseColumnConstraint(ColumnText column, string? name)
    {
        if (cursor.TakeWords("PRIMARY", "KEY"))
        {
            _ = cursor.TakeWords("ASC") || cursor.TakeWords("DESC");
            TakeConflictClause("PRIMARY KEY");
            if (cursor.TakeWords("AUTOINCREMENT")) isAutoIncrement = true;
            primaryKey = new KeyText(name, [column.Name]);
        }
        else if (cursor.TakeWords("NOT", "NULL"))
        {
            TakeConflictClause("NOT NULL");
        }
        else if (cursor.TakeWords("NULL"))
        {
            TakeConflictClause("NULL");
        }
        else if (cursor.TakeWords("UNIQUE"))
        {
            uniqueKeys.Add(new KeyText(name, [column.Name]));
            TakeConflictClause("UNIQUE");
        }
        else if (cursor.TakeWords("CHECK"))
        {
            checks.Add(new SqliteCheck(name, cursor.TakeParenthesised()));
            TakeConflictClause("CHECK");
        }
        else if (cursor.TakeWords("DEFAULT"))
        {
            SkipDefault();
        }
        else if (cursor.TakeWords("COLLATE"))
        {
            return column with { Collation = cursor.TakeName() };
        }
        else if (cursor.TakeWords("REFERENCES"))
        {
            ParseReferences(name, [column.Name]);
        }
        else if (foreignKeys.Count > 0 && TakeDeferral() is { } isDeferred)
        {
            // Other constraints may stand between a foreign key and its DEFERRABLE (SQLite, parse.y, ccons).
            foreignKeys[^1] = foreignKeys[^1] with { IsDeferred = isDeferred };
        }
        else if (cursor.TakeWords("GENERATED", "ALWAYS", "AS") || cursor.TakeWords("AS"))
        {
            column = column with { GenerationExpression = cursor.TakeParenthesised() };
            _ = cursor.TakeWords("STORED") || cursor.TakeWords("VIRTUAL");
        }
        else
        {
            throw cursor.Unexpected("a column constraint");
        }

        return column;
    }

    private void SkipDefault()
    {
        if (cursor.Current.IsOperator("("))
        {
            cursor.TakeParenthesised();
            return;
        }

        _ = cursor.TakeOperator("-") || cursor.TakeOperator("+");
        cursor.Take();
    }

    private void ParseReferences(string? name, IReadOnlyList<string> names)
    {
        cursor.TakeName();
        if (cursor.Current.IsOperator("(")) cursor.TakeParenthesised();
        var isDeferred = false;
        while (true)
        {
            if (cursor.TakeWords("ON"))
            {
                cursor.Take();
                if (cursor.TakeWords("SET") || cursor.TakeWords("NO")) cursor.Take();
                else cursor.Take();
            }
            else if (cursor.TakeWords("MATCH"))
            {
                cursor.TakeName();
            }
            else if (TakeDeferral() is { } deferral)
            {
                isDeferred = deferral;
            }
            else
            {
                break;
            }
        }

        foreignKeys.Add(new ForeignKeyText(name, names, isDeferred));
    }

    /// <summary>Whether DEFERRABLE or NOT DEFERRABLE makes a key deferred; null where neither stands here.</summary>
    private bool? TakeDeferral()
    {
        var isNot = cursor.TakeWords("NOT", "DEFERRABLE");
        if (!isNot && !cursor.TakeWords("DEFERRABLE")) return null;
        var isInitially = cursor.TakeWords("INITIALLY", "DEFERRED");
        if (!isInitially) cursor.TakeWords("INITIALLY", "IMMEDIATE");
        return isInitially && !isNot;
    }

    private void TakeConflictClause(string constraint)
    {
        if (!cursor.TakeWords("ON", "CONFLICT")) return;
        var action = cursor.Take().Text.ToUpperInvariant();
        if (action != "ABORT") conflictClauses.Add($"{constraint} ON CONFLICT {action}");
    }

    private (bool IsStrict, bool IsWithoutRowid) ParseOptions()
    {
        var (isStrict, isWithoutRowid) = (false, false);
        while (!cursor.IsAtEnd)
        {
            if (cursor.TakeWords("STRICT")) isStrict = true;
            else if (cursor.TakeWords("WITHOUT", "ROWID")) isWithoutRowid = true;
            else if (!cursor.TakeOperator(",") && !cursor.TakeOperator(";")) throw cursor.Unexpected("a table option");
        }

        return (isStrict, isWithoutRowid);
    }
}
