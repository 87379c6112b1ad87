using System.Collections;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Schema;

/// <summary>Turns records of one database's model into nodes, with the comments, labels and privileges that belong to them.</summary>
/// <param name="remarks">What is said of the database's objects.</param>
/// <param name="olderMajor">The older of the two servers' major versions.</param>
/// <param name="options">What is compared.</param>
internal sealed class ModelReading(ObjectRemarks remarks, int olderMajor, SchemaComparisonOptions options)
{
    /// <summary>Lists of <c>name=value</c>.</summary>
    private static readonly string[] OptionLists = ["Options", "Settings", "Parameters"];

    /// <summary>What is said of a table is said of it once, not of its row security as well.</summary>
    public ModelGroup Read(PgObject one) => ReadRecord(one, one is PgRowSecurity ? null : one.Address, one);

    /// <summary>A record with its remarks.</summary>
    /// <param name="record">The record.</param>
    /// <param name="address">The object that it describes; null for what has no remarks.</param>
    /// <param name="whole">The object that it is a part of, or itself.</param>
    private ModelGroup ReadRecord(object record, ObjectAddress? address, PgObject whole)
    {
        var members = new List<KeyValuePair<string, ModelNode>>();
        foreach (var property in ModelProperties.Of(record.GetType(), olderMajor).Where(property => IsCompared(property, record)))
        {
            if (property.Get!(record) is { } value && ReadValue(property.Name, value, whole) is { } node) members.Add(new(property.Name, node));
        }

        if (address is { } described) members.AddRange(ObjectRemarkNodes.Of(remarks, described, whole.Owner, olderMajor, options));
        return new(ModelGroupKind.Record, members);
    }

    /// <summary>The name is what two records are matched by.</summary>
    private bool IsCompared(JsonPropertyInfo property, object record) => property.Name switch
    {
        nameof(PgObject.Name) or nameof(PgObject.Schema) => record is not PgObject,
        nameof(PgObject.Owner) => options.WithOwners && !(olderMajor < 15 && record is PgNamespace { IsPublic: true }),
        _ => true,
    };

    private ModelNode? ReadValue(string name, object value, PgObject whole) => value switch
    {
        string text => SecretValues.ReadProperty(name, text),
        bool flag => new ModelValue(flag ? "true" : "false"),
        QualifiedName other => new ModelValue(other.ToString()),
        PgPrivileges privileges => options.WithPrivileges ? ObjectRemarkNodes.Privileges(privileges, whole.Owner, olderMajor) : null,
        IEnumerable<string?> texts => ReadTexts(name, [.. texts]),
        IEnumerable items => ReadItems([.. items.Cast<object>()], whole),
        Enum or IFormattable => new ModelValue(Convert.ToString(value, CultureInfo.InvariantCulture)!),
        _ => ReadPart(value, whole),
    };

    private static ModelNode? ReadTexts(string name, List<string?> texts)
    {
        if (texts.Count == 0) return null;
        if (!Array.Exists(OptionLists, list => name.EndsWith(list, StringComparison.Ordinal)) || !texts.TrueForAll(text => text?.IndexOf('=', StringComparison.Ordinal) > 0))
        {
            return new ModelValue(string.Join(", ", texts.Select(text => text ?? "(expression)")));
        }

        var options = texts.Select(text => text!.Split('=', 2)).Select(parts => Item(parts[0], SecretValues.ReadOption(parts[0], parts[1])));
        return new ModelGroup(ModelGroupKind.Items, [.. options]);
    }

    private ModelGroup? ReadItems(List<object> items, PgObject whole)
    {
        if (items.Count == 0) return null;
        var nodes = items.ConvertAll(item => ReadValue("", item, whole)!);
        var names = items.ConvertAll(NameOf);
        if (names.TrueForAll(name => name is not null) && names.Distinct().Count() == names.Count)
        {
            // What has a place among others has a number there.
            var kind = items[0] is PgColumn or PgAttribute ? ModelGroupKind.OrderedItems : ModelGroupKind.Items;
            return new(kind, [.. names.Zip(nodes, (name, node) => Item(name!, WithoutName(node)))]);
        }

        return new(ModelGroupKind.Set, [.. nodes.Select(node => Item(NodeText.Of(node), node))]);
    }

    /// <summary>A record within a record: a column, a constraint, or one that says no more than what it is.</summary>
    private ModelNode ReadPart(object part, PgObject whole)
    {
        var info = ModelProperties.InfoOf(part.GetType());
        var address = info.Properties.FirstOrDefault(property => property.PropertyType == typeof(ObjectAddress) && property.Name == nameof(PgObject.Address));
        var described = part switch
        {
            PgColumn column => whole.Address with { Part = column.Number },
            PgProvidedColumn column => whole.Address with { Part = column.Number },
            PgAttribute attribute when whole is PgComposite type => new ObjectAddress(SystemCatalog.Relation, type.RelationOid, attribute.Number),
            _ => (ObjectAddress?)address?.Get!(part),
        };
        return info.Kind != JsonTypeInfoKind.Object || info.Properties.Count == 0
            ? new ModelValue(part.ToString() ?? "")
            : ReadRecord(part, described, whole);
    }

    private static string? NameOf(object item)
        => ModelProperties.InfoOf(item.GetType()).Properties.FirstOrDefault(property => property.Name == nameof(PgObject.Name))?.Get?.Invoke(item) as string;

    private static ModelNode WithoutName(ModelNode node)
        => node is ModelGroup group ? group with { Members = [.. group.Members.Where(member => member.Key != nameof(PgObject.Name))] } : node;

    private static KeyValuePair<string, ModelNode> Item(string name, ModelNode node) => new(name, node);
}
