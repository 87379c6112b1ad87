using System.Text.RegularExpressions;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>The roles that statements of privileges name, in pg_dump's words. Pure.</summary>
internal static partial class PrivilegeRoles
{
    /// <summary>Who grants what follows, where the object's owner does not (PostgreSQL, dumputils.c).</summary>
    private const string Granting = "SET SESSION AUTHORIZATION ";

    /// <summary>What ends that.</summary>
    public const string GrantingEnd = "RESET SESSION AUTHORIZATION";

    /// <summary>The roles that an entry cannot do without; none for an entry of another kind.</summary>
    public static IEnumerable<string> Of(TocEntry entry)
    {
        if (entry.Desc is not (TocDesc.Privileges or TocDesc.DefaultPrivileges)) yield break;
        if (entry is { Desc: TocDesc.DefaultPrivileges, Owner: { } owner }) yield return owner;
        foreach (var statement in SqlScript.Split(entry.Definition))
        {
            if (GrantorOf(statement.Text) is { } grantor) yield return grantor;
            else if (GranteeOf(statement.Text) is { } grantee) yield return grantee;
        }
    }

    /// <summary>The roles, other than the owner of the object, in whose names an entry grants.</summary>
    public static IEnumerable<string> GrantorsOf(TocEntry entry)
        => entry.Desc != TocDesc.Privileges ? [] : SqlScript.Split(entry.Definition).Select(statement => GrantorOf(statement.Text)).OfType<string>();

    /// <summary>The role that a statement makes the one who grants; null for any other statement.</summary>
    public static string? GrantorOf(string statement)
        => statement.StartsWith(Granting, StringComparison.Ordinal) ? Unquoted(statement[Granting.Length..].TrimEnd(';', ' ', '\n')) : null;

    /// <summary>The role that a statement grants to, or takes from; null for everybody, and for any other statement.</summary>
    public static string? GranteeOf(string statement)
        => Grantee().Match(statement) is { Success: true } match && match.Groups["role"].Value is not "PUBLIC" and var name ? Unquoted(name) : null;

    private static string Unquoted(string name)
        => name.StartsWith('"') ? name[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : name;

    [GeneratedRegex("""\b(?:TO|FROM) (?<role>"(?:[^"]|"")+"|[^\s";]+)(?: WITH GRANT OPTION)?;?\s*$""")]
    private static partial Regex Grantee();
}
