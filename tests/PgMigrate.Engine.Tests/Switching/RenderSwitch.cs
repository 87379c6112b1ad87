using System.Collections;
using System.Security;
using System.Text.Json;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Switching;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Switching;

/// <summary>A service of the stand-in that is to be switched, and what every test of it asks of the record.</summary>
public abstract class RenderSwitch : IAsyncDisposable
{
    protected const string Service = "srv-1";
    protected const string Put = $"PUT services/{Service}/env-vars/DATABASE_URL";
    protected const string Get = $"GET services/{Service}/env-vars/DATABASE_URL";
    protected const string Deploy = $"POST services/{Service}/deploys";
    protected const string Old = "postgresql+asyncpg://app:oldcanary@dpg-abc-a.oregon-postgres.render.com:5432/shop?ssl=require";
    protected const string New = "postgresql+asyncpg://app:n%24wcanary@new.example.org:5432/shop";

    private protected readonly RenderStandIn render = new();
    private protected readonly RecordingObserver observer = new();

    private protected RenderSwitch() => render.AddService(Service, Old);

    protected string Folder { get; } = Directory.CreateTempSubdirectory("pgmigrate-render-").FullName;

    protected string Journal => Path.Combine(Folder, "journal");

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await render.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected DatabaseUrlSwitchRequest Request() => new()
    {
        Database = EndpointParser.Parse(New),
        Targets = [Place()],
        TestConnection = false,
        JournalPath = Journal,
        PollInterval = TimeSpan.FromMilliseconds(1),
    };

    protected DatabaseUrlRestoreRequest Restoring(string id = Service) => new() { Targets = [Place(id)], JournalPath = Journal, PollInterval = TimeSpan.FromMilliseconds(1) };

    protected SwitchTarget Place(string id = Service, SwitchTargetKind kind = SwitchTargetKind.Render, string token = RenderStandIn.Token)
        => SwitchTargets.FromSettings(new Hashtable { [kind.ToString()] = id, ["Token"] = Secret(token), ["ApiUrl"] = render.Address.ToString() });

    protected static SecureString Secret(string text)
    {
        var secret = new SecureString();
        foreach (var character in text) secret.AppendChar(character);
        return secret;
    }

    protected async Task<DatabaseUrlSwitch> SwitchAsync(
        Func<DatabaseUrlSwitchRequest, DatabaseUrlSwitchRequest>? change = null, string id = Service, SwitchTargetKind kind = SwitchTargetKind.Render, string token = RenderStandIn.Token)
    {
        var request = Request() with { Targets = [Place(id, kind, token)] };
        return Assert.Single(await DatabaseUrlSwitching.SwitchAsync(change?.Invoke(request) ?? request, observer, Token));
    }

    /// <summary>The state and the error's id; and no secret anywhere but in the journal, where only the old value is, and no token.</summary>
    protected void AssertRecord(DatabaseUrlSwitch record, SwitchStatus status, string? errorId)
    {
        var failure = SwitchOutcome.FailureOf(record);
        Assert.Equal((status, errorId), (record.Status, failure?.ErrorId));
        var shown = JsonSerializer.Serialize(record) + record + failure + failure?.Remedy + failure?.Subject + string.Join('\n', [.. observer.VerboseMessages, .. observer.Warnings]);
        Assert.DoesNotContain("canary", shown, StringComparison.Ordinal);
        if (!File.Exists(Journal)) return;
        var journal = File.ReadAllText(Journal);
        Assert.DoesNotContain("canary", journal, StringComparison.Ordinal);
        Assert.DoesNotContain(RenderStandIn.Token, journal, StringComparison.Ordinal);
    }

    /// <summary>Does something once, when the engine says a word.</summary>
    private protected sealed class CutAfter(RecordingObserver inner, Action act, string word = "did not answer") : IMigrationObserver
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
