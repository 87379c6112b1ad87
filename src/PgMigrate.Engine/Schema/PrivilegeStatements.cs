using System.Globalization;
using System.Text;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Schema;

/// <summary>
/// GRANT and REVOKE statements that lead from the privileges that an object is created with to those that it has, in pg_dump's words
/// (PostgreSQL, dumputils.c, buildACLCommands).
/// </summary>
/// <param name="Type">The kind of object as GRANT names it, such as <c>SCHEMA</c>.</param>
/// <param name="Name">The object, as it is written behind its kind.</param>
/// <param name="Owner">Its owner: what others granted is granted in their names.</param>
/// <param name="All">The privileges that ALL stands for, on this kind of object and server; for a column those of a column.</param>
/// <param name="Column">The column, as it is written; null for the object itself.</param>
/// <param name="Prefix">What stands before each statement: of default privileges, whose they are.</param>
internal sealed record PrivilegeStatements(string Type, string Name, string Owner, IReadOnlyList<string> All, string? Column = null, string Prefix = "")
{
    public string Write(PgPrivileges privileges)
    {
        var (current, initial) = (Items(privileges.Current), Items(privileges.Initial));
        var text = new StringBuilder();
        foreach (var item in initial.Where(item => !current.Contains(item))) Revoke(text, item);
        var granted = current.Where(item => !initial.Contains(item)).ToList();
        foreach (var item in granted.Where(item => item.Grantee == Owner && item.Grantor == Owner)) Grant(text, item);
        foreach (var item in granted.Where(item => !(item.Grantee == Owner && item.Grantor == Owner))) Grant(text, item);
        return text.ToString();
    }

    /// <summary>Per grantee and grantor, in the order in which they were granted.</summary>
    private static List<AccessItem> Items(IReadOnlyList<PgGrant> grants) =>
    [
        .. grants.GroupBy(grant => (grant.Grantee, grant.Grantor)).Select(item => new AccessItem(
            item.Key.Grantee, item.Key.Grantor,
            string.Join(',', item.Where(grant => !grant.IsGrantable).Select(grant => grant.Privilege)),
            string.Join(',', item.Where(grant => grant.IsGrantable).Select(grant => grant.Privilege)))),
    ];

    private void Revoke(StringBuilder text, AccessItem item)
    {
        if (item.Plain.Length > 0) text.Append(CultureInfo.InvariantCulture, $"{Prefix}REVOKE {Privileges(item.Plain)} ON {Target} FROM {Role(item)};\n");
        if (item.Grantable.Length > 0) text.Append(CultureInfo.InvariantCulture, $"{Prefix}REVOKE {Privileges(item.Grantable)} ON {Target} FROM {Role(item)};\n");
    }

    private void Grant(StringBuilder text, AccessItem item)
    {
        var isOthers = item.Grantor != Owner;
        if (isOthers) text.Append(CultureInfo.InvariantCulture, $"SET SESSION AUTHORIZATION {SqlText.Name(item.Grantor)};\n");
        if (item.Plain.Length > 0) text.Append(CultureInfo.InvariantCulture, $"{Prefix}GRANT {Privileges(item.Plain)} ON {Target} TO {Role(item)};\n");
        if (item.Grantable.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Prefix}GRANT {Privileges(item.Grantable)} ON {Target} TO {Role(item)} WITH GRANT OPTION;\n");
        }

        if (isOthers) text.Append("RESET SESSION AUTHORIZATION;\n");
    }

    private string Target => $"{Type} {Name}";

    private string Privileges(string list)
    {
        var held = list.Split(',');
        var column = Column is null ? "" : $"({Column})";
        return All.All(held.Contains) ? "ALL" + column : string.Join(',', All.Where(held.Contains).Select(privilege => privilege + column));
    }

    private static string Role(AccessItem item) => item.Grantee is null ? "PUBLIC" : SqlText.Name(item.Grantee);

    /// <summary>What one role has from another.</summary>
    private sealed record AccessItem(string? Grantee, string Grantor, string Plain, string Grantable);
}
