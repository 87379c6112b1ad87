namespace PgMigrate.Engine.Schema;

/// <summary>The list that WITH and SET have in parentheses, from each <c>name=value</c> of pg_class.reloptions (PostgreSQL, dumputils.c, appendReloptionsArray).</summary>
internal static class StorageParameters
{
    /// <summary>Such as <c>fillfactor='70', toast.autovacuum_enabled=false</c>.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="prefix">What stands before each name: <c>toast.</c> for those of a TOAST table.</param>
    public static string Write(IEnumerable<string> parameters, string prefix = "") => string.Join(", ", parameters.Select(parameter =>
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        var (name, value) = equals < 0 ? (parameter, "") : (parameter[..equals], parameter[(equals + 1)..]);
        return $"{prefix}{SqlText.Name(name)}={(SqlText.Name(value) == value ? value : SqlText.StandardLiteral(value))}";
    }));
}
