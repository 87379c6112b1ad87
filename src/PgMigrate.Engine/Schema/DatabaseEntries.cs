using System.Globalization;
using System.Text;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>
/// CREATE DATABASE with what belongs to the database itself, as pg_dump -C writes it (PostgreSQL, pg_dump.c, dumpDatabase). A clone goes
/// into a database that is there, and under its own name: see <see cref="DatabaseRenaming"/>.
/// </summary>
internal static class DatabaseEntries
{
    /// <summary>The entries in restore order: the database, its comment, labels and privileges, then its properties.</summary>
    public static IReadOnlyList<TocEntry> Build(PgDatabase database)
    {
        var writing = new SchemaWriting(database);
        var one = database.Properties;
        var name = SqlText.Name(one.Name);
        var entry = new TocEntry
        {
            DumpId = 0,
            Tag = one.Name,
            Desc = TocDesc.Database,
            Section = TocSection.PreData,
            Definition = Creation(one, name),
            DropStatement = $"DROP DATABASE {name};\n",
        };
        var item = writing.Item(one, RestorePriority.Schema, entry, $"{TocDesc.Database} {name}", $"{TocDesc.Database} {name}", PrivilegeNames.Database);
        List<TocEntry> entries = [item.Entry!, .. item.Attachments];
        if (Properties(one, name) is { Length: > 0 } properties) entries.Add(item.Entry! with
        {
            Desc = TocDesc.DatabaseProperties,
            Definition = properties,
            DropStatement = one.IsTemplate
                ? $"UPDATE pg_catalog.pg_database SET datistemplate = false WHERE datname = {SqlText.StandardLiteral(one.Name)};\n"
                : "",
        });
        return [.. entries.Select((part, index) => part with { DumpId = index + 1, Dependencies = index == 0 ? [] : [1] })];
    }

    private static string Creation(PgDatabaseProperties one, string name)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"CREATE DATABASE {name} WITH TEMPLATE = template0");
        Add("ENCODING", one.Encoding);
        text.Append(" LOCALE_PROVIDER = ").Append(one.LocaleProvider switch
        {
            LocaleProvider.Icu => "icu",
            LocaleProvider.Builtin => "builtin",
            _ => "libc",
        });
        if (one.Collate == one.CharacterType) Add("LOCALE", one.Collate);
        else
        {
            Add("LC_COLLATE", one.Collate);
            Add("LC_CTYPE", one.CharacterType);
        }

        Add(one.LocaleProvider == LocaleProvider.Builtin ? "BUILTIN_LOCALE" : "ICU_LOCALE", one.Locale);
        Add("ICU_RULES", one.IcuRules);
        if (one.Tablespace != "pg_default") text.Append(CultureInfo.InvariantCulture, $" TABLESPACE = {SqlText.Name(one.Tablespace)}");
        return text.Append(";\n").ToString();

        void Add(string option, string? value)
        {
            if (value is not null) text.Append(CultureInfo.InvariantCulture, $" {option} = {SqlText.StandardLiteral(value)}");
        }
    }

    private static string Properties(PgDatabaseProperties one, string name)
    {
        var text = new StringBuilder();
        if (one.ConnectionLimit != -1) text.Append(CultureInfo.InvariantCulture, $"ALTER DATABASE {name} CONNECTION LIMIT = {one.ConnectionLimit};\n");
        if (one.IsTemplate) text.Append(CultureInfo.InvariantCulture, $"ALTER DATABASE {name} IS_TEMPLATE = true;\n");
        foreach (var setting in one.Settings) text.Append(CultureInfo.InvariantCulture, $"ALTER DATABASE {name} SET {SettingClause.WriteForSession(setting)};\n");
        foreach (var (role, setting) in one.RoleSettings)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"ALTER ROLE {SqlText.Name(role)} IN DATABASE {name} SET {SettingClause.WriteForSession(setting)};\n");
        }

        return text.ToString();
    }
}
