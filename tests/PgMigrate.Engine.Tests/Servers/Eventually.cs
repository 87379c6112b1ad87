using System.Diagnostics;

namespace PgMigrate.Engine.Tests.Servers;

/// <summary>Waits for a state of the world that nothing announces.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Returns when the condition holds; throws, naming it, when it does not within a minute.</summary>
    public static async Task HoldsAsync(string what, Func<Task<bool>> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            if (waited.Elapsed > Patience) throw new TimeoutException($"It never came true that {what}.");
            await Task.Delay(50);
        }
    }

    public static Task HoldsAsync(string what, Func<bool> condition) => HoldsAsync(what, () => Task.FromResult(condition()));
}
