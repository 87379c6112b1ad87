using System.Collections;
using System.Management.Automation;

namespace PgMigrate.Commands;

/// <summary>Makes queries of texts, which are called by their beginning, and of the entries <c>name = text</c> of hashtables.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LatencyQueryTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Read(inputData).ToArray();

    private static IEnumerable<LatencyQuery> Read(object? value) => (value is PSObject shell ? shell.BaseObject : value) switch
    {
        LatencyQuery query => [query],
        string text => [LatencyQuery.Of(text)],
        IDictionary entries => entries.Cast<DictionaryEntry>().Select(entry => new LatencyQuery { Name = Text(entry.Key), Sql = Text(entry.Value) }),
        IEnumerable several => several.Cast<object?>().SelectMany(Read),
        _ => throw new ArgumentTransformationMetadataException("This is no query. Give texts, or hashtables as @{ name = 'SELECT ...' }."),
    };

    private static string Text(object? value) => (value is PSObject shell ? shell.BaseObject : value) as string
        ?? throw new ArgumentTransformationMetadataException("A hashtable of queries has texts alone: @{ name = 'SELECT ...' }.");
}
