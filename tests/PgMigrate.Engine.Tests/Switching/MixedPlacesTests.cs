using System.Collections;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Switching;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Switching;

public sealed class MixedPlacesTests(TestServers servers) : IDisposable
{
    private const string Old = "postgresql://app:old@old.example.com:5432/shop";
    private const string New = "postgresql://app:canary@new.example.org:5432/shop";

    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-mixed-").FullName;
    private readonly RecordingObserver observer = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Nothing_is_changed_where_one_place_cannot_be()
    {
        var good = Write("a.env", $"DATABASE_URL={Old}\n");
        var bad = Write("b.env", "DATABASE_URL=${OTHER}\n");

        var records = await SwitchAsync(SwitchTargets.File(good), SwitchTargets.File(bad), SwitchTargets.File(Path.Combine(folder, "none.env")));

        Assert.Equal([SwitchStatus.Unchanged, SwitchStatus.Unchanged, SwitchStatus.Unchanged], records.Select(record => record.Status));
        Assert.Equal([null, "DotenvValueIsReference", "DotenvFileNotFound"], records.Select(record => SwitchOutcome.FailureOf(record)?.ErrorId));
        Assert.Equal([good, bad], Directory.GetFiles(folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_switches_the_ones_before_it_back()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Symbolic links need a right of their own on Windows.");
        var good = Write("a.env", $"DATABASE_URL={Old}\n");
        // Beside a name that is nearly as long as names can be, there is no room for a longer one.
        var target = Write(new string('e', 250), $"DATABASE_URL={Old}\n");
        var link = Path.Combine(folder, "b.env");
        File.CreateSymbolicLink(link, target);

        var records = await SwitchAsync(SwitchTargets.File(good), SwitchTargets.File(link));

        Assert.Equal([SwitchStatus.SwitchedBack, SwitchStatus.Unchanged], records.Select(record => record.Status));
        Assert.Equal($"DATABASE_URL={Old}\n", File.ReadAllText(good));
        Assert.Equal([good, link, target], Directory.GetFiles(folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_same_place_twice_is_one_and_for_two_variables_refused()
    {
        var file = Write(".env", $"DATABASE_URL={Old}\nDIRECT_URL={Old}\n");

        var refused = await SwitchAsync(SwitchTargets.File(file), SwitchTargets.FromSettings(new Hashtable { ["File"] = file, ["Name"] = "DIRECT_URL" }));
        var once = await SwitchAsync(SwitchTargets.File(file), SwitchTargets.File(file));

        Assert.Equal("SwitchTargetInvalid", SwitchOutcome.FailureOf(refused[1])?.ErrorId);
        Assert.Equal(SwitchStatus.Switched, Assert.Single(once).Status);
        Assert.Equal($"DATABASE_URL={New}\nDIRECT_URL={Old}\n", File.ReadAllText(file));
    }

    [Fact]
    public async Task A_script_without_a_way_back_runs_last_and_one_that_reads_is_held_to_its_word()
    {
        var file = Write(".env", $"DATABASE_URL={Old}\n");
        var store = new Dictionary<string, string?> { ["DATABASE_URL"] = Old };
        var order = new List<string>();
        var blind = SwitchTargets.Script("blind", (_, _, _) => Task.FromException(new InvalidOperationException($"no room for {New}, canary")), null);
        var seeing = SwitchTargets.Script("vault", SetAsync, (name, _) => Task.FromResult(store.GetValueOrDefault(name)));

        var records = await SwitchAsync(blind, seeing, SwitchTargets.File(file));

        Assert.Equal([SwitchStatus.Unknown, SwitchStatus.SwitchedBack, SwitchStatus.SwitchedBack], records.Select(record => record.Status));
        Assert.Equal("Script blind cannot be changed: no room for ****, ****.", records[0].Error);
        Assert.DoesNotContain("canary", SwitchOutcome.FailureOf(records[0])!.ToString(), StringComparison.Ordinal);
        Assert.Equal([New, Old], order);
        Assert.Equal($"DATABASE_URL={Old}\n", File.ReadAllText(file));

        // One that takes a value and keeps another is found out.
        var liar = SwitchTargets.Script("liar", (_, _, _) => Task.CompletedTask, (_, _) => Task.FromResult<string?>(Old));
        var kept = Assert.Single(await SwitchAsync(liar));
        Assert.Equal(("SwitchNotKept", SwitchStatus.SwitchedBack), (SwitchOutcome.FailureOf(kept)?.ErrorId, kept.Status));

        Task SetAsync(string name, string? value, CancellationToken cancellationToken)
        {
            order.Add(value!);
            store[name] = value;
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task What_cannot_go_back_and_was_switched_is_said_to_be_so()
    {
        var first = SwitchTargets.Script("first", (_, _, _) => Task.CompletedTask, null);
        var second = SwitchTargets.Script("second", (_, _, _) => Task.FromException(new InvalidOperationException("no")), null);

        var records = await SwitchAsync(first, second);

        Assert.Equal([SwitchStatus.Switched, SwitchStatus.Unknown], records.Select(record => record.Status));
        Assert.Equal(["SwitchHasNoWayBack", "SwitchFailed"], records.Select(record => SwitchOutcome.FailureOf(record)?.ErrorId));
    }

    [Fact]
    public async Task An_output_of_GitHub_Actions_is_added_as_a_line()
    {
        var file = Write("output", "a=1");
        try
        {
            Environment.SetEnvironmentVariable("GITHUB_OUTPUT", file);
            var record = Assert.Single(await SwitchAsync(SwitchTargets.Parse("GitHubOutput")));

            Assert.Equal(SwitchStatus.Switched, record.Status);
            Assert.Equal($"a=1\nDATABASE_URL={New}\n", File.ReadAllText(file));
            Assert.Contains("::add-mask::", Assert.Single(record.Warnings), StringComparison.Ordinal);
            Assert.Null(record.JournalPath);
            Environment.SetEnvironmentVariable("GITHUB_OUTPUT", null);
            Assert.Equal("SwitchTargetMissing", SwitchOutcome.FailureOf(Assert.Single(await SwitchAsync(SwitchTargets.Parse("GitHubOutput"))))?.ErrorId);
        }
        finally
        {
            Environment.SetEnvironmentVariable("GITHUB_OUTPUT", null);
        }
    }

    [Fact]
    public async Task Only_Windows_has_an_environment_of_the_user()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has an environment of the user.");

        var record = Assert.Single(await SwitchAsync(SwitchTargets.Parse("User")));

        Assert.Equal((SwitchStatus.Unchanged, "SwitchTargetMissing"), (record.Status, SwitchOutcome.FailureOf(record)?.ErrorId));
    }

    [Fact]
    public async Task The_database_is_connected_to_before_anything_changes()
    {
        var database = await servers.CreateDatabaseAsync();
        var file = Write(".env", $"DATABASE_URL={Old}\n");
        var request = new DatabaseUrlSwitchRequest { Database = database with { Database = "not_there" }, Targets = [SwitchTargets.File(file)] };

        await Assert.ThrowsAsync<MigrationException>(() => DatabaseUrlSwitching.SwitchAsync(request, observer, Token));
        Assert.Equal($"DATABASE_URL={Old}\n", File.ReadAllText(file));

        var record = Assert.Single(await DatabaseUrlSwitching.SwitchAsync(request with { Database = database }, observer, Token));
        Assert.Equal(SwitchStatus.Switched, record.Status);
        Assert.Equal(database.Database, EndpointParser.Parse($"dotenv:{file}#DATABASE_URL").Database);
    }

    [Theory]
    [InlineData(true, "postgresql://other@new.example.org:5432/shop", New, true)]
    [InlineData(false, "postgresql://app@new.example.org:5432/shop", New, false)]
    [InlineData(true, "postgresql://app@new.example.org:5432/stage", New, false)]
    [InlineData(true, "postgresql://app@new.example.org:6432/shop", New, false)]
    [InlineData(true, "postgresql://postgres@db.abcdefghijklmnopqrst.supabase.co:5432/postgres", "postgresql://postgres.abcdefghijklmnopqrst:x@aws-0-eu-central-1.pooler.supabase.com:6543/postgres", true)]
    [InlineData(true, "postgresql://postgres@db.zzzzzzzzzzzzzzzzzzzz.supabase.co:5432/postgres", "postgresql://postgres.abcdefghijklmnopqrst:x@aws-0-eu-central-1.pooler.supabase.com:6543/postgres", false)]
    [InlineData(true, "postgresql://a@ep-x.eu.aws.neon.tech:5432/d", "postgresql://a:b@ep-x-pooler.eu.aws.neon.tech/d", true)]
    public async Task Only_a_database_that_was_proven_is_switched_to(bool isMatch, string proven, string database, bool isSwitched)
    {
        var file = Write(".env", $"DATABASE_URL={Old}\n");
        var request = new DatabaseUrlSwitchRequest
        {
            Database = EndpointParser.Parse(database),
            Targets = [SwitchTargets.File(file)],
            TestConnection = false,
            Expect = new() { IsMatch = isMatch, Level = IntegrityLevel.Full, Source = Old, Destination = proven },
        };

        if (isSwitched) Assert.Equal(SwitchStatus.Switched, Assert.Single(await DatabaseUrlSwitching.SwitchAsync(request, observer, Token)).Status);
        else Assert.Equal("SwitchNotProven", (await Assert.ThrowsAsync<MigrationException>(() => DatabaseUrlSwitching.SwitchAsync(request, observer, Token))).ErrorId);
    }

    [Fact]
    public async Task A_place_that_the_user_does_not_approve_is_left_out()
    {
        var first = Write("a.env", $"DATABASE_URL={Old}\n");
        var second = Write("b.env", $"DATABASE_URL={Old}\n");
        var request = new DatabaseUrlSwitchRequest
        {
            Database = EndpointParser.Parse(New),
            Targets = [SwitchTargets.File(first), SwitchTargets.File(second)],
            TestConnection = false,
            Approve = planned => ValueTask.FromResult(planned.Path == second),
        };

        var records = await DatabaseUrlSwitching.SwitchAsync(request, observer, Token);

        Assert.Equal([SwitchStatus.Unchanged, SwitchStatus.Switched], records.Select(record => record.Status));
        Assert.Equal($"DATABASE_URL={Old}\n", File.ReadAllText(first));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Task<IReadOnlyList<DatabaseUrlSwitch>> SwitchAsync(params SwitchTarget[] targets) => DatabaseUrlSwitching.SwitchAsync(
        new() { Database = EndpointParser.Parse(New), Targets = targets, TestConnection = false, JournalPath = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "journal") }, observer, Token);

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
