namespace PgMigrate.Engine.Connections;

/// <summary>Hides secrets in what others write, as they are and as URLs have them.</summary>
internal sealed class SecretMask(params IEnumerable<string?> secrets)
{
    private readonly string[] forms =
    [
        .. secrets.OfType<string>().Where(secret => secret.Length > 0)
            .SelectMany(secret => new[] { secret, Uri.EscapeDataString(secret), Uri.EscapeDataString(secret).Replace("%", "%%", StringComparison.Ordinal) })
            .Distinct().OrderByDescending(form => form.Length),
    ];

    public string Hide(string line) => forms.Aggregate(line, (text, form) => text.Replace(form, "****", StringComparison.Ordinal));
}
