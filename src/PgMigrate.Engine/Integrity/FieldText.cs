namespace PgMigrate.Engine.Integrity;

/// <summary>A value as it is shown.</summary>
/// <param name="Text">The text, perhaps only its beginning; null for NULL.</param>
/// <param name="Distinction">What tells a shortened value apart from others: its length and hash; null for one that is whole.</param>
internal readonly record struct FieldText(string? Text, string? Distinction = null)
{
    public bool IsShortened => Distinction is not null;
}
