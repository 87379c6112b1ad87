namespace PgMigrate.Engine.Alembic;

/// <summary>Hides a password in what another program writes, as it is and as URLs have it.</summary>
internal sealed class SecretMask(string? password)
{
    private readonly string[] forms = string.IsNullOrEmpty(password)
        ? []
        : [.. new[] { password, Uri.EscapeDataString(password), Uri.EscapeDataString(password).Replace("%", "%%", StringComparison.Ordinal) }
            .Distinct().OrderByDescending(form => form.Length)];

    public string Hide(string line) => forms.Aggregate(line, (text, form) => text.Replace(form, "****", StringComparison.Ordinal));
}
