using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Schema;

/// <summary>What is said of an object, as properties of it.</summary>
internal static class ObjectRemarkNodes
{
    /// <summary>The comment, the security labels by provider and the privileges by role.</summary>
    public static IEnumerable<KeyValuePair<string, ModelNode>> Of(
        ObjectRemarks remarks, ObjectAddress address, string? owner, int olderMajor, SchemaComparisonOptions options)
    {
        if (options.WithComments && remarks.Comments.TryGetValue(address, out var comment)) yield return new("Comment", new ModelValue(comment));
        var labels = remarks.SecurityLabels[address].Select(label => new KeyValuePair<string, ModelNode>(label.Provider, new ModelValue(label.Label))).ToList();
        if (options.WithComments && labels.Count > 0) yield return new("SecurityLabels", new ModelGroup(ModelGroupKind.Items, labels));
        if (options.WithPrivileges && remarks.Privileges.TryGetValue(address, out var privileges) && Privileges(privileges, owner, olderMajor) is { } node)
        {
            yield return new("Privileges", node);
        }
    }

    /// <summary>
    /// By role, what was granted and revoked since the object was made, such as <c>SELECT, UPDATE WITH GRANT OPTION</c>; null for nothing.
    /// Who granted it is said where that was not the owner.
    /// </summary>
    public static ModelGroup? Privileges(PgPrivileges privileges, string? owner, int olderMajor)
    {
        // ALL is more on a newer server.
        bool IsKnown(PgGrant grant) => olderMajor >= 17 || grant.Privilege != "MAINTAIN";
        var changes = privileges.Granted.Where(IsKnown).Select(grant => (grant.Grantee, Text: Describe(grant, owner)))
            .Concat(privileges.Revoked.Where(IsKnown).Where(grant => !privileges.Current.Any(current => current.Grantee == grant.Grantee && current.Privilege == grant.Privilege))
                .Select(grant => (grant.Grantee, Text: "no " + Describe(grant, owner))))
            .GroupBy(change => change.Grantee ?? "PUBLIC")
            .OrderBy(role => role.Key, StringComparer.Ordinal)
            .Select(role => new KeyValuePair<string, ModelNode>(
                role.Key, new ModelValue(string.Join(", ", role.Select(change => change.Text).Order(StringComparer.Ordinal)))))
            .ToList();
        return changes.Count == 0 ? null : new(ModelGroupKind.Items, changes);
    }

    private static string Describe(PgGrant grant, string? owner)
        => grant.Privilege + (grant.IsGrantable ? " WITH GRANT OPTION" : "") + (grant.Grantor == owner ? "" : $" GRANTED BY {grant.Grantor}");
}
