using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads the state that triggers, event triggers and rules have alike.</summary>
internal static class EnabledStates
{
    public static TriggerEnabledState Read(NpgsqlDataReader row, int column, string name) => row.GetChar(column) switch
    {
        'O' => TriggerEnabledState.Origin,
        'D' => TriggerEnabledState.Disabled,
        'R' => TriggerEnabledState.Replica,
        'A' => TriggerEnabledState.Always,
        var other => throw new UnknownCatalogValueException(name, other),
    };
}
