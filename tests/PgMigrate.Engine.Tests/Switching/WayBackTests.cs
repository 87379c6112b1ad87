using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Switching;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Switching;

public sealed class WayBackTests : IDisposable
{
    private const string First = "postgresql://app:one@one.example.com:5432/shop";
    private const string Second = "postgresql://app:two@two.example.com:5432/shop";
    private const string Third = "postgresql://app:three@three.example.com:5432/shop";

    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-back-").FullName;

    private string FilePath => Path.Combine(folder, ".env");

    private string JournalPath => FilePath + ".pgmigrate-journal";

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Goes_back_byte_for_byte_and_leaves_no_journal()
    {
        byte[] before = [0xEF, 0xBB, 0xBF, .. "# caf"u8, 0xE9, .. "\r\nexport DATABASE_URL = '"u8, .. System.Text.Encoding.ASCII.GetBytes(First), .. "' # x\r\nA=1"u8];
        File.WriteAllBytes(FilePath, before);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        await SwitchAsync(Second);

        var back = await RestoreAsync();

        Assert.Equal(before, File.ReadAllBytes(FilePath));
        Assert.Equal((SwitchStatus.SwitchedBack, true), (back.Status, back.IsChanged));
        Assert.Equal(("postgresql://app:****@two.example.com:5432/shop", "postgresql://app:****@one.example.com:5432/shop"), (back.OldUrl, back.NewUrl));
        Assert.Equal([FilePath], Directory.GetFiles(folder));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(FilePath));
    }

    [Theory]
    [InlineData(1, Second)]
    [InlineData(2, First)]
    public async Task Goes_back_any_number_of_steps(int steps, string expected)
    {
        Write(First);
        await SwitchAsync(Second);
        await SwitchAsync(Third);

        await RestoreAsync(steps);

        Assert.Equal($"DATABASE_URL={expected}\n", File.ReadAllText(FilePath));
        Assert.Equal(2 - steps, File.Exists(JournalPath) ? File.ReadAllLines(JournalPath).Length : 0);
    }

    [Fact]
    public async Task Goes_back_no_further_than_the_journal()
    {
        Write(First);
        var none = await Assert.ThrowsAsync<MigrationException>(() => RestoreAsync());
        await SwitchAsync(Second);
        var further = await Assert.ThrowsAsync<MigrationException>(() => RestoreAsync(2));

        Assert.Equal(("SwitchJournalMissing", "SwitchJournalMissing"), (none.ErrorId, further.ErrorId));
        Assert.Equal($"DATABASE_URL={Second}\n", File.ReadAllText(FilePath));
    }

    [Fact]
    public async Task Does_not_undo_what_was_edited_since_unless_forced()
    {
        Write(First);
        await SwitchAsync(Second);
        File.AppendAllText(FilePath, "ADDED=1\n");

        var error = await Assert.ThrowsAsync<MigrationException>(() => RestoreAsync());
        Assert.Equal("SwitchTargetEdited", error.ErrorId);
        Assert.Equal($"DATABASE_URL={Second}\nADDED=1\n", File.ReadAllText(FilePath));

        await RestoreAsync(force: true);
        Assert.Equal($"DATABASE_URL={First}\n", File.ReadAllText(FilePath));
    }

    [Fact]
    public async Task Does_not_undo_what_was_edited_between_two_switches()
    {
        Write(First);
        await SwitchAsync(Second);
        File.AppendAllText(FilePath, "ADDED=1\n");
        await SwitchAsync(Third);

        var error = await Assert.ThrowsAsync<MigrationException>(() => RestoreAsync(2));
        var one = await RestoreAsync();

        Assert.Equal("SwitchTargetEdited", error.ErrorId);
        Assert.Equal(SwitchStatus.SwitchedBack, one.Status);
        Assert.Equal($"DATABASE_URL={Second}\nADDED=1\n", File.ReadAllText(FilePath));
    }

    [Fact]
    public async Task Takes_back_a_switch_that_was_cut_short_after_its_journal_was_written()
    {
        Write(First);
        await SwitchAsync(Second);
        Write(First);

        var back = await RestoreAsync();

        Assert.Equal((SwitchStatus.Unchanged, false), (back.Status, back.IsChanged));
        Assert.Equal($"DATABASE_URL={First}\n", File.ReadAllText(FilePath));
        Assert.False(File.Exists(JournalPath));
    }

    [Fact]
    public async Task A_damaged_journal_is_told_and_nothing_is_switched_without_a_way_back()
    {
        Write(First);
        File.WriteAllText(JournalPath, "{\"before\": \"c4nary");

        var back = await Assert.ThrowsAsync<MigrationException>(() => RestoreAsync());
        var forth = await Assert.ThrowsAsync<MigrationException>(() => SwitchAsync(Second));

        Assert.Equal(("SwitchJournalUnreadable", "SwitchJournalUnreadable"), (back.ErrorId, forth.ErrorId));
        Assert.DoesNotContain("c4nary", back.ToString(), StringComparison.Ordinal);
        Assert.Equal($"DATABASE_URL={First}\n", File.ReadAllText(FilePath));
    }

    [Fact]
    public async Task Says_what_going_back_would_do_and_does_nothing()
    {
        Write(First);
        await SwitchAsync(Second);

        var planned = await RestoreAsync(whatIf: true);

        Assert.Equal((SwitchStatus.Planned, "postgresql://app:****@one.example.com:5432/shop"), (planned.Status, planned.NewUrl));
        Assert.Equal($"DATABASE_URL={Second}\n", File.ReadAllText(FilePath));
        Assert.True(File.Exists(JournalPath));
    }

    [Fact]
    public async Task The_environment_of_the_process_goes_back_from_the_shared_journal()
    {
        const string Name = "PGMIGRATE_TEST_SWITCHED_URL";
        var journal = Path.Combine(folder, "state", "journal");
        SwitchTarget[] places = [SwitchTargets.Parse("process")];
        try
        {
            Environment.SetEnvironmentVariable(Name, "postgresql+asyncpg://app:canary@old/shop");
            var forth = await SwitchAsync(Second, request => request with { Targets = places, Name = Name, JournalPath = journal });
            Assert.Equal("postgresql+asyncpg://app:two@two.example.com:5432/shop", Environment.GetEnvironmentVariable(Name));
            Assert.Equal((journal, (string?)null), (forth.JournalPath, forth.Path));

            var elsewhere = await Assert.ThrowsAsync<MigrationException>(() => RestoreAsync(new() { Targets = places, Name = Name + "_2", JournalPath = journal }));
            await RestoreAsync(new() { Targets = places, Name = Name, JournalPath = journal });

            Assert.Equal("postgresql+asyncpg://app:canary@old/shop", Environment.GetEnvironmentVariable(Name));
            Assert.Equal("SwitchJournalMissing", elsewhere.ErrorId);
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(folder, "state")));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Name, null);
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private void Write(string url) => File.WriteAllText(FilePath, $"DATABASE_URL={url}\n");

    private async Task<DatabaseUrlSwitch> SwitchAsync(string url, Func<DatabaseUrlSwitchRequest, DatabaseUrlSwitchRequest>? change = null)
    {
        var request = new DatabaseUrlSwitchRequest { Database = EndpointParser.Parse(url), Targets = [SwitchTargets.File(FilePath)], TestConnection = false };
        return (await DatabaseUrlSwitching.SwitchAsync(change?.Invoke(request) ?? request, new RecordingObserver(), Token)).Single().ThrowIfFailed();
    }

    private Task<DatabaseUrlSwitch> RestoreAsync(int steps = 1, bool force = false, bool whatIf = false)
        => RestoreAsync(new() { Targets = [SwitchTargets.File(FilePath)], Steps = steps, Force = force, WhatIf = whatIf });

    private static async Task<DatabaseUrlSwitch> RestoreAsync(DatabaseUrlRestoreRequest request)
        => (await DatabaseUrlSwitching.RestoreAsync(request, new RecordingObserver(), Token)).Single().ThrowIfFailed();
}
