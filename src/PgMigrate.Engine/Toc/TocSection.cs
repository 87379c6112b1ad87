namespace PgMigrate.Engine.Toc;

/// <summary>When an entry is restored, in pg_dump's words.</summary>
public enum TocSection
{
    None,
    PreData,
    Data,
    PostData,
}
