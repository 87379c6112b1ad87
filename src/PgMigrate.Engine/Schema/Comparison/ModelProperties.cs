using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Schema;

/// <summary>Which properties of the model's records are compared: those that say what a user defined.</summary>
internal static class ModelProperties
{
    private static readonly JsonSerializerOptions Options = new() { TypeInfoResolver = ModelMetadata.Default };

    private static readonly ConcurrentDictionary<Type, JsonTypeInfo> Infos = new();

    /// <summary>What is measured, guessed, follows from other properties, or is a number that another database would not give.</summary>
    private static readonly HashSet<(Type Declaring, string Name)> Ignored =
    [
        (typeof(PgDatabase), nameof(PgDatabase.ServerVersion)),
        (typeof(PgDatabaseProperties), nameof(PgDatabaseProperties.Name)),
        (typeof(PgDatabaseProperties), nameof(PgDatabaseProperties.CollationVersion)),
        (typeof(PgDatabaseProperties), nameof(PgDatabaseProperties.IsReadOnly)),
        (typeof(PgTable), nameof(PgTable.EstimatedRows)),
        (typeof(PgTable), nameof(PgTable.Blocks)),
        (typeof(PgTable), nameof(PgTable.Bytes)),
        (typeof(PgTable), nameof(PgTable.IsHashedByEnum)),
        (typeof(PgTable), nameof(PgTable.MustLoadThroughRoot)),
        (typeof(PgTable), nameof(PgTable.PrimaryKey)),
        (typeof(PgTable), nameof(PgTable.UniqueKeys)),
        (typeof(PgColumn), nameof(PgColumn.Number)),
        (typeof(PgColumn), nameof(PgColumn.TypeModifier)),
        (typeof(PgColumn), nameof(PgColumn.HasDefault)),
        (typeof(PgColumn), nameof(PgColumn.IsBinaryCopySafe)),
        (typeof(PgColumn), nameof(PgColumn.IsInteger)),
        (typeof(PgAttribute), nameof(PgAttribute.Number)),
        (typeof(PgProvidedColumn), nameof(PgProvidedColumn.Number)),
        (typeof(PgSequence), nameof(PgSequence.Uses)),
        (typeof(PgSequence), nameof(PgSequence.LastValue)),
        (typeof(PgSequence), nameof(PgSequence.IsCalled)),
    ];

    /// <summary>What an older server does not know, by the major version that brought it: compared only where both know it.</summary>
    private static readonly Dictionary<(Type Declaring, string Name), int> Since = new()
    {
        [(typeof(PgBaseType), nameof(PgBaseType.Subscript))] = 14,
        [(typeof(PgRange), nameof(PgRange.MultirangeType))] = 14,
        [(typeof(PgDomain), nameof(PgDomain.NotNull))] = 17,
        [(typeof(PgColumn), nameof(PgColumn.NotNull))] = 18,
    };

    /// <summary>The compared properties of a type; what is calculated from others has no setter.</summary>
    /// <exception cref="InvalidOperationException">The type is reached through a base type, and <see cref="ModelMetadata"/> does not name it.</exception>
    public static IEnumerable<JsonPropertyInfo> Of(Type type, int olderMajor)
        => InfoOf(type).Properties.Where(property => property.Set is not null && property.Get is not null
            && !IsNumberOfCatalog(property.PropertyType) && !Ignored.Contains((type, property.Name))
            && !(Since.TryGetValue((type, property.Name), out var major) && olderMajor < major));

    /// <summary>What is known of a type. It is for asking, not for JSON: what JSON could not hold, such as a lookup, is no error.</summary>
    public static JsonTypeInfo InfoOf(Type type) => Infos.GetOrAdd(
        type, static one => ((IJsonTypeInfoResolver)ModelMetadata.Default).GetTypeInfo(one, Options)
            ?? throw new InvalidOperationException($"{one} is not named in {nameof(ModelMetadata)}."));

    /// <summary>OIDs are another database's other numbers.</summary>
    private static bool IsNumberOfCatalog(Type type) => type == typeof(ObjectAddress) || type == typeof(ObjectAddress?)
        || type == typeof(uint) || type == typeof(uint?) || type == typeof(IReadOnlyList<uint>) || type == typeof(IReadOnlyList<ObjectAddress>);
}
