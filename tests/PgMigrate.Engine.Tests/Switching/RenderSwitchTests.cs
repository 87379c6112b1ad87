using PgMigrate.Engine.Switching;
using Xunit;

namespace PgMigrate.Engine.Tests.Switching;

/// <summary>Whatever Render's API answers, what the place says afterwards is known, or said not to be.</summary>
public sealed class RenderSwitchTests : RenderSwitch
{
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
        var file = Path.Combine(Folder, ".env");
        File.WriteAllText(file, $"DATABASE_URL={Old}\n");

        var records = await DatabaseUrlSwitching.SwitchAsync(Request() with { Targets = [SwitchTargets.File(file), Place(), Place("srv-2")] }, observer, Token);

        Assert.Equal([SwitchStatus.SwitchedBack, SwitchStatus.SwitchedBack, SwitchStatus.Unchanged], records.Select(record => record.Status));
        Assert.Equal([null, null, "TokenNotAllowed"], records.Select(record => SwitchOutcome.FailureOf(record)?.ErrorId));
        Assert.Equal($"DATABASE_URL={Old}\n", File.ReadAllText(file));
        Assert.Equal((Old, Old, Old), (render.Variable(Service), render.Running(Service), render.Running("srv-2")));
        Assert.Equal(["live", "live", "live"], render.DeployStatuses(Service));
        Assert.Equal([file], Directory.GetFiles(Folder).Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Says_what_would_be_done_and_only_reads()
    {
        var record = await SwitchAsync(request => request with { WhatIf = true });

        AssertRecord(record, SwitchStatus.Planned, null);
        Assert.All(render.Requests, request => Assert.StartsWith("GET ", request, StringComparison.Ordinal));
    }
}
