namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE EVENT TRIGGER.</summary>
public sealed record PgEventTrigger : PgObject
{
    /// <summary>Such as <c>ddl_command_end</c>.</summary>
    public required string Event { get; init; }

    /// <summary>The commands that it is for, such as <c>CREATE TABLE</c>; empty for all.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The function, as it is written.</summary>
    public required string Function { get; init; }

    public required TriggerEnabledState EnabledState { get; init; }
}
