using System.Collections;
using System.Security;
using System.Text.Json;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Switching;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Switching;

/// <summary>Whatever Render's API answers, what the place says afterwards is known or said not to be, and its programs use what it says.</summary>
public sealed class RenderSwitchTests : IAsyncDisposable
{
    private const string Service = "srv-1";
    private const string Put = $"PUT services/{Service}/env-vars/DATABASE_URL";
    private const string Get = $"GET services/{Service}/env-vars/DATABASE_URL";
    private const string Deploy = $"POST services/{Service}/deploys";
    private const string Old = "postgresql+asyncpg://app:oldcanary@dpg-abc-a.oregon-postgres.render.com:5432/shop?ssl=require";
    private const string New = "postgresql+asyncpg://app:n%24wcanary@new.example.org:5432/shop";

    private readonly RenderStandIn render = new();
    private readonly RecordingObserver observer = new();
    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-render-").FullName;

    public RenderSwitchTests() => render.AddService(Service, Old);

    private string Journal => Path.Combine(folder, "journal");

    public async ValueTask DisposeAsync()
    {
        await render.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Sets_the_one_variable_deploys_what_is_built_and_waits_until_it_is_live()
    {
        var record = await SwitchAsync();

        AssertRecord(record, SwitchStatus.Switched, null);
        Assert.Equal((New, New), (render.Variable(Service), render.Running(Service)));
        Assert.Equal(DatabaseUrlDialect.Asyncpg, record.Dialect);
        Assert.Contains("Blueprint", Assert.Single(record.Warnings), StringComparison.Ordinal);
        Assert.DoesNotContain(render.Requests, request => request.EndsWith("/env-vars", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Goes_back_from_the_journal_with_a_deploy_and_removes_what_was_not_there()
    {
        await SwitchAsync();
        var back = Assert.Single(await DatabaseUrlSwitching.RestoreAsync(Restoring(), observer, Token));
        Assert.Equal((SwitchStatus.SwitchedBack, null, Old, Old), (back.Status, back.Error, render.Variable(Service), render.Running(Service)));

        render.AddService("srv-2");
        await SwitchAsync(id: "srv-2");
        Assert.Equal("postgresql://app:n%24wcanary@new.example.org:5432/shop", render.Running("srv-2"));
        var gone = Assert.Single(await DatabaseUrlSwitching.RestoreAsync(Restoring("srv-2"), observer, Token));
        Assert.Equal((SwitchStatus.SwitchedBack, null, null, null), (gone.Status, gone.Error, render.Variable("srv-2"), render.Running("srv-2")));
        Assert.False(File.Exists(Journal));
    }

    [Theory]
    [InlineData(400, 1, "RenderApiFailed")]
    [InlineData(403, 1, "TokenNotAllowed")]
    [InlineData(404, 1, "RenderObjectNotFound")]
    [InlineData(409, 1, "RenderConflict")]
    [InlineData(500, 4, "RenderApiFailed")]
    public async Task A_variable_that_cannot_be_set_is_unchanged_and_nothing_is_deployed(int status, int times, string errorId)
    {
        render.Fail(Put, [.. Enumerable.Repeat(new RenderStandIn.Fault(status, $"refused: {New}"), times)]);

        var record = await SwitchAsync();

        AssertRecord(record, SwitchStatus.Unchanged, errorId);
        Assert.Equal((Old, Old), (render.Variable(Service), render.Running(Service)));
        Assert.DoesNotContain(Deploy, render.Requests);
        Assert.False(File.Exists(Journal));
    }

    [Fact]
    public async Task A_token_that_nobody_knows_changes_nothing()
    {
        var record = await SwitchAsync(token: "rnd_wrongcanary");

        AssertRecord(record, SwitchStatus.Unchanged, "TokenRefused");
        Assert.Empty(render.Requests);
    }

    [Fact]
    public async Task Waits_as_long_as_the_API_says_and_passes_over_a_server_error()
    {
        render.Fail(Put, new RenderStandIn.Fault(429, Headers: new() { ["Retry-After"] = "1" }), new RenderStandIn.Fault(503));
        render.Fail(Deploy, new RenderStandIn.Fault(429, Headers: new() { ["Retry-After"] = "0" }));

        var record = await SwitchAsync();

        AssertRecord(record, SwitchStatus.Switched, null);
        Assert.Equal(3, render.Requests.Count(request => request == Put));
        Assert.Contains("Render's API answered 429; asking again in 1 s.", observer.VerboseMessages);
    }

    [Fact]
    public async Task A_variable_that_was_set_although_the_answers_said_otherwise_is_switched()
    {
        render.Fail(Put, [.. Enumerable.Repeat(new RenderStandIn.Fault(500, "but done", IsAfterwards: true), 4)]);

        AssertRecord(await SwitchAsync(), SwitchStatus.Switched, null);
        Assert.Equal(New, render.Running(Service));
    }

    [Fact]
    public async Task A_connection_that_is_cut_after_the_variable_was_set_is_found_out()
    {
        render.Fail(Put, [.. Enumerable.Repeat(new RenderStandIn.Fault(0, IsAfterwards: true), 4)]);

        AssertRecord(await SwitchAsync(), SwitchStatus.Switched, null);
        Assert.Equal(New, render.Running(Service));
        Assert.Contains(observer.VerboseMessages, message => message.EndsWith("has the new value all the same.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_found_out_is_said_with_where_to_look()
    {
        render.Fail(Put, [.. Enumerable.Repeat(new RenderStandIn.Fault(0, IsAfterwards: true), 4)]);
        var cut = new RenderStandIn.Fault(403, "revoked");
        var watch = new CutAfter(observer, () => render.Fail(Get, cut, cut, cut));

        var record = Assert.Single(await DatabaseUrlSwitching.SwitchAsync(Request(), watch, Token));

        AssertRecord(record, SwitchStatus.Unknown, "SwitchBackFailed");
        Assert.Contains("dashboard", record.Remedy, StringComparison.Ordinal);
        Assert.True(File.Exists(Journal));
    }

    [Theory]
    [InlineData("build_failed")]
    [InlineData("update_failed")]
    [InlineData("pre_deploy_failed")]
    [InlineData("canceled")]
    public async Task A_deploy_that_fails_switches_back(string end)
    {
        render.DeployStates = ["build_in_progress", end];

        var record = await SwitchAsync();

        AssertRecord(record, SwitchStatus.SwitchedBack, "RenderDeployFailed");
        Assert.Contains("https://dashboard.render.com/web/srv-1", record.Remedy, StringComparison.Ordinal);
        Assert.Equal((Old, Old), (render.Variable(Service), render.Running(Service)));
        Assert.Equal(["live", end], render.DeployStatuses(Service));
        Assert.False(File.Exists(Journal));
    }

    [Fact]
    public async Task A_deploy_that_takes_too_long_is_stopped_and_switched_back()
    {
        render.DeployStates = [.. Enumerable.Repeat("update_in_progress", 100_000)];

        var record = await SwitchAsync(request => request with { DeployTimeout = TimeSpan.FromSeconds(0.3) });

        AssertRecord(record, SwitchStatus.SwitchedBack, "RenderDeployTimeout");
        Assert.Equal((Old, Old), (render.Variable(Service), render.Running(Service)));
        Assert.Equal(["live", "canceled"], render.DeployStatuses(Service));
    }

    [Fact]
    public async Task A_deploy_that_is_refused_switches_back()
    {
        render.Fail(Deploy, new RenderStandIn.Fault(409, "a deploy is running"));

        AssertRecord(await SwitchAsync(), SwitchStatus.SwitchedBack, "RenderConflict");
        Assert.Equal((Old, Old), (render.Variable(Service), render.Running(Service)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_deploy_whose_answer_is_lost_or_has_no_body_is_found_and_not_started_twice(bool isQueued)
    {
        render.QueuesDeploys = isQueued;
        if (!isQueued) render.Fail(Deploy, new RenderStandIn.Fault(0, IsAfterwards: true));

        AssertRecord(await SwitchAsync(), SwitchStatus.Switched, null);
        Assert.Equal(["live", "live"], render.DeployStatuses(Service));
        Assert.Single(render.Requests, request => request == Deploy);
    }

    [Fact]
    public async Task A_variable_that_comes_from_a_group_is_not_hidden_by_one_of_the_service()
    {
        render.AddService("srv-2");
        for (var number = 100; number < 250; number++) render.AddGroup($"evg-{number}", Old, Service);
        render.AddGroup("evg-999", Old, "srv-2");

        var record = await SwitchAsync(id: "srv-2");

        AssertRecord(record, SwitchStatus.Unchanged, "RenderVariableInGroup");
        Assert.Contains("evg-999", record.Remedy, StringComparison.Ordinal);
        Assert.Null(render.Variable("srv-2"));
        Assert.Equal(2, render.Requests.Count(request => request == "GET env-groups"));
    }

    [Fact]
    public async Task A_group_is_switched_with_every_service_that_is_linked_to_it()
    {
        render.AddGroup("evg-1", Old, "srv-2", "srv-3", "srv-4", Service);
        render.AddService("srv-2");
        render.AddService("srv-3");
        render.AddService("srv-4", isSuspended: true);

        var record = await SwitchAsync(id: "evg-1", kind: SwitchTargetKind.RenderGroup);

        AssertRecord(record, SwitchStatus.Switched, null);
        Assert.Equal((New, New, New), (render.Variable("evg-1"), render.Running("srv-2"), render.Running("srv-3")));
        Assert.Equal(["live"], render.DeployStatuses("srv-4"));
        Assert.Contains(record.Warnings, warning => warning.StartsWith("shop-srv-4 is suspended", StringComparison.Ordinal));
        Assert.Contains(record.Warnings, warning => warning.StartsWith("shop-srv-1 has a DATABASE_URL of its own", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_a_later_place_fails_the_one_that_is_live_is_switched_back_and_deployed_again()
    {
        render.AddService("srv-2", Old);
        render.Fail("PUT services/srv-2/env-vars/DATABASE_URL", new RenderStandIn.Fault(403, "no"));
        var file = Path.Combine(folder, ".env");
        File.WriteAllText(file, $"DATABASE_URL={Old}\n");

        var records = await DatabaseUrlSwitching.SwitchAsync(Request() with { Targets = [SwitchTargets.File(file), Place(), Place("srv-2")] }, observer, Token);

        Assert.Equal([SwitchStatus.SwitchedBack, SwitchStatus.SwitchedBack, SwitchStatus.Unchanged], records.Select(record => record.Status));
        Assert.Equal([null, null, "TokenNotAllowed"], records.Select(record => SwitchOutcome.FailureOf(record)?.ErrorId));
        Assert.Equal($"DATABASE_URL={Old}\n", File.ReadAllText(file));
        Assert.Equal((Old, Old, Old), (render.Variable(Service), render.Running(Service), render.Running("srv-2")));
        Assert.Equal(["live", "live", "live"], render.DeployStatuses(Service));
        Assert.Equal([file], Directory.GetFiles(folder).Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_place_that_is_back_but_whose_programs_are_not_is_said_to_be_unknown()
    {
        render.AddService("srv-2", Old);
        render.Fail("PUT services/srv-2/env-vars/DATABASE_URL", new RenderStandIn.Fault(403, "no"));
        var watch = new CutAfter(observer, () => render.Fail(Deploy, new RenderStandIn.Fault(409, "busy")), "is live");

        var records = await DatabaseUrlSwitching.SwitchAsync(Request() with { Targets = [Place(), Place("srv-2")] }, watch, Token);

        Assert.Equal(SwitchStatus.Unknown, records[0].Status);
        Assert.Contains("its programs may still use the other value", records[0].Error, StringComparison.Ordinal);
        Assert.Equal((Old, New), (render.Variable(Service), render.Running(Service)));
    }

    [Fact]
    public async Task A_value_that_somebody_else_sets_meanwhile_is_not_overwritten()
    {
        render.DeployStates = ["build_in_progress", "build_failed"];
        var watch = new CutAfter(observer, () => render.SetVariable(Service, "postgresql://somebody@else/shop"), "build_in_progress");

        var record = Assert.Single(await DatabaseUrlSwitching.SwitchAsync(Request(), watch, Token));

        AssertRecord(record, SwitchStatus.Unknown, "SwitchBackFailed");
        Assert.Equal("postgresql://somebody@else/shop", render.Variable(Service));
    }

    [Fact]
    public async Task Cancelling_goes_back_before_it_ends()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        render.DeployStates = [.. Enumerable.Repeat("update_in_progress", 100_000)];
        var watch = new CutAfter(observer, cancellation.Cancel, "update_in_progress");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DatabaseUrlSwitching.SwitchAsync(Request(), watch, cancellation.Token));

        Assert.Equal((Old, Old), (render.Variable(Service), render.Running(Service)));
        Assert.Equal(["live", "canceled"], render.DeployStatuses(Service));
        Assert.Empty(observer.Warnings);
    }

    [Fact]
    public async Task Says_what_would_be_done_and_only_reads()
    {
        var record = await SwitchAsync(request => request with { WhatIf = true });

        AssertRecord(record, SwitchStatus.Planned, null);
        Assert.All(render.Requests, request => Assert.StartsWith("GET ", request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_deploy_the_programs_are_told_to_be_as_before()
    {
        var target = SwitchTargets.FromSettings(new Hashtable { ["Render"] = Service, ["Token"] = Secret(RenderStandIn.Token), ["ApiUrl"] = render.Address.ToString(), ["NoDeploy"] = true });

        var record = Assert.Single(await DatabaseUrlSwitching.SwitchAsync(Request() with { Targets = [target] }, observer, Token));

        AssertRecord(record, SwitchStatus.Switched, null);
        Assert.Contains(record.Warnings, warning => warning.Contains("with their next deploy", StringComparison.Ordinal));
        Assert.Equal((New, Old), (render.Variable(Service), render.Running(Service)));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DatabaseUrlSwitchRequest Request() => new()
    {
        Database = EndpointParser.Parse(New), Targets = [Place()], TestConnection = false, JournalPath = Journal, PollInterval = TimeSpan.FromMilliseconds(1),
    };

    private DatabaseUrlRestoreRequest Restoring(string id = Service) => new() { Targets = [Place(id)], JournalPath = Journal, PollInterval = TimeSpan.FromMilliseconds(1) };

    private SwitchTarget Place(string id = Service, SwitchTargetKind kind = SwitchTargetKind.Render, string token = RenderStandIn.Token)
        => SwitchTargets.FromSettings(new Hashtable { [kind.ToString()] = id, ["Token"] = Secret(token), ["ApiUrl"] = render.Address.ToString() });

    private static SecureString Secret(string text)
    {
        var secret = new SecureString();
        foreach (var character in text) secret.AppendChar(character);
        return secret;
    }

    private async Task<DatabaseUrlSwitch> SwitchAsync(
        Func<DatabaseUrlSwitchRequest, DatabaseUrlSwitchRequest>? change = null, string id = Service, SwitchTargetKind kind = SwitchTargetKind.Render, string token = RenderStandIn.Token)
    {
        var request = Request() with { Targets = [Place(id, kind, token)] };
        return Assert.Single(await DatabaseUrlSwitching.SwitchAsync(change?.Invoke(request) ?? request, observer, Token));
    }

    /// <summary>The state and the error's id; and no secret anywhere but in the journal, where only the old value is, and no token.</summary>
    private void AssertRecord(DatabaseUrlSwitch record, SwitchStatus status, string? errorId)
    {
        var failure = SwitchOutcome.FailureOf(record);
        Assert.Equal((status, errorId), (record.Status, failure?.ErrorId));
        var shown = JsonSerializer.Serialize(record) + record + failure + failure?.Remedy + failure?.Subject + string.Join('\n', [.. observer.VerboseMessages, .. observer.Warnings]);
        Assert.DoesNotContain("canary", shown, StringComparison.Ordinal);
        if (!File.Exists(Journal)) return;
        var journal = File.ReadAllText(Journal);
        Assert.DoesNotContain("canary", journal, StringComparison.Ordinal);
        Assert.DoesNotContain(RenderStandIn.Token, journal, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String("rnd_"u8)[..4], journal, StringComparison.Ordinal);
    }

    /// <summary>Does something once, when the engine says a word.</summary>
    private sealed class CutAfter(RecordingObserver inner, Action act, string word = "did not answer") : IMigrationObserver
    {
        private int done;

        public void Progress(MigrationProgress progress) => inner.Progress(progress);

        public void Verbose(string message)
        {
            inner.Verbose(message);
            if (message.Contains(word, StringComparison.Ordinal) && Interlocked.Exchange(ref done, 1) == 0) act();
        }

        public void Warning(string message) => inner.Warning(message);
    }
}
