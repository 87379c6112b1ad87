using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>
/// Tells the user's own from what a host makes itself: its schemas, publications, event triggers and default privileges stay as the destination
/// has them, and the user's rows, triggers and policies in its tables come along.
/// </summary>
internal sealed class HostObjects(HostProfile source, HostProfile destination, IReadOnlySet<string> publications)
{
    public void Fit(FittedEntries fitted)
    {
        var left = new List<TocEntry>();
        if (destination.Schemas.Count > 0 && source.Host != destination.Host) LoseTaken(fitted);
        left.AddRange(fitted.Leave(entry => entry.Desc == TocDesc.Publication && destination.Publications.Contains(entry.Tag) && publications.Contains(entry.Tag)));
        left.AddRange(fitted.Leave(entry => entry.Desc is TocDesc.EventTrigger or TocDesc.DefaultPrivileges && IsHosts(entry.Owner)));
        if (source.Schemas.Count > 0) left.AddRange(source.Host == destination.Host ? LeaveTwice(fitted) : LeaveUnneeded(fitted));
        var told = left.Where(entry => entry.Desc is not (TocDesc.Comment or TocDesc.Privileges)).ToList();
        if (told.Count == 0) return;
        fitted.Tell(new()
        {
            Kind = MigrationFindingKind.HostObject,
            Object = (source.Schemas.Count > 0 ? source : destination).Name,
            What = $"{told.Count} objects are the host's own, not the application's, and are left as the destination has or has not them: "
                + FittedEntries.Names([.. told.GroupBy(entry => entry.Namespace ?? entry.Desc).Select(group => $"{group.Key} ({group.Count()})").Order(StringComparer.Ordinal)]) + ".",
            Remedy = "Nothing is to be done, unless one of them was changed by hand.",
        });
    }

    /// <summary>The extensions that the source's host puts into every database, and that nothing there uses.</summary>
    public static IReadOnlySet<TocEntry> UnusedExtensions(IReadOnlyList<TocEntry> entries, HostProfile source)
    {
        var used = entries.Where(entry => entry.Desc is not (TocDesc.Comment or TocDesc.Privileges)).SelectMany(entry => entry.Dependencies).ToHashSet();
        return entries.Where(entry => entry.Desc == TocDesc.Extension && source.Extensions.Contains(entry.Tag) && !used.Contains(entry.DumpId)).ToHashSet();
    }

    /// <summary>Whether a role is one that the source's host acts as; <c>postgres</c> is the user's there.</summary>
    private bool IsHosts(string? role) => role is not null and not "postgres" && source.HasRole(role);

    /// <summary>A schema of the user's that has the name of one of the destination's host; that of extensions is everybody's.</summary>
    private void LoseTaken(FittedEntries fitted)
    {
        fitted.Leave(entry => entry.Desc == TocDesc.Schema && entry.Tag == destination.ExtensionSchema);
        fitted.Lose(entry => entry.Desc == TocDesc.Schema && destination.Schemas.Contains(entry.Tag)
            ? (MigrationFindingKind.HostObject, $"The schema {entry.Tag} is {destination.Name}'s own at the destination, which lets nobody else make objects in it.",
                $"Rename it at the source (ALTER SCHEMA … RENAME TO), or leave it out with -ExcludeSchema {entry.Tag}.")
            : entry.Namespace is { } schema && schema != destination.ExtensionSchema && destination.Schemas.Contains(schema)
                ? (MigrationFindingKind.HostObject, $"Its schema {schema} is {destination.Name}'s own at the destination.", $"Move it to another schema, or leave it out with -ExcludeSchema {schema}.")
                : null);
    }

    /// <summary>Both ends have what the host makes: only the user's part of it comes.</summary>
    private IReadOnlyList<TocEntry> LeaveTwice(FittedEntries fitted)
    {
        var functions = fitted.Entries.Where(entry => entry.Desc == TocDesc.Function && !IsHostSchema(entry.Namespace)).Select(entry => entry.DumpId).ToHashSet();
        var left = fitted.Leave(entry => entry.Desc switch
        {
            TocDesc.Schema => source.Schemas.Contains(entry.Tag),
            _ when !IsHostSchema(entry.Namespace) => false,
            TocDesc.Table when HasUserRows(entry) => false,
            TocDesc.TableData or TocDesc.SequenceSet => !HasUserRows(entry),
            TocDesc.Trigger => !entry.Dependencies.Any(functions.Contains),
            TocDesc.Policy => false,
            _ when EntrySelection.IsRemark(entry) => true,
            _ => entry.Namespace != source.ExtensionSchema || IsHosts(entry.Owner),
        });
        // What of the host's tables is the user's to change is for the host's own rules to say.
        fitted.Change(entry => !IsHostSchema(entry.Namespace) ? entry : entry.Desc switch
        {
            TocDesc.Policy or TocDesc.SequenceSet => entry with { IsOptional = true },
            // It is there; what refers to it waits for its rows.
            TocDesc.Table => entry with { Definition = "", Steps = [], DropStatement = "", Owner = null, Tablespace = null, TableAccessMethod = null },
            _ => entry,
        });
        return left;
    }

    /// <summary>Elsewhere what the host made is needed as far as the user's objects refer to it, such as accounts and who is asking.</summary>
    private IReadOnlyList<TocEntry> LeaveUnneeded(FittedEntries fitted)
    {
        var byId = fitted.Entries.ToDictionary(entry => entry.DumpId);
        var needed = new HashSet<int>();
        foreach (var entry in fitted.Entries.Where(entry => !IsHosts(entry) && !EntrySelection.IsRemark(entry))) Need(entry);
        // A table comes with all that is on it, and every object with what is said of it.
        foreach (var entry in fitted.Entries.Where(entry => IsHosts(entry) ? EntrySelection.IsPartOfAnother(entry) : EntrySelection.IsRemark(entry)))
        {
            var wholes = entry.Dependencies.Where(byId.ContainsKey).ToList();
            // What every database has, such as the schema public, has no entry of its own.
            if ((wholes.Count > 0 || !IsHosts(entry)) && wholes.All(needed.Contains)) needed.Add(entry.DumpId);
        }

        return fitted.Leave(entry => !needed.Contains(entry.DumpId) || (entry.Desc == TocDesc.TableData && source.OwnRows.Contains(new(entry.Namespace!, entry.Tag))));

        void Need(TocEntry entry)
        {
            if (!needed.Add(entry.DumpId)) return;
            foreach (var id in entry.Dependencies)
            {
                if (byId.TryGetValue(id, out var other)) Need(other);
            }
        }
    }

    private bool IsHosts(TocEntry entry) => entry.Desc == TocDesc.Schema ? source.Schemas.Contains(entry.Tag) : IsHostSchema(entry.Namespace);

    private bool IsHostSchema(string? schema) => schema is not null && source.Schemas.Contains(schema);

    private bool HasUserRows(TocEntry entry) => source.SchemasOfRows.Contains(entry.Namespace!) && !source.OwnRows.Contains(new QualifiedName(entry.Namespace!, entry.Tag));
}
