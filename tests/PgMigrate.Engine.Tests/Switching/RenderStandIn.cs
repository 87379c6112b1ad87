using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PgMigrate.Engine.Tests.Servers;

namespace PgMigrate.Engine.Tests.Switching;

/// <summary>
/// A server that answers as Render's API documents: services, groups, variables by their keys, pages of 20 with cursors, deploys that pass
/// through their states, errors as {"id","message"}. What it does not document is refused, replacing all variables above all.
/// </summary>
internal sealed class RenderStandIn : IAsyncDisposable
{
    public const string Token = "rnd_0123456789canarytoken";

    private readonly HttpListener listener = new();
    private readonly ConcurrentDictionary<string, JsonObject> services = new();
    private readonly ConcurrentDictionary<string, Group> groups = new();
    private readonly ConcurrentDictionary<string, string> variables = new();
    private readonly ConcurrentDictionary<string, List<Deploy>> deploys = new();
    private readonly ConcurrentQueue<string> requests = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Fault>> faults = new();
    private readonly Task serving;
    private int lastDeploy;

    public RenderStandIn()
    {
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}/v1/"));
        listener.Prefixes.Add(Address.ToString());
        listener.Start();
        serving = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>Method and path of what was asked with the right token, in order.</summary>
    public IReadOnlyList<string> Requests => [.. requests];

    /// <summary>The states that deploys pass through from now on; the last one is where each ends.</summary>
    public IReadOnlyList<string> DeployStates { get; set; } = ["build_in_progress", "update_in_progress", "live"];

    /// <summary>Whether a deploy is answered with 202 and without a body.</summary>
    public bool QueuesDeploys { get; set; }

    public void AddService(string id, string? url = null, bool isSuspended = false)
    {
        services[id] = new JsonObject
        {
            ["id"] = id,
            ["name"] = $"shop-{id}",
            ["type"] = "web_service",
            ["autoDeploy"] = "yes",
            ["suspended"] = isSuspended ? "suspended" : "not_suspended",
            ["ownerId"] = "tea-1",
            ["dashboardUrl"] = $"https://dashboard.render.com/web/{id}",
        };
        deploys[id] = [];
        if (url is not null) variables[$"{id}/DATABASE_URL"] = url;
        Start(id, ["live"]);
    }

    public void AddGroup(string id, string? url, params string[] linked)
    {
        groups[id] = new(id, linked);
        if (url is not null) variables[$"{id}/DATABASE_URL"] = url;
    }

    public string? Variable(string id) => variables.GetValueOrDefault($"{id}/DATABASE_URL");

    public void SetVariable(string id, string value) => variables[$"{id}/DATABASE_URL"] = value;

    /// <summary>The value that the service's running programs have: that of the deploy that is live.</summary>
    public string? Running(string id) => deploys[id].Last(deploy => deploy.Status == "live").Url;

    public IReadOnlyList<string> DeployStatuses(string id) => [.. deploys[id].Select(deploy => deploy.Status)];

    /// <summary>Has the next such requests fail: <c>PUT services/srv-1/env-vars/DATABASE_URL</c>.</summary>
    public void Fail(string request, params Fault[] next)
    {
        foreach (var fault in next) faults.GetOrAdd(request, _ => new()).Enqueue(fault);
    }

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
                await AnswerAsync(context);
            }
            catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException)
            {
                // The listener was closed, or the client did not wait.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var request = context.Request;
        if (request.Headers["Authorization"] != $"Bearer {Token}")
        {
            await WriteAsync(context, 401, Error("Unauthorized"));
            return;
        }

        var path = request.Url!.AbsolutePath["/v1/".Length..];
        var asked = $"{request.HttpMethod} {path}";
        requests.Enqueue(asked);
        using var reader = new StreamReader(request.InputStream, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var fault = faults.TryGetValue(asked, out var queue) && queue.TryDequeue(out var next) ? next : null;
        if (fault is { IsAfterwards: false, Status: > 0 })
        {
            foreach (var (name, value) in fault.Headers ?? []) context.Response.Headers[name] = value;
            await WriteAsync(context, fault.Status, Error(fault.Message));
            return;
        }

        var (status, answer) = Choose(request, path.Split('/'), body);
        if (fault is { IsAfterwards: true, Status: 0 }) await CutAsync(context);
        else if (fault is not null) await WriteAsync(context, fault.Status, Error(fault.Message));
        else await WriteAsync(context, status, answer);
    }

    private (int Status, JsonNode? Answer) Choose(HttpListenerRequest request, string[] path, string body) => (request.HttpMethod, path) switch
    {
        ("GET", ["services", var id]) => services.TryGetValue(id, out var service) ? (200, service.DeepClone()) : (404, Error($"not found: {id}")),
        (_, ["services" or "env-groups", var id, "env-vars", var key]) => OfVariable(request.HttpMethod, path[0], id, key, body),
        ("GET", ["env-groups"]) => (200, Page(request, [.. groups.Values.OrderBy(group => group.Id, StringComparer.Ordinal)])),
        ("GET", ["env-groups", var id]) => groups.TryGetValue(id, out var group) ? (200, Whole(group)) : (404, Error($"not found: {id}")),
        ("POST", ["services", var id, "deploys"]) => Deploying(id, body),
        ("GET", ["services", var id, "deploys"]) => (200, new JsonArray([.. deploys[id].AsEnumerable().Reverse().Take(1).Select(deploy => new JsonObject { ["deploy"] = deploy.ToJson(), ["cursor"] = deploy.Id })])),
        ("GET", ["services", var id, "deploys", var deploy]) => (200, deploys[id].Single(one => one.Id == deploy).Advance().ToJson()),
        ("POST", ["services", var id, "deploys", var deploy, "cancel"]) => (200, deploys[id].Single(one => one.Id == deploy).Cancel().ToJson()),
        _ => (405, Error("method not allowed")),
    };

    private (int Status, JsonNode? Answer) OfVariable(string method, string room, string id, string key, string body)
    {
        if (room == "services" ? !services.ContainsKey(id) : !groups.ContainsKey(id)) return (404, Error($"not found: {id}"));
        var name = $"{id}/{key}";
        switch (method)
        {
            case "PUT":
                var value = JsonNode.Parse(body)!["value"]!.GetValue<string>();
                variables[name] = value;
                return (200, Pair(key, value));
            case "GET" when variables.TryGetValue(name, out var found):
                return (200, Pair(key, found));
            case "DELETE" when variables.TryRemove(name, out _):
                return (204, null);
            default:
                return (404, Error($"not found: {key}"));
        }
    }

    private (int Status, JsonNode? Answer) Deploying(string id, string body)
    {
        if (JsonNode.Parse(body)?["deployMode"]?.GetValue<string>() != "deploy_only") return (400, Error("a build was not asked for"));
        if (services[id]["suspended"]!.GetValue<string>() == "suspended") return (409, Error("service is suspended"));
        var deploy = Start(id, DeployStates);
        return QueuesDeploys ? (202, null) : (201, deploy.ToJson());
    }

    private Deploy Start(string id, IReadOnlyList<string> states)
    {
        var url = Variable(id) ?? groups.Values.Where(group => group.Linked.Contains(id)).Select(group => Variable(group.Id)).FirstOrDefault();
        var deploy = new Deploy(string.Create(CultureInfo.InvariantCulture, $"dep-{Interlocked.Increment(ref lastDeploy)}"), url, states);
        deploys[id].Add(deploy);
        return deploy;
    }

    private static JsonArray Page(HttpListenerRequest request, IReadOnlyList<Group> all)
    {
        var limit = int.Parse(request.QueryString["limit"] ?? "20", CultureInfo.InvariantCulture);
        var cursor = request.QueryString["cursor"];
        var rest = all.SkipWhile(group => cursor is not null && string.CompareOrdinal(group.Id, cursor) <= 0).Take(Math.Min(limit, 100));
        return [.. rest.Select(group => new JsonObject { ["envGroup"] = Meta(group), ["cursor"] = group.Id })];
    }

    private static JsonObject Meta(Group group) => new()
    {
        ["id"] = group.Id,
        ["name"] = group.Id,
        ["ownerId"] = "tea-1",
        ["serviceLinks"] = new JsonArray([.. group.Linked.Select(id => new JsonObject { ["id"] = id, ["name"] = id, ["type"] = "web_service" })]),
    };

    private JsonObject Whole(Group group)
    {
        var meta = Meta(group);
        var prefix = group.Id + "/";
        meta["envVars"] = new JsonArray([.. variables.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(pair => Pair(pair.Key[prefix.Length..], pair.Value))]);
        meta["secretFiles"] = new JsonArray();
        return meta;
    }

    private static JsonObject Pair(string key, string value) => new() { ["key"] = key, ["value"] = value };

    private static JsonObject Error(string message) => new() { ["id"] = "err-1", ["message"] = message };

    private static async Task WriteAsync(HttpListenerContext context, int status, JsonNode? body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        if (body is not null) await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body.ToJsonString()));
        context.Response.Close();
    }

    /// <summary>Ends the connection in the middle of the answer.</summary>
    private static async Task CutAsync(HttpListenerContext context)
    {
        context.Response.ContentLength64 = 1000;
        await context.Response.OutputStream.WriteAsync("{"u8.ToArray());
        await context.Response.OutputStream.FlushAsync();
        context.Response.Abort();
    }

    /// <summary>What goes wrong with a request: an error instead of doing it, or after it was done; status 0 cuts the connection.</summary>
    internal sealed record Fault(int Status, string Message = "no", bool IsAfterwards = false, Dictionary<string, string>? Headers = null);

    private sealed record Group(string Id, IReadOnlyList<string> Linked);

    private sealed class Deploy(string id, string? url, IReadOnlyList<string> states)
    {
        private Queue<string> ahead = new(states);

        public string Id { get; } = id;

        public string? Url { get; } = url;

        public string Status { get; private set; } = states.Count == 1 ? states[0] : "created";

        public Deploy Advance()
        {
            if (ahead.TryDequeue(out var next)) Status = next;
            return this;
        }

        public Deploy Cancel()
        {
            if (Status != "live") ahead = new(["canceled"]);
            return this;
        }

        public JsonObject ToJson() => new() { ["id"] = Id, ["status"] = Status, ["trigger"] = "api", ["createdAt"] = "2026-01-01T00:00:00Z" };
    }
}
