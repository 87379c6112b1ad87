using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>Tells items what they depend on.</summary>
internal static class SchemaConnections
{
    /// <summary>
    /// A part, such as a column, stands for its whole; what was made as a part of an item, such as its array type, its row type or its view's
    /// rule, stands for the item; an extension's member stands for the extension.
    /// </summary>
    public static void Connect(IReadOnlyList<SchemaItem> items, IReadOnlyList<PgDependency> dependencies)
    {
        var parts = dependencies.Where(one => one.Kind is DependencyKind.ExtensionMember or DependencyKind.Internal).ToList();
        var byAddress = new Dictionary<ObjectAddress, SchemaItem>(items.Count + parts.Count);
        foreach (var item in items.Where(item => item.Address is not null)) byAddress.Add(item.Address!.Value, item);
        while (parts.RemoveAll(one => byAddress.TryGetValue(one.Referenced, out var whole) && byAddress.TryAdd(one.Dependent, whole)) > 0)
        {
        }

        foreach (var one in dependencies.Where(one => one.Kind != DependencyKind.ExtensionMember))
        {
            if (byAddress.TryGetValue(one.Dependent, out var dependent)
                && byAddress.TryGetValue(one.Referenced, out var referenced)
                && dependent != referenced
                && dependent.Host != referenced) dependent.Dependencies.Add(referenced);
        }

        foreach (var item in items)
        {
            foreach (var needed in item.Needs)
            {
                if (byAddress.TryGetValue(needed, out var other) && other != item) item.Dependencies.Add(other);
            }
        }

        RequireAttachedIndexes(items, byAddress);
    }

    /// <summary>
    /// A partitioned table's key holds, so that a foreign key may refer to it, when its partitions' indexes are attached (PostgreSQL, pg_dump.c,
    /// addConstrChildIdxDeps).
    /// </summary>
    private static void RequireAttachedIndexes(IReadOnlyList<SchemaItem> items, Dictionary<ObjectAddress, SchemaItem> byAddress)
    {
        var attachments = items.Where(item => item.Attaches is not null && byAddress.ContainsKey(item.Attaches.Value.Whole))
            .ToLookup(item => byAddress[item.Attaches!.Value.Whole]);
        if (attachments.Count == 0) return;
        foreach (var key in items.Where(item => item.Priority == RestorePriority.ForeignKey))
        {
            foreach (var referenced in key.Dependencies.ToList()) Require(key, referenced);
        }

        void Require(SchemaItem key, SchemaItem index)
        {
            foreach (var attachment in attachments[index])
            {
                key.Dependencies.Add(attachment);
                if (byAddress.TryGetValue(attachment.Attaches!.Value.Part, out var part)) Require(key, part);
            }
        }
    }
}
