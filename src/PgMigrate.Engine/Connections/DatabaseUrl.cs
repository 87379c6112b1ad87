namespace PgMigrate.Engine.Connections;

/// <summary>Writes an endpoint in the form that a client wants.</summary>
public static class DatabaseUrl
{
    /// <summary>
    /// The endpoint in a dialect: settings under the names that its client knows, the rest listed as dropped.
    /// A URL's parts are percent-encoded so that it reads the same unquoted in every .env grammar.
    /// </summary>
    /// <exception cref="MigrationException">DialectCannotExpress, where the dialect has no form for the endpoint at all.</exception>
    public static DatabaseUrlText Format(DatabaseEndpoint endpoint, DatabaseUrlDialect dialect)
    {
        var form = TargetForm.Create(endpoint, dialect);
        var text = Write(form, endpoint.Password);
        var warnings = form.Warnings.ToList();
        if (text.IndexOfAny(['#', '$', '\\', '\n', '\r', '`']) >= 0
            || (endpoint.Kind != DatabaseKind.PostgreSql && text.Contains(' ', StringComparison.Ordinal)))
        {
            warnings.Add("The text holds characters that the .env formats read differently: put it in quotes there, or use a URL form.");
        }

        return new DatabaseUrlText
        {
            Dialect = dialect,
            Text = text,
            MaskedText = Write(form.Masked(), endpoint.HasPassword ? TargetForm.Mask : null),
            Dropped = form.Dropped,
            Warnings = warnings,
        };
    }

    /// <summary>The endpoint as libpq's URL with its settings and <c>****</c> in the password's place, or a SQLite file's path.</summary>
    public static string Masked(DatabaseEndpoint endpoint)
        => Format(endpoint, endpoint.Kind != DatabaseKind.PostgreSql ? DatabaseUrlDialect.FilePath : DatabaseUrlDialect.Libpq).MaskedText;

    private static string Write(TargetForm form, string? password) => form.Dialect switch
    {
        DatabaseUrlDialect.Sqlite => SqliteUrl(form.Endpoint),
        DatabaseUrlDialect.FilePath => form.Endpoint.Database,
        DatabaseUrlDialect.LibpqKeywords => KeywordWriter.Libpq(form, password),
        DatabaseUrlDialect.Npgsql => KeywordWriter.Npgsql(form, password),
        DatabaseUrlDialect.Jdbc => UrlWriter.Jdbc(form, password),
        _ => UrlWriter.Url(form, password),
    };

    private static string SqliteUrl(DatabaseEndpoint endpoint)
    {
        if (endpoint.Database.Contains('?', StringComparison.Ordinal))
        {
            throw EndpointErrors.Inexpressible(
                DatabaseUrlDialect.Sqlite, "a path that holds a question mark", "Rename the file, or use its path.");
        }

        var settings = string.Join(
            '&', endpoint.Settings.Select(pair => PercentText.EncodeValue(pair.Key) + "=" + PercentText.EncodeValue(pair.Value)));
        return "sqlite:///" + endpoint.Database + (settings.Length > 0 ? "?" + settings : "");
    }
}
