using System.Security;
using System.Text.Json;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Switching;

/// <summary>
/// Render's API, as far as a switch needs it (Render's OpenAPI description). A variable is set by its own path: PUT on all variables of a
/// service would replace every one of them.
/// </summary>
internal sealed class RenderApi(Uri? address, SecureString token, IMigrationObserver observer) : IDisposable
{
    private const int PageSize = 100;

    private static readonly Uri Official = new("https://api.render.com/v1/");

    private readonly HostApi api = new(Folder(address ?? Official), token, new RenderErrors(), observer);

    public async Task<RenderService> ServiceAsync(string id, CancellationToken cancellationToken)
    {
        using var service = await api.GetAsync($"services/{Escaped(id)}", cancellationToken).ConfigureAwait(false);
        return new(id, service.Text("name") ?? id, service.Text("suspended") == "suspended", service.Text("dashboardUrl"));
    }

    /// <summary>The variable's value on the service itself; null where it has none of its own.</summary>
    public async Task<string?> ServiceVariableAsync(string id, string key, CancellationToken cancellationToken)
    {
        using var variable = await api.FindAsync(Variable("services", id, key), cancellationToken).ConfigureAwait(false);
        return variable?.Required("value");
    }

    /// <summary>The variable's value in the group; null where it has none.</summary>
    public async Task<string?> GroupVariableAsync(string id, string key, CancellationToken cancellationToken)
    {
        using var group = await api.GetAsync($"env-groups/{Escaped(id)}", cancellationToken).ConfigureAwait(false);
        return group.Items("envVars").FirstOrDefault(variable => variable.Required("key") == key)?.Required("value");
    }

    /// <summary>The ids of the services that the group is linked to.</summary>
    public async Task<IReadOnlyList<string>> LinkedServicesAsync(string id, CancellationToken cancellationToken)
    {
        using var group = await api.GetAsync($"env-groups/{Escaped(id)}", cancellationToken).ConfigureAwait(false);
        return [.. group.Items("serviceLinks").Select(link => link.Required("id"))];
    }

    /// <summary>The ids of the groups that are linked to the service.</summary>
    public async Task<IReadOnlyList<string>> GroupsOfAsync(string service, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        string? cursor = null;
        do
        {
            using var page = await api.GetAsync(
                $"env-groups?limit={PageSize}{(cursor is null ? "" : $"&cursor={Escaped(cursor)}")}", cancellationToken).ConfigureAwait(false);
            var items = page.Items();
            found.AddRange(items.Where(item => Group(item).Items("serviceLinks").Any(link => link.Required("id") == service)).Select(item => Group(item).Required("id")));
            // Lists of other objects wrap each in its name and a cursor; this one is documented without.
            cursor = items.Count < PageSize ? null : items[^1].Text("cursor");
            if (items.Count == PageSize && cursor is null) observer.Warning($"Render's API listed {PageSize} environment groups and no way to more: only these were searched.");
        }
        while (cursor is not null);
        return found;
    }

    /// <param name="room"><c>services</c> or <c>env-groups</c>.</param>
    /// <param name="id">The service or the group.</param>
    /// <param name="key">The variable.</param>
    /// <param name="value">Its value; null removes it.</param>
    /// <param name="secrets">What no message may repeat.</param>
    /// <param name="cancellationToken">Cancels; whether it was set is not known then.</param>
    public async Task SetVariableAsync(string room, string id, string key, string? value, SecretMask secrets, CancellationToken cancellationToken)
    {
        var path = Variable(room, id, key);
        if (value is not null)
        {
            using var set = await api.ChangeAsync(HttpMethod.Put, path, Json("value", value), secrets, isRepeatable: true, cancellationToken).ConfigureAwait(false);
            return;
        }

        using var removed = await api.ChangeAsync(HttpMethod.Delete, path, null, secrets, isRepeatable: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The id of the service's newest deploy; null where it was never deployed.</summary>
    public async Task<string?> NewestDeployAsync(string service, CancellationToken cancellationToken)
    {
        using var page = await api.GetAsync($"services/{Escaped(service)}/deploys?limit=1", cancellationToken).ConfigureAwait(false);
        return page.Items() is [var newest, ..] ? newest.Required("deploy", "id") : null;
    }

    /// <summary>Starts what is built already once more, with the variables as they are now: no commit that waits comes along.</summary>
    /// <returns>The deploy's id; null where the host has queued it without one.</returns>
    public async Task<string?> StartDeployAsync(string service, CancellationToken cancellationToken)
    {
        using var deploy = await api.ChangeAsync(
            HttpMethod.Post, $"services/{Escaped(service)}/deploys", Json("deployMode", "deploy_only"), new SecretMask(), isRepeatable: false, cancellationToken).ConfigureAwait(false);
        return deploy?.Text("id");
    }

    public async Task<string> DeployStatusAsync(string service, string deploy, CancellationToken cancellationToken)
    {
        using var answer = await api.GetAsync($"services/{Escaped(service)}/deploys/{Escaped(deploy)}", cancellationToken).ConfigureAwait(false);
        return answer.Required("status");
    }

    public async Task CancelDeployAsync(string service, string deploy, CancellationToken cancellationToken)
    {
        using var answer = await api.ChangeAsync(
            HttpMethod.Post, $"services/{Escaped(service)}/deploys/{Escaped(deploy)}/cancel", null, new SecretMask(), isRepeatable: false, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => api.Dispose();

    private static Uri Folder(Uri address) => address.AbsolutePath.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");

    private static string Variable(string room, string id, string key) => $"{room}/{Escaped(id)}/env-vars/{Escaped(key)}";

    private static string Escaped(string text) => Uri.EscapeDataString(text);

    private static ApiAnswer Group(ApiAnswer item) => item.Inner("envGroup") ?? item;

    private static byte[] Json(string name, string value)
    {
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory))
        {
            writer.WriteStartObject();
            writer.WriteString(name, value);
            writer.WriteEndObject();
        }

        return memory.ToArray();
    }
}
