using System.Collections;
using PgMigrate.Engine.Switching;
using Xunit;

namespace PgMigrate.Engine.Tests.Switching;

/// <summary>A service's programs use what its place says, or the record says that they may not.</summary>
public sealed class RenderDeployTests : RenderSwitch
{
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
    public async Task Without_a_deploy_the_programs_are_told_to_be_as_before()
    {
        var target = SwitchTargets.FromSettings(new Hashtable { ["Render"] = Service, ["Token"] = Secret(RenderStandIn.Token), ["ApiUrl"] = render.Address.ToString(), ["NoDeploy"] = true });

        var record = Assert.Single(await DatabaseUrlSwitching.SwitchAsync(Request() with { Targets = [target] }, observer, Token));

        AssertRecord(record, SwitchStatus.Switched, null);
        Assert.Contains(record.Warnings, warning => warning.Contains("with their next deploy", StringComparison.Ordinal));
        Assert.Equal((New, Old), (render.Variable(Service), render.Running(Service)));
    }
}
