namespace PgMigrate.Engine.Transfer;

/// <summary>One piece of work of a <see cref="JobGraph"/>.</summary>
/// <param name="name">What is done, for messages.</param>
/// <param name="size">Ready jobs run largest first.</param>
/// <param name="action">The work.</param>
internal sealed class Job(string name, long size, Func<CancellationToken, Task> action)
{
    public string Name { get; } = name;

    public long Size { get; } = size;

    public Func<CancellationToken, Task> Action { get; } = action;

    /// <summary>Called once when the job or one that it waits for has failed.</summary>
    public Action<Exception>? Failed { get; init; }

    /// <summary>The locks on tables that the work takes; a job whose locks another one holds lets others go first.</summary>
    public IReadOnlyList<TableLock> Locks { get; init; } = [];

    /// <summary>The jobs that wait for this one. Owned by the graph.</summary>
    internal List<Job> Dependents { get; } = [];

    /// <summary>The jobs that wait for the end of this one, however it ends. Owned by the graph.</summary>
    internal List<Job> Successors { get; } = [];

    /// <summary>How many jobs this one still waits for. Owned by the graph.</summary>
    internal int Waiting { get; set; }

    /// <summary>How the job stands. Owned by the graph.</summary>
    internal JobState State { get; set; }

    /// <summary>Why the job failed. Owned by the graph.</summary>
    internal Exception? Failure { get; set; }
}
