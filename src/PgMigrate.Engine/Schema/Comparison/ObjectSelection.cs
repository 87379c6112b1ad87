using System.Collections;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Schema;

/// <summary>Chooses objects of the model by schema and table.</summary>
internal sealed class ObjectSelection(TableSelection selection)
{
    private readonly ObjectFilter filter = new(selection);

    /// <summary>The chosen objects of all kinds, by what they are found by in another database.</summary>
    /// <param name="database">The database.</param>
    /// <param name="moved">The name that an object has in the other database.</param>
    public IReadOnlyDictionary<ObjectIdentity, PgObject> Choose(PgDatabase database, Func<string, string> moved)
    {
        var chosen = new Dictionary<ObjectIdentity, PgObject>();
        // Of what the server or an extension brings, only what was granted and revoked since is the user's.
        var granted = database.Remarks.Privileges.Where(one => one.Value.Granted.Any() || one.Value.Revoked.Any()).Select(one => one.Key.Whole).ToHashSet();
        foreach (var (one, place) in PlacedObjectsOf(database).Where(placed => Includes(placed.Object) && (placed.Object is not PgProvidedObject || granted.Contains(placed.Object.Address))))
        {
            var first = ObjectIdentity.Of(one, place);
            if (first.Name != one.Name) first = first with { Name = moved(first.Name) };
            var identity = first;
            // Objects that nothing tells apart are compared in the order in which they were read.
            for (var number = 2; !chosen.TryAdd(identity, one); number++) identity = first with { Name = $"{first.Name} ({number})" };
        }

        return chosen;
    }

    /// <summary>Warns of patterns that match nothing in either database; refuses to compare nothing, which would prove nothing.</summary>
    public void Check(IReadOnlyList<PgDatabase> databases, DatabaseEndpoint source, IMigrationObserver observer)
    {
        var relations = databases.SelectMany(ObjectsOf).Select(ObjectIdentity.RelationOf).OfType<QualifiedName>();
        var schemas = databases.SelectMany(database => database.Namespaces).Select(schema => new QualifiedName(schema.Name, ""));
        foreach (var pattern in filter.FindUnmatched([.. relations.Concat(schemas).Distinct()])) observer.Warning($"The pattern '{pattern}' matches nothing.");
        if (databases.Any(database => ObjectsOf(database).Any(Includes))) return;
        throw new MigrationException("SchemaObjectNotFound", MigrationErrorCategory.ObjectNotFound, "No object of either database was chosen.")
        {
            Subject = source.ToString(),
            Remedy = "Check -Table, -Schema and what they exclude.",
        };
    }

    private bool Includes(PgObject one)
    {
        if (ObjectIdentity.RelationOf(one) is { } relation) return filter.Includes(relation);
        if (selection.Tables.Count > 0) return false;
        return (one is PgNamespace ? one.Name : one.Schema) is { } schema ? filter.IncludesSchema(schema) : selection.Schemas.Count == 0;
    }

    private static IEnumerable<PgObject> ObjectsOf(PgDatabase database) => PlacedObjectsOf(database).Select(placed => placed.Object);

    /// <summary>Every object that a property of the model holds, by itself or in a list, with the property's place.</summary>
    private static IEnumerable<(PgObject Object, int Place)> PlacedObjectsOf(PgDatabase database) => ModelProperties.InfoOf(typeof(PgDatabase)).Properties
        .Select(property => property.Get?.Invoke(database))
        .SelectMany((value, place) => ObjectsIn(value).Select(one => (one, place)));

    private static IEnumerable<PgObject> ObjectsIn(object? value) => value switch
    {
        PgObject one => [one],
        IEnumerable many => many.OfType<PgObject>(),
        _ => [],
    };
}
