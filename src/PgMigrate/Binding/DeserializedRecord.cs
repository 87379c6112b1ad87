using System.Collections;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;
using PgMigrate.Engine.Reports;

namespace PgMigrate.Commands;

/// <summary>Makes records again of what came from <c>Import-Clixml</c>, a job or a remote session: bags of properties that carry a record's name.</summary>
internal static class DeserializedRecord
{
    private const string Prefix = "Deserialized.";

    /// <summary>The record; null where the object is none of PgMigrate's that lost its type.</summary>
    /// <exception cref="MigrationException">ReportItemIncomplete: a property is not there, or was cut off; ReportItemUnknown.</exception>
    public static object? Restore(PSObject bag)
    {
        if (TypeOf(bag) is not { } type) return null;
        // Nothing else is ever made by a name from a file.
        MigrationReport.RequireKnown(type);
        return Make(bag, type, type.Name);
    }

    private static Type? TypeOf(PSObject bag)
    {
        if (bag.TypeNames.Count == 0 || !bag.TypeNames[0].StartsWith(Prefix + nameof(PgMigrate) + ".", StringComparison.Ordinal)) return null;
        return typeof(AssessmentFinding).Assembly.GetType(bag.TypeNames[0][Prefix.Length..]);
    }

    private static object Make(PSObject bag, Type type, string place)
    {
        var record = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties().Where(property => property.CanWrite))
        {
            var name = $"{place}.{property.Name}";
            var value = bag.Properties[property.Name];
            if (value is null)
            {
                if (property.IsDefined(typeof(RequiredMemberAttribute))) throw Incomplete(place, $"It has no {property.Name}.");
                continue;
            }

            var restored = Value(value.Value, property.PropertyType, name);
            if (restored is null && property.IsDefined(typeof(RequiredMemberAttribute))) throw Incomplete(place, $"It has no {property.Name}.");
            // What is not required has a value of its own, such as an empty list.
            if (restored is not null) property.SetValue(record, restored);
        }

        return record;
    }

    private static object? Value(object? value, Type type, string place)
    {
        var bare = value is PSObject shell ? shell.BaseObject : value;
        if (bare is null) return null;
        var wanted = Nullable.GetUnderlyingType(type) ?? type;
        if (wanted == typeof(string)) return bare as string ?? throw Incomplete(place, "It is no text.");
        if (wanted == typeof(DateTimeOffset)) return Moment(value!, place);
        if (wanted.IsGenericType && wanted.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) return List(bare, wanted.GetGenericArguments()[0], place);
        if (wanted.IsGenericType) return Texts(bare, place);
        if (IsRecord(wanted)) return bare is PSCustomObject ? Make(PSObject.AsPSObject(value), wanted, place) : throw Incomplete(place, "It was cut off.");
        try
        {
            return LanguagePrimitives.ConvertTo(bare, wanted, System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (PSInvalidCastException failure)
        {
            throw Incomplete(place, failure.Message);
        }
    }

    private static Array List(object value, Type element, string place)
    {
        if (value is string or not IEnumerable) throw Incomplete(place, "It was cut off.");
        var values = ((IEnumerable)value).Cast<object?>().ToList();
        var list = Array.CreateInstance(element, values.Count);
        for (var index = 0; index < values.Count; index++) list.SetValue(Value(values[index], element, $"{place}[{index}]"), index);
        return list;
    }

    private static Dictionary<string, string?> Texts(object value, string place)
    {
        if (value is not IDictionary entries) throw Incomplete(place, "It was cut off.");
        return entries.Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)Value(entry.Value, typeof(string), place));
    }

    /// <summary>A moment is no primitive type to PowerShell's XML, which keeps its properties.</summary>
    private static DateTimeOffset Moment(object value, string place) => value switch
    {
        DateTimeOffset moment => moment,
        PSObject { BaseObject: DateTimeOffset moment } => moment,
        PSObject bag when bag.Properties["UtcDateTime"]?.Value is DateTime moment => new(DateTime.SpecifyKind(moment, DateTimeKind.Utc)),
        _ => throw Incomplete(place, "It was cut off."),
    };

    /// <summary>The compiler gives every record, and nothing else, this method.</summary>
    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static MigrationException Incomplete(string place, string why) => new(
        "ReportItemIncomplete", MigrationErrorCategory.InvalidData, $"The object from a file or another session can't be taken: {place} is not whole. {why}")
    {
        Subject = place,
        Remedy = "Import PgMigrate where the object is written, let Export-Clixml or the job hand it on as it is, without Select-Object, and with no smaller -Depth.",
    };
}
