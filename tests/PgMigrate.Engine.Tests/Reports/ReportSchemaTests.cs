using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using PgMigrate.Engine.Reports;
using PgMigrate.Engine.Tests.Archives;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Reports;

/// <summary>The JSON of a report, held against the schema that ships with the module.</summary>
public sealed class ReportSchemaTests : IDisposable
{
    /// <summary>Holds each report against the schema, and prints the errors of each.</summary>
    private const string Validation = """
        import json, sys, jsonschema
        schema, reports = (json.load(open(path, encoding='utf-8')) for path in sys.argv[1:3])
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        print(json.dumps([[error.json_path + ': ' + error.message for error in validator.iter_errors(report)] for report in reports]))
        """;

    private static readonly string SchemaPath = Path.Combine(AppContext.BaseDirectory, "Reports", "report.schema.json");

    private static readonly JsonObject Schema = JsonNode.Parse(File.ReadAllText(SchemaPath))!.AsObject();

    /// <summary>Where a report is broken, and by what; null for what is taken away.</summary>
    private static readonly (string Place, string? Value)[] Breakages =
    [
        ("formatVersion", "2"),
        ("$schema", "\"urn:pgmigrate:report:9\""),
        ("createdAt", "\"yesterday\""),
        ("state", "\"fine\""),
        ("sections/0/summary", null),
        ("objects", "{}"),
        ("objects/tableIntegrity/0/isMatch", "\"yes\""),
        ("objects/tableIntegrity/0/elapsed", "75"),
        ("objects/tableIntegrity/0/elapsed", "\"75 s\""),
        ("objects/tableIntegrity/0/columns/0/source/nulls", null),
        ("objects/databaseCopyResult/0/status", "\"Done\""),
        ("objects/databaseCopyResult/0/tables/0/rows", "1.5"),
        ("objects/databaseCopyResult/1/failures/0/name", "null"),
        ("objects/rowDifference/0/key/id", "7"),
        ("objects/migrationReadiness/0/estimate", "\"soon\""),
        ("objects/assessmentFinding/0/remedy", null),
    ];

    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reports_of_every_kind_of_object_are_as_the_schema_says(bool isBad)
    {
        var items = isBad ? ReportSample.Bad : ReportSample.Good;

        var report = await WriteAsync(items);

        Assert.Equal((string?)Schema["$id"], (string?)report["$schema"]);
        Assert.Equal(items.Select(item => Camel(item.GetType().Name)).Distinct().Order(StringComparer.Ordinal), report["objects"]!.AsObject().Select(kind => kind.Key).Order(StringComparer.Ordinal));
        Assert.Equal([], Assert.Single(await ErrorsAsync([report])));
    }

    [Fact]
    public void The_samples_hold_every_kind_of_object()
        => Assert.Equal(ReportJson.Known.Select(kind => kind.Name).Order(StringComparer.Ordinal), ReportSample.Bad.Select(item => item.GetType().Name).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_broken_report_is_told_apart()
    {
        var report = await WriteAsync(ReportSample.Bad);

        var errors = await ErrorsAsync([.. Breakages.Select(one => Broken(report, one.Place.Split('/'), one.Value))]);

        Assert.All(Breakages.Zip(errors), pair => Assert.True(pair.Second.Count > 0, pair.First.ToString()));
    }

    [Fact]
    public void Every_property_of_every_object_is_described()
    {
        var definitions = Schema["$defs"]!.AsObject();
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
                Assert.Equal(Enum.GetNames(type).Order(StringComparer.Ordinal), definition["oneOf"]!.AsArray().Select(one => (string)one!["const"]!).Order(StringComparer.Ordinal));
                continue;
            }

            var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
            var names = properties.Select(property => Camel(property.Name)).Order(StringComparer.Ordinal).ToList();
            Assert.Equal(names, definition["properties"]!.AsObject().Select(property => property.Key).Order(StringComparer.Ordinal));
            Assert.Equal(names, definition["required"]!.AsArray().Select(name => (string)name!).Order(StringComparer.Ordinal));
            foreach (var property in properties)
            {
                AssertDescribed(definition["properties"]![Camel(property.Name)]!, $"{type.Name}.{property.Name}");
                foreach (var inner in Inner(property.PropertyType)) types.Enqueue(inner);
            }
        }

        Assert.Equal(["duration", "moment", "section", "state"], definitions.Select(one => one.Key).Except(seen.Select(type => Camel(type.Name))).Order(StringComparer.Ordinal));
    }

    public void Dispose() => folder.Dispose();

    private static void AssertDescribed(JsonNode definition, string name)
        => Assert.True(((string?)definition["description"])?.EndsWith('.') == true, $"The schema does not describe {name}.");

    /// <summary>The types of PgMigrate that a property's type is made of.</summary>
    private static IEnumerable<Type> Inner(Type type)
    {
        if (type.IsGenericType) return type.GetGenericArguments().SelectMany(Inner);
        return type.Assembly == typeof(TableIntegrity).Assembly ? [type] : [];
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static JsonNode Broken(JsonNode report, string[] place, string? value)
    {
        var broken = report.DeepClone();
        var whole = place[..^1].Aggregate(broken, (node, step) => int.TryParse(step, out var number) ? node[number]! : node[step]!);
        Assert.True(whole.AsObject().ContainsKey(place[^1]), string.Join('/', place));
        if (value is null) whole.AsObject().Remove(place[^1]);
        else whole[place[^1]] = JsonNode.Parse(value);
        return broken;
    }

    /// <summary>What is wrong with each report.</summary>
    private async Task<IReadOnlyList<IReadOnlyList<string>>> ErrorsAsync(IReadOnlyList<JsonNode> reports)
    {
        var python = await Interpreter.PythonAsync("jsonschema");
        var path = Path.Combine(folder.Path, "reports.json");
        await File.WriteAllTextAsync(path, new JsonArray([.. reports.Select(report => report.DeepClone())]).ToJsonString(), TestContext.Current.CancellationToken);
        return JsonSerializer.Deserialize<List<List<string>>>(await python.RunAsync("-c", Validation, SchemaPath, path))!;
    }

    private async Task<JsonObject> WriteAsync(IReadOnlyList<object> items)
    {
        var path = await MigrationReport.WriteAsync(new() { Path = Path.Combine(folder.Path, "report.json"), Items = items }, TestContext.Current.CancellationToken);
        return JsonNode.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!.AsObject();
    }
}
