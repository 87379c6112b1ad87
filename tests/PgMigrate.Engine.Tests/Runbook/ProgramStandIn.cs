using System.Globalization;
using System.Net;
using PgMigrate.Engine.Tests.Servers;

namespace PgMigrate.Engine.Tests.Runbook;

/// <summary>A program's health address.</summary>
internal sealed class ProgramStandIn : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly Func<int, int> status;
    private readonly Task serving;
    private int asked;

    /// <param name="status">The status of the answer to the first question, the second, and so on from 1.</param>
    public ProgramStandIn(Func<int, int> status)
    {
        this.status = status;
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}/health"));
        listener.Prefixes.Add(Address.ToString() + "/");
        listener.Start();
        serving = ServeAsync();
    }

    public Uri Address { get; }

    public int Asked => Volatile.Read(ref asked);

    /// <summary>The query of the last question.</summary>
    public string? LastQuery { get; private set; }

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                LastQuery = context.Request.Url?.Query;
                context.Response.StatusCode = status(Interlocked.Increment(ref asked));
                context.Response.Close();
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
