using System.Collections.Concurrent;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

public sealed class JobGraphTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<string> log = new();

    [Fact]
    public async Task Runs_a_job_after_all_that_it_depends_on()
    {
        using var graph = new JobGraph(4, _ => false);
        var slow = graph.Add(Logging("slow", yields: 20));
        var quick = graph.Add(Logging("quick"));
        graph.Add(Logging("last"), slow, quick);

        await RunAsync(graph);

        Assert.Equal("last", log.Last());
        Assert.Equal(3, log.Count);
    }

    [Fact]
    public async Task Runs_the_largest_of_the_ready_jobs_first_and_equals_in_turn()
    {
        using var graph = new JobGraph(1, _ => false);
        foreach (var size in new[] { 3, 9, 1, 7 }) graph.Add(Logging($"{size}", size));
        foreach (var name in new[] { "a", "b", "c", "d", "e" }) graph.Add(Logging(name));

        await RunAsync(graph);

        Assert.Equal(["9", "7", "3", "1", "a", "b", "c", "d", "e"], log);
    }

    [Fact]
    public async Task A_failure_fails_all_that_depends_on_it_once_and_nothing_else()
    {
        using var graph = new JobGraph(2, _ => false);
        var failing = graph.Add(Throwing("a"));
        var left = graph.Add(Logging("b"), failing);
        var right = graph.Add(Logging("c"), failing);
        graph.Add(Logging("d"), left, right);
        graph.Add(Logging("free"));

        await RunAsync(graph);

        Assert.Equal(["a failed", "b failed", "c failed", "d failed", "free"], log.Order());
    }

    [Fact]
    public async Task A_running_job_adds_jobs_that_another_one_waits_for()
    {
        using var graph = new JobGraph(3, _ => false);
        var last = Logging("last");
        var first = graph.Add(new Job("first", 0, async _ =>
        {
            for (var part = 1; part <= 50; part++)
            {
                graph.AddBefore(Logging($"part {part}"), last);
                await Task.Yield();
            }
        }));
        graph.Add(last, first);

        await RunAsync(graph);

        Assert.Equal(51, log.Count);
        Assert.Equal("last", log.Last());
    }

    [Fact]
    public async Task A_part_that_fails_while_others_are_still_added_fails_the_job_that_waits_and_ends()
    {
        using var graph = new JobGraph(2, _ => false);
        var last = Logging("last");
        var hasFailed = new TaskCompletionSource();
        var failing = new Job("part 1", 0, _ => throw new InvalidOperationException()) { Failed = _ => hasFailed.SetResult() };
        var first = graph.Add(new Job("first", 0, async _ =>
        {
            graph.AddBefore(failing, last);
            await hasFailed.Task;
            graph.AddBefore(Logging("part 2"), last);
        }));
        graph.Add(last, first);

        await RunAsync(graph);

        Assert.Equal(["last failed", "part 2"], log.Order());
    }

    [Fact]
    public async Task A_job_added_behind_one_that_has_failed_fails_with_it()
    {
        using var graph = new JobGraph(1, _ => false);
        var failing = graph.Add(Throwing("a"));
        graph.Add(new Job("z", -1, _ =>
        {
            graph.Add(Logging("b"), failing);
            return Task.CompletedTask;
        }));

        await RunAsync(graph);

        Assert.Equal(["a failed", "b failed"], log);
    }

    [Fact]
    public async Task A_fatal_failure_cancels_what_runs_and_is_thrown()
    {
        using var graph = new JobGraph(2, error => error is IOException);
        var isWaiting = new TaskCompletionSource();
        graph.Add(new Job("waits", 2, async token =>
        {
            isWaiting.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        }));
        graph.Add(new Job("fatal", 1, async _ =>
        {
            await isWaiting.Task;
            throw new IOException("gone");
        }));
        graph.Add(Logging("never"));

        var error = await Assert.ThrowsAsync<IOException>(() => RunAsync(graph));

        Assert.Equal("gone", error.Message);
        Assert.Empty(log);
    }

    [Fact]
    public async Task Cancellation_ends_what_runs_and_starts_nothing_more()
    {
        using var graph = new JobGraph(1, _ => false);
        using var stop = new CancellationTokenSource();
        graph.Add(new Job("waits", 1, async token =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
        }));
        graph.Add(Logging("never"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => graph.RunAsync(stop.Token).WaitAsync(Patience, TestContext.Current.CancellationToken));

        Assert.Empty(log);
    }

    [Fact]
    public async Task A_cancellation_that_nobody_asked_for_is_a_failure_like_any_other()
    {
        using var graph = new JobGraph(1, _ => false);
        graph.Add(new Job("a", 1, _ => throw new TaskCanceledException("a driver's timeout")) { Failed = _ => log.Enqueue("a failed") });
        graph.Add(Logging("b"));

        await RunAsync(graph);

        Assert.Equal(["a failed", "b"], log);
    }

    [Fact]
    public async Task Who_throws_when_told_of_a_failure_ends_the_run()
    {
        using var graph = new JobGraph(3, _ => false);
        var failing = graph.Add(new Job("a", 1, _ => throw new InvalidOperationException()) { Failed = _ => throw new IOException("can't tell") });
        graph.Add(Logging("b"), failing);
        graph.Add(new Job("waits", 2, token => Task.Delay(Timeout.Infinite, token)));

        await Assert.ThrowsAsync<IOException>(() => RunAsync(graph));
    }

    [Fact]
    public async Task Holds_a_job_back_while_another_one_has_its_table_and_runs_others_meanwhile()
    {
        using var graph = new JobGraph(2, _ => false);
        var isOtherDone = new TaskCompletionSource();
        graph.Add(new Job("holder", 9, async _ =>
        {
            await isOtherDone.Task;
            log.Enqueue("holder");
        })
        { Locks = [new(1, TableLockLevel.Share)] });
        graph.Add(new Job("held back", 8, _ => Log("held back")) { Locks = [new(2, TableLockLevel.Share), new(1, TableLockLevel.AccessExclusive)] });
        graph.Add(new Job("other", 7, async _ =>
        {
            await Log("other");
            isOtherDone.SetResult();
        })
        { Locks = [new(2, TableLockLevel.AccessExclusive), new(1, TableLockLevel.Share)] });

        await RunAsync(graph);

        Assert.Equal(["other", "holder", "held back"], log);
    }

    [Fact]
    public async Task Frees_the_tables_of_a_job_that_failed()
    {
        using var graph = new JobGraph(2, _ => false);
        var isTried = new TaskCompletionSource();
        graph.Add(new Job("holder", 9, async _ =>
        {
            await isTried.Task;
            throw new InvalidOperationException();
        })
        { Locks = [new(1, TableLockLevel.AccessExclusive)] });
        graph.Add(new Job("held back", 8, _ => Log("held back")) { Locks = [new(1, TableLockLevel.RowShare)] });
        graph.Add(new Job("free", 7, _ =>
        {
            isTried.SetResult();
            return Task.CompletedTask;
        }));

        await RunAsync(graph);

        Assert.Equal(["held back"], log);
    }

    [Fact]
    public void Locks_conflict_as_the_servers_do()
    {
        (TableLockLevel Level, TableLockLevel[] Others)[] conflicts =
        [
            (TableLockLevel.RowShare, [TableLockLevel.AccessExclusive]),
            (TableLockLevel.ShareUpdateExclusive,
                [TableLockLevel.ShareUpdateExclusive, TableLockLevel.Share, TableLockLevel.ShareRowExclusive, TableLockLevel.AccessExclusive]),
            (TableLockLevel.Share, [TableLockLevel.ShareUpdateExclusive, TableLockLevel.ShareRowExclusive, TableLockLevel.AccessExclusive]),
            (TableLockLevel.ShareRowExclusive,
                [TableLockLevel.ShareUpdateExclusive, TableLockLevel.Share, TableLockLevel.ShareRowExclusive, TableLockLevel.AccessExclusive]),
            (TableLockLevel.AccessExclusive, Enum.GetValues<TableLockLevel>()),
        ];

        foreach (var (level, others) in conflicts)
        {
            Assert.Equal(others, Enum.GetValues<TableLockLevel>().Where(other => new TableLock(1, level).ConflictsWith(new(1, other))));
            Assert.False(new TableLock(1, level).ConflictsWith(new(2, TableLockLevel.AccessExclusive)));
        }
    }

    [Fact]
    public async Task Nothing_to_do_is_done_at_once()
    {
        using var graph = new JobGraph(2, _ => false);
        await RunAsync(graph);
    }

    private static Task RunAsync(JobGraph graph)
        => graph.RunAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);

    private Task Log(string name)
    {
        log.Enqueue(name);
        return Task.CompletedTask;
    }

    private Job Logging(string name, long size = 0, int yields = 0) => new(name, size, async _ =>
    {
        for (var i = 0; i < yields; i++) await Task.Yield();
        log.Enqueue(name);
    })
    { Failed = _ => log.Enqueue(name + " failed") };

    private Job Throwing(string name)
        => new(name, 0, _ => throw new InvalidOperationException(name)) { Failed = _ => log.Enqueue(name + " failed") };
}
