using System.Reflection;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Schema;
using PgMigrate.Engine.Reports;
using PgMigrate.Engine.Tests.Archives;
using Xunit;

namespace PgMigrate.Engine.Tests.Reports;

/// <summary>The JSON of a report, held against the schema that ships with the module.</summary>
public sealed class ReportSchemaTests : IDisposable
{
    private static readonly string SchemaText = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reports", "report.schema.json"));

    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reports_of_every_kind_of_object_are_as_the_schema_says(bool isBad)
    {
        var items = isBad ? ReportSample.Bad : ReportSample.Good;

        var report = await WriteAsync(items);

        Assert.Equal(JObject.Parse(SchemaText)["$id"], report["$schema"]);
        Assert.Equal([], Errors(report));
        Assert.Equal(items.Select(item => Camel(item.GetType().Name)).Distinct().Order(StringComparer.Ordinal), ((JObject)report["objects"]!).Properties().Select(kind => kind.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_samples_hold_every_kind_of_object()
        => Assert.Equal(ReportJson.Known.Select(kind => kind.Name).Order(StringComparer.Ordinal), ReportSample.Bad.Select(item => item.GetType().Name).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("formatVersion", "2")]
    [InlineData("$schema", "\"urn:pgmigrate:report:9\"")]
    [InlineData("createdAt", "\"yesterday\"")]
    [InlineData("state", "\"fine\"")]
    [InlineData("sections[0].summary", null)]
    [InlineData("objects", "{}")]
    [InlineData("objects.tableIntegrity[0].isMatch", "\"yes\"")]
    [InlineData("objects.tableIntegrity[0].elapsed", "75")]
    [InlineData("objects.tableIntegrity[0].elapsed", "\"75 s\"")]
    [InlineData("objects.tableIntegrity[0].columns[0].source.nulls", null)]
    [InlineData("objects.databaseCopyResult[0].status", "\"Done\"")]
    [InlineData("objects.databaseCopyResult[0].tables[0].rows", "1.5")]
    [InlineData("objects.databaseCopyResult[1].failures[0].name", "null")]
    [InlineData("objects.rowDifference[0].key.id", "7")]
    [InlineData("objects.migrationReadiness[0].estimate", "\"soon\"")]
    [InlineData("objects.assessmentFinding[0].remedy", null)]
    public async Task A_broken_report_is_told_apart(string place, string? value)
    {
        var report = await WriteAsync(ReportSample.Bad);
        var broken = report.SelectToken(place.StartsWith('$') ? $"['{place}']" : place)!;
        if (value is null) broken.Parent!.Remove();
        else broken.Replace(Parse(value));

        Assert.NotEmpty(Errors(report));
    }

    [Fact]
    public void Every_property_of_every_object_is_described()
    {
        var definitions = (JObject)JObject.Parse(SchemaText)["$defs"]!;
        var types = new Queue<Type>(ReportJson.Known);
        var seen = new HashSet<Type>();
        while (types.TryDequeue(out var type))
        {
            if (!seen.Add(type)) continue;
            var definition = definitions[Camel(type.Name)];
            Assert.True(definition is not null, $"The schema has no {Camel(type.Name)}.");
            AssertDescribed(definition, type.Name);
            if (type.IsEnum)
            {
                Assert.Equal(Enum.GetNames(type).Order(StringComparer.Ordinal), definition["oneOf"]!.Select(one => (string)one["const"]!).Order(StringComparer.Ordinal));
                continue;
            }

            var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
            var names = properties.Select(property => Camel(property.Name)).Order(StringComparer.Ordinal).ToList();
            Assert.Equal(names, ((JObject)definition["properties"]!).Properties().Select(property => property.Name).Order(StringComparer.Ordinal));
            Assert.Equal(names, definition["required"]!.Select(name => (string)name!).Order(StringComparer.Ordinal));
            foreach (var property in properties)
            {
                AssertDescribed(definition["properties"]![Camel(property.Name)]!, $"{type.Name}.{property.Name}");
                foreach (var inner in Inner(property.PropertyType)) types.Enqueue(inner);
            }
        }

        Assert.Equal(["duration", "moment", "section", "state"], definitions.Properties().Select(one => one.Name).Except(seen.Select(type => Camel(type.Name))).Order(StringComparer.Ordinal));
    }

    public void Dispose() => folder.Dispose();

    private static void AssertDescribed(JToken definition, string name)
        => Assert.True(((string?)definition["description"])?.EndsWith('.') == true, $"The schema does not describe {name}.");

    /// <summary>The types of PgMigrate that a property's type is made of.</summary>
    private static IEnumerable<Type> Inner(Type type)
    {
        if (type.IsGenericType) return type.GetGenericArguments().SelectMany(Inner);
        return type.Assembly == typeof(TableIntegrity).Assembly ? [type] : [];
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static IEnumerable<string> Errors(JToken report)
    {
        report.IsValid(JSchema.Parse(SchemaText), out IList<string> errors);
        return errors;
    }

    /// <summary>Texts that look like dates stay texts.</summary>
    private static JToken Parse(string text)
    {
        using var reader = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None };
        return JToken.ReadFrom(reader);
    }

    private async Task<JObject> WriteAsync(IReadOnlyList<object> items)
    {
        var path = await MigrationReport.WriteAsync(new() { Path = Path.Combine(folder.Path, "report.json"), Items = items }, TestContext.Current.CancellationToken);
        return (JObject)Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }
}
