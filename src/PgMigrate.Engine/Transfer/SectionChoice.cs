namespace PgMigrate.Engine.Transfer;

/// <summary>The sections that -SchemaOnly, -DataOnly and -Section ask for. Pure.</summary>
public static class SectionChoice
{
    /// <summary>The sections; all where nothing is said.</summary>
    /// <param name="schemaOnly">Everything but rows.</param>
    /// <param name="dataOnly">Rows, sequences' positions and large objects.</param>
    /// <param name="sections">The sections by name; null where none is named.</param>
    /// <exception cref="MigrationException">ParametersConflict: more than one was said, or no section is left.</exception>
    public static DatabaseSections Of(bool schemaOnly, bool dataOnly, DatabaseSections? sections) => (schemaOnly, dataOnly, sections) switch
    {
        (false, false, null) => DatabaseSections.All,
        (true, false, null) => DatabaseSections.PreData | DatabaseSections.PostData,
        (false, true, null) => DatabaseSections.Data,
        (false, false, DatabaseSections.None) => throw TransferRequest.Conflict(
            "Section", "-Section names no section.", "Name PreData, Data or PostData, or leave -Section out for all of them."),
        (false, false, { } some) => some,
        _ => throw TransferRequest.Conflict(
            "Section", "-SchemaOnly, -DataOnly and -Section exclude each other.", "Say one of them, or none for the whole database."),
    };
}
