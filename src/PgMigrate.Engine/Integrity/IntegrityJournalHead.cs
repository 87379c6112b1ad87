namespace PgMigrate.Engine.Integrity;

/// <summary>The first line of a check's journal.</summary>
/// <param name="Format">What the file is.</param>
/// <param name="Check">The check that it is of: both ends, without passwords, and all that decides what is found.</param>
internal sealed record IntegrityJournalHead(string Format, string Check)
{
    public const string Name = "PgMigrate integrity journal 1";
}
