namespace PgMigrate;

/// <summary>How a SQL migration's file and the database's history stand to each other.</summary>
public enum SupabaseMigrationStatus
{
    /// <summary>The history has what the file holds, or does not say what it has.</summary>
    Applied,

    /// <summary>The file is newer than everything in the history: the next run applies it.</summary>
    Pending,

    /// <summary>The file is not in the history, which has later versions: it is applied only when that is asked for.</summary>
    OutOfOrder,

    /// <summary>The history has the version, and there is no file.</summary>
    Missing,

    /// <summary>The file holds other statements than those that were applied.</summary>
    Changed,
}
