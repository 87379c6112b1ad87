using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>
/// Privileges of, and granted by, roles that one host gives out and another does not have: they are left out, and told by role. The roles of
/// one's own are not concerned: those are made, or missed before anything is.
/// </summary>
/// <param name="there">The destination's roles.</param>
/// <param name="isStrange">Whether a role that is missing there is no reason to end the run.</param>
internal sealed class StrangePrivileges(DestinationRoles there, Func<string, bool> isStrange)
{
    private readonly SortedDictionary<string, int> left = new(StringComparer.Ordinal);
    private readonly SortedSet<string> grantors = new(StringComparer.Ordinal);

    public void Fit(FittedEntries fitted)
    {
        fitted.Change(entry => entry.Desc switch
        {
            TocDesc.DefaultPrivileges when entry.Owner is { } owner && (IsLeft(owner) || !there.Assumable.Contains(owner)) && isStrange(owner) => Count(owner),
            TocDesc.Privileges or TocDesc.DefaultPrivileges => WithoutStrangers(entry),
            _ => entry,
        });
        foreach (var (role, count) in left)
        {
            fitted.Tell(new()
            {
                Kind = MigrationFindingKind.Privilege,
                Object = role,
                What = there.Existing.Contains(role) ? $"What it grants by default ({count}×) is for it to say, and not for the destination's role; it is left out."
                    : $"What is granted to it, or it grants by default ({count}×), is left out, because the destination does not have the role.",
                Remedy = "Make the role at the destination and grant it what it needs, where something still connects as it; -IncludeRole makes roles without passwords.",
            });
        }

        foreach (var grantor in grantors)
        {
            fitted.Tell(new()
            {
                Kind = MigrationFindingKind.Privilege,
                Object = grantor,
                What = "What it granted at the source is granted by the objects' owners, because the destination does not have the role.",
                Remedy = "Grant it again as that role where it matters who granted it.",
            });
        }
    }

    /// <summary>The policies that name roles which the destination does not have can't be made.</summary>
    public static IEnumerable<string> RolesOf(TocEntry policy)
    {
        if (policy.Desc != TocDesc.Policy) yield break;
        var tokens = new Archives.StatementTokens(policy.Definition);
        // CREATE POLICY name ON table [AS …] [FOR …] TO role, … [USING …]
        for (var place = Clause(tokens, "TO"); place >= 0 && tokens.NameAt(place + 1) is { } role; place = tokens[place + 2] is "," ? place + 2 : -1)
        {
            if (role is not ("public" or "current_user" or "session_user" or "current_role")) yield return role;
        }
    }

    /// <summary>Where a clause begins outside of parentheses; -1 where it is not there.</summary>
    private static int Clause(Archives.StatementTokens tokens, string word)
    {
        var depth = 0;
        for (var index = 0; index < tokens.Count; index++)
        {
            depth += tokens.KindOf(index) switch { SqlTokenKind.OpenParenthesis => 1, SqlTokenKind.CloseParenthesis => -1, _ => 0 };
            if (depth == 0 && tokens.Is(index, word) && index > 3) return index;
        }

        return -1;
    }

    private TocEntry? WithoutStrangers(TocEntry entry)
    {
        var statements = SqlScript.Split(entry.Definition).Select(statement => statement.Text).ToList();
        var kept = new List<string>();
        var isGrantorLeft = false;
        foreach (var statement in statements)
        {
            if (PrivilegeRoles.GrantorOf(statement) is { } grantor && IsLeft(grantor))
            {
                isGrantorLeft = true;
                grantors.Add(grantor);
            }
            else if (isGrantorLeft && statement.StartsWith(PrivilegeRoles.GrantingEnd, StringComparison.Ordinal)) isGrantorLeft = false;
            else if (PrivilegeRoles.GranteeOf(statement) is { } grantee && IsLeft(grantee)) Count(grantee);
            else kept.Add(statement);
        }

        if (kept.Count == statements.Count) return entry;
        if (kept.TrueForAll(IsFrame)) return null;
        return entry with { Definition = string.Concat(kept.Select(statement => statement + ";\n")) };
    }

    /// <summary>Whether the statement only says who grants what follows.</summary>
    private static bool IsFrame(string statement) => PrivilegeRoles.GrantorOf(statement) is not null || statement.StartsWith(PrivilegeRoles.GrantingEnd, StringComparison.Ordinal);

    private bool IsLeft(string role) => !there.Existing.Contains(role) && isStrange(role);

    private TocEntry? Count(string role)
    {
        left[role] = left.GetValueOrDefault(role) + 1;
        return null;
    }
}
