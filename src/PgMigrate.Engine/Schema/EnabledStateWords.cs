using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Schema;

/// <summary>What ALTER says before TRIGGER or RULE, and of an event trigger.</summary>
internal static class EnabledStateWords
{
    public static string Of(TriggerEnabledState state) => state switch
    {
        TriggerEnabledState.Origin => "ENABLE",
        TriggerEnabledState.Disabled => "DISABLE",
        TriggerEnabledState.Replica => "ENABLE REPLICA",
        TriggerEnabledState.Always => "ENABLE ALWAYS",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
