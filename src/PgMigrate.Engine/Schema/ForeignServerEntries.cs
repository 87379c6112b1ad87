using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE FOREIGN DATA WRAPPER, CREATE SERVER and its user mappings.</summary>
internal static class ForeignServerEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing)
    {
        foreach (var wrapper in writing.Database.ForeignDataWrappers)
        {
            yield return NamedEntry.Create(
                writing, wrapper, RestorePriority.ForeignDataWrapper, TocDesc.ForeignDataWrapper, Clauses(wrapper), grantable: PrivilegeNames.Usage);
        }

        foreach (var server in writing.Database.ForeignServers)
        {
            var item = NamedEntry.Create(
                writing, server, RestorePriority.ForeignServer, TocDesc.Server, Clauses(server), grantable: PrivilegeNames.Usage, grantType: "FOREIGN SERVER");
            foreach (var mapping in server.UserMappings) item.Attachments.Add(UserMapping(server, mapping));
            yield return item;
        }
    }

    private static string Clauses(PgForeignDataWrapper wrapper)
    {
        var handler = wrapper.Handler is null ? "" : $" HANDLER {wrapper.Handler}";
        var validator = wrapper.Validator is null ? "" : $" VALIDATOR {wrapper.Validator}";
        return $"{handler}{validator}{Options(wrapper.Options)};\n";
    }

    private static string Clauses(PgForeignServer server)
    {
        var type = server.Type is null ? "" : $" TYPE {SqlText.StandardLiteral(server.Type)}";
        var version = server.Version is null ? "" : $" VERSION {SqlText.StandardLiteral(server.Version)}";
        return $"{type}{version} FOREIGN DATA WRAPPER {SqlText.Name(server.Wrapper)}{Options(server.Options)};\n";
    }

    private static TocEntry UserMapping(PgForeignServer server, PgUserMapping mapping)
    {
        var target = $"USER MAPPING FOR {SqlText.Name(mapping.Name)} SERVER {SqlText.Name(server.Name)}";
        return new()
        {
            DumpId = 0,
            Tag = $"USER MAPPING {mapping.Name} SERVER {server.Name}",
            Desc = TocDesc.UserMapping,
            Section = TocSection.PreData,
            Definition = $"CREATE {target}{Options(mapping.Options)};\n",
            DropStatement = $"DROP {target};\n",
            Owner = server.Owner,
        };
    }

    private static string Options(IReadOnlyList<string> options) => options.Count == 0 ? "" : $" OPTIONS (\n    {OptionText.Foreign(options)}\n)";
}
