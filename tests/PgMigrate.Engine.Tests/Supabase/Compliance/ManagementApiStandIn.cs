using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using PgMigrate.Engine.Tests.Servers;

namespace PgMigrate.Engine.Tests.Supabase.Compliance;

/// <summary>
/// A server that answers as Supabase's Management API documents: the shapes of its reference, its errors as {"message":"…"}, and the
/// headers of its rate limit with every answer.
/// </summary>
internal sealed class ManagementApiStandIn : IAsyncDisposable
{
    public const string Token = "sbp_0123456789abcdef0123456789abcdef01234567";
    public const string Project = "abcdefghijklmnopqrst";

    private readonly HttpListener listener = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Answer>> answers = new();
    private readonly ConcurrentQueue<string> requests = new();
    private readonly Task serving;

    public ManagementApiStandIn()
    {
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}/"));
        listener.Prefixes.Add(Address.ToString());
        listener.Start();
        Reply("", """{"id":"abcdefghijklmnopqrst","ref":"abcdefghijklmnopqrst","organization_id":"org-slug","organization_slug":"org-slug","name":"shop","region":"eu-central-1","created_at":"2026-01-01T00:00:00Z","status":"ACTIVE_HEALTHY","database":{"host":"db.abcdefghijklmnopqrst.supabase.co","version":"17.4.1.054","postgres_engine":"17","release_channel":"ga"}}""");
        Reply("/postgrest", """{"db_schema":"public,graphql_public","max_rows":1000,"db_extra_search_path":"public, extensions","db_pool":null}""");
        Reply("/ssl-enforcement", """{"currentConfig":{"database":true},"appliedSuccessfully":true}""");
        Reply("/network-restrictions", """{"entitlement":"allowed","config":{"dbAllowedCidrs":["203.0.113.0/24"],"dbAllowedCidrsV6":["2001:db8::/32"]},"status":"applied"}""");
        Reply("/database/backups", """{"region":"eu-central-1","walg_enabled":true,"pitr_enabled":true,"backups":[],"physical_backup_data":{"earliest_physical_backup_date_unix":1,"latest_physical_backup_date_unix":2}}""");
        Reply("/advisors/security", """{"lints":[]}""");
        ReplyAt("/v1/organizations/org-slug/members", """[{"user_id":"6b3d","user_name":"ada","email":"ada@example.com","role_name":"Owner","mfa_enabled":true}]""");
        serving = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>The paths that were asked for with the right token, in order.</summary>
    public IReadOnlyList<string> Requests => [.. requests];

    /// <summary>Answers the project's path so from now on; several answers are given one after the other, the last for good.</summary>
    public void Reply(string path, params string[] bodies) => ReplyAt($"/v1/projects/{Project}{path}", bodies);

    public void Reply(string path, params Answer[] replies) => answers[$"/v1/projects/{Project}{path}"] = new(replies);

    public void ReplyAt(string path, params string[] bodies) => answers[path] = new(bodies.Select(body => new Answer(200, body)));

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await serving;
    }

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            try
            {
                var context = await listener.GetContextAsync();
                await WriteAsync(context, Choose(context.Request));
            }
            catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException)
            {
                // The listener was closed, or the client did not wait.
            }
        }
    }

    private Answer Choose(HttpListenerRequest request)
    {
        if (request.Headers["Authorization"] != $"Bearer {Token}") return new(401, """{"message":"Unauthorized"}""");
        var path = request.Url!.AbsolutePath;
        requests.Enqueue(path);
        if (!answers.TryGetValue(path, out var queue)) return new(404, """{"message":"Project not found"}""");
        return queue.Count > 1 && queue.TryDequeue(out var next) ? next : queue.TryPeek(out var last) ? last : new(500, "");
    }

    private static async Task WriteAsync(HttpListenerContext context, Answer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers["X-RateLimit-Limit"] = "120";
        response.Headers["X-RateLimit-Remaining"] = answer.Status == 429 ? "0" : "119";
        response.Headers["X-RateLimit-Reset"] = "1";
        foreach (var (name, value) in answer.Headers ?? []) response.Headers[name] = value;
        await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer.Body));
        response.Close();
    }

    internal sealed record Answer(int Status, string Body, Dictionary<string, string>? Headers = null);
}
