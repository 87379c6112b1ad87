namespace PgMigrate.Engine.Sqlite;

/// <summary>Gives out the names of the destination's schema: tables, views, indexes and sequences share one set of names.</summary>
internal sealed class DestinationNames(SqliteEntryOptions options, FindingList findings)
{
    private static readonly HashSet<string> SystemColumns = ["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"];

    private readonly Dictionary<string, string> relations = [];
    private readonly Dictionary<string, HashSet<string>> constraints = [];
    private readonly Dictionary<DestinationTable, string> sequences = [];
    private readonly HashSet<string> reserved = [];

    public string Fold(string name) => SqliteTypeChoice.Name(name, options.IdentifierCase);

    /// <summary>The name of a table or view, which must be its own.</summary>
    public string Keep(string name)
    {
        var folded = Fold(name);
        RequireValid(folded, folded);
        if (relations.TryGetValue(folded, out var other)) throw Collision(name, other, folded);
        relations.Add(folded, name);
        return folded;
    }

    public static void RequireColumns(string table, IEnumerable<ColumnMapping> columns)
    {
        var names = new Dictionary<string, string>();
        foreach (var column in columns)
        {
            RequireValid(column.Name, $"{table}.{column.Name}");
            if (SystemColumns.Contains(column.Name))
            {
                throw new MigrationException(
                    "InvalidIdentifier", MigrationErrorCategory.InvalidData,
                    $"PostgreSQL has a system column '{column.Name}' in every table.")
                {
                    Subject = $"{table}.{column.Name}",
                    Remedy = "Rename the column in the source.",
                };
            }

            if (!names.TryAdd(column.Name, column.Column.Name)) throw Collision(column.Column.Name, names[column.Name], column.Name);
        }
    }

    /// <summary>Keeps a name for the index that has it in the source: what we name ourselves gives way.</summary>
    public void Reserve(string index) => reserved.Add(Fold(index));

    public string TakeSequence(DestinationTable table) => sequences[table] = TakeRelation($"{table.Name}_{table.Identity!.Name}_seq", null);

    public string SequenceOf(DestinationTable table) => sequences[table];

    /// <summary>A name for an index or sequence: the wanted one if it is free and short enough, else one like it.</summary>
    public string TakeRelation(string wanted, string? original)
    {
        var name = Distinct(Fold(wanted), candidate => relations.ContainsKey(candidate)
            || (original is null && reserved.Contains(candidate)));
        relations.Add(name, original ?? wanted);
        Report(original, name);
        return name;
    }

    /// <summary>A name for a constraint, which is its table's own; one that is made with an index is the schema's too.</summary>
    public string TakeConstraint(string table, string wanted, string? original, bool hasIndex)
    {
        if (!constraints.TryGetValue(table, out var taken)) constraints.Add(table, taken = []);
        var name = Distinct(Fold(wanted), candidate => taken.Contains(candidate)
            || (hasIndex && (relations.ContainsKey(candidate) || reserved.Contains(candidate))));
        taken.Add(name);
        if (hasIndex) relations.Add(name, original ?? wanted);
        Report(original is null ? null : $"{table}.{original}", name, original);
        return name;
    }

    private static string Distinct(string wanted, Func<string, bool> isTaken)
    {
        var name = IdentifierLength.Truncate(wanted.Length == 0 ? "unnamed" : wanted);
        for (var number = 1; isTaken(name); number++)
        {
            var suffix = $"_{number}";
            name = IdentifierLength.Truncate(wanted, suffix.Length) + suffix;
        }

        return name;
    }

    private void Report(string? subject, string name, string? original = null)
    {
        original ??= subject;
        if (subject is null || name == Fold(original!)) return;
        findings.Add(
            MigrationFindingKind.Name,
            subject,
            $"The name is taken or too long in PostgreSQL; it becomes '{name}'.",
            "Nothing, unless the application names it.");
    }

    private static void RequireValid(string name, string subject)
    {
        if (name.Length == 0)
        {
            throw new MigrationException("InvalidIdentifier", MigrationErrorCategory.InvalidData, "PostgreSQL has no empty names.")
            {
                Subject = subject,
                Remedy = "Rename it in the source.",
            };
        }

        if (IdentifierLength.Fits(name)) return;
        throw new MigrationException(
            "IdentifierTooLong",
            MigrationErrorCategory.InvalidData,
            $"The name '{name}' is longer than 63 bytes; PostgreSQL would cut it to '{IdentifierLength.Truncate(name)}'.")
        {
            Subject = subject,
            Remedy = "Rename it in the source.",
        };
    }

    private static MigrationException Collision(string name, string other, string folded) => new(
        "IdentifierCollision",
        MigrationErrorCategory.InvalidData,
        name == other ? $"The name '{name}' is there twice." : $"'{other}' and '{name}' would both be named '{folded}'.")
    {
        Subject = name,
        Remedy = "Keep the names' case, or rename one of them in the source.",
    };
}
