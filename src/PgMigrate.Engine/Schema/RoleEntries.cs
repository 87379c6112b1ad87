using System.Globalization;
using System.Text;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE ROLE, its settings and memberships, in the words of pg_dumpall --no-role-passwords (PostgreSQL, pg_dumpall.c).</summary>
internal static class RoleEntries
{
    /// <summary>
    /// The entries in restore order: all roles, their settings, then their memberships. A role that the destination has is left as it is; a
    /// membership is written unless the destination has both roles.
    /// </summary>
    /// <param name="roles">The roles to bring.</param>
    /// <param name="existing">The names of the destination's roles, the predefined ones too.</param>
    /// <param name="options">How they are written.</param>
    public static IReadOnlyList<TocEntry> Build(IReadOnlyList<PgRole> roles, IReadOnlySet<string> existing, RoleEntryOptions options)
    {
        var missing = roles.Where(role => !existing.Contains(role.Name)).ToList();
        List<TocEntry> entries =
        [
            .. missing.SelectMany(role => Creation(role, options)),
            .. missing.Where(role => role.Settings.Count > 0).Select(Settings),
            .. RoleMemberships.Write(roles, existing, options),
        ];
        return [.. entries.Select((entry, index) => entry with { DumpId = index + 1 })];
    }

    /// <summary>What is left out of the entries where no superuser restores them.</summary>
    public static IReadOnlyList<MigrationFinding> Find(IReadOnlyList<PgRole> roles, IReadOnlySet<string> existing, RoleEntryOptions options) =>
    [
        .. from role in roles
           where !options.AsSuperuser && !existing.Contains(role.Name)
           let rights = string.Join(" and ", Privileged(role).Where(right => !right.StartsWith("NO", StringComparison.Ordinal)))
           where rights.Length > 0
           select new MigrationFinding
           {
               Kind = MigrationFindingKind.Role,
               Object = role.Name,
               What = $"The role is created without {rights}, which only a superuser of the destination may give.",
               Remedy = "Have the provider give the right, or do without it.",
           },
    ];

    private static IEnumerable<TocEntry> Creation(PgRole role, RoleEntryOptions options)
    {
        var name = SqlText.Name(role.Name);
        var words = new StringBuilder(string.Join(' ', Attributes(role, options)));
        if (role.ConnectionLimit != -1) words.Append(CultureInfo.InvariantCulture, $" CONNECTION LIMIT {role.ConnectionLimit}");
        if (role.ValidUntil is not null) words.Append(CultureInfo.InvariantCulture, $" VALID UNTIL {Literal(role.ValidUntil)}");
        yield return Entry(TocDesc.Role, role.Name, $"CREATE ROLE {name};\nALTER ROLE {name} WITH {words};\n", $"DROP ROLE {name};\n");
        if (role.Comment is not null) yield return Entry(TocDesc.Comment, $"ROLE {name}", $"COMMENT ON ROLE {name} IS {Literal(role.Comment)};\n");
        if (role.SecurityLabels.Count > 0) yield return Entry(TocDesc.SecurityLabel, $"ROLE {name}", string.Concat(role.SecurityLabels.Select(
            label => $"SECURITY LABEL FOR {SqlText.Name(label.Provider)} ON ROLE {name} IS {Literal(label.Label)};\n")));
    }

    /// <summary>In pg_dumpall's order.</summary>
    private static IEnumerable<string> Attributes(PgRole role, RoleEntryOptions options)
    {
        var privileged = Privileged(role);
        if (options.AsSuperuser) yield return privileged[0];
        yield return role.Inherits ? "INHERIT" : "NOINHERIT";
        yield return role.CanCreateRoles ? "CREATEROLE" : "NOCREATEROLE";
        // It is what a new role has, and not for everybody to say (PostgreSQL 16).
        if (role.CanCreateDatabases || options.AsSuperuser) yield return role.CanCreateDatabases ? "CREATEDB" : "NOCREATEDB";
        yield return role.CanLogin ? "LOGIN" : "NOLOGIN";
        if (!options.AsSuperuser) yield break;
        yield return privileged[1];
        yield return privileged[2];
    }

    private static string[] Privileged(PgRole role) =>
    [
        role.IsSuperuser ? "SUPERUSER" : "NOSUPERUSER",
        role.CanReplicate ? "REPLICATION" : "NOREPLICATION",
        role.BypassesRowSecurity ? "BYPASSRLS" : "NOBYPASSRLS",
    ];

    private static TocEntry Settings(PgRole role) => Entry(TocDesc.RoleProperties, role.Name, string.Concat(role.Settings.Select(
        setting => $"ALTER ROLE {SqlText.Name(role.Name)} SET {SettingClause.WriteForSession(setting)};\n")));

    private static string Literal(string text) => SqlText.Literal(text).TrimStart();

    private static TocEntry Entry(string desc, string tag, string definition, string drop = "") => new()
    {
        DumpId = 0,
        Tag = tag,
        Desc = desc,
        Section = TocSection.PreData,
        Definition = definition,
        DropStatement = drop,
    };
}
