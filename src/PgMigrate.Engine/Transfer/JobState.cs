namespace PgMigrate.Engine.Transfer;

/// <summary>How a job stands.</summary>
internal enum JobState
{
    Waiting,
    Running,
    Done,
    Failed,
}
