using System.Globalization;
using System.Text.Json;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Switching;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Switching;

/// <summary>300 .env files are switched; then the programs' own readers are asked what they say.</summary>
public sealed class DotenvReadersTests : IDisposable
{
    private const int Files = 300;
    private const string Password = "c4n#a$r'y\"% é\\`{}&+:/@?";

    private const string PythonScript = """
        import json, os, sys
        from dotenv import dotenv_values
        folder = sys.argv[1]
        print(json.dumps({name: dotenv_values(os.path.join(folder, name), encoding='utf-8-sig').get('DATABASE_URL') for name in os.listdir(folder) if name.endswith('.env')}))
        """;

    private const string NodeScript = """
        const fs = require('fs'), path = require('path'), dotenv = require('dotenv'), folder = process.argv[1];
        const values = fs.readdirSync(folder).filter(name => name.endsWith('.env')).map(name => [name, dotenv.parse(fs.readFileSync(path.join(folder, name))).DATABASE_URL]);
        console.log(JSON.stringify(Object.fromEntries(values)));
        """;

    private static readonly DatabaseEndpoint New = EndpointParser.Parse("postgresql://app@new.example.org:5432/shop?sslmode=require") with { Password = Password };

    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-readers-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Of_300_files_only_the_value_changes_and_each_goes_back_byte_for_byte()
    {
        var cases = await SwitchAllAsync();

        foreach (var (path, one) in cases)
        {
            Assert.Equal(Convert.ToHexString(one.With(Written(one))), Convert.ToHexString(await File.ReadAllBytesAsync(path, Token)));
            await DatabaseUrlSwitching.RestoreAsync(new() { Targets = [SwitchTargets.File(path)] }, new RecordingObserver(), Token);
            Assert.Equal(Convert.ToHexString(one.With(Old(one))), Convert.ToHexString(await File.ReadAllBytesAsync(path, Token)));
        }

        Assert.Equal(Files, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public async Task The_canary_is_in_the_files_and_nowhere_else()
    {
        var cases = await SwitchAllAsync();

        foreach (var path in Directory.GetFiles(folder, "*.pgmigrate-journal"))
        {
            var journal = await File.ReadAllTextAsync(path, Token);
            Assert.DoesNotContain("c4n", journal, StringComparison.Ordinal);
            Assert.DoesNotContain("c4n", System.Text.Encoding.Latin1.GetString(JsonDocument.Parse(journal).RootElement.GetProperty("before").GetBytesFromBase64()), StringComparison.Ordinal);
        }

        Assert.Equal(cases.Count, Directory.GetFiles(folder, "*.pgmigrate-journal").Length);
    }

    [Fact]
    public async Task Python_dotenv_reads_what_was_written()
    {
        var python = await Interpreter.PythonAsync("dotenv");
        var cases = await SwitchAllAsync();

        await AssertReadAsync(cases.Where(pair => pair.Value.IsPythons), python, ["-c", PythonScript, folder]);
    }

    [Fact]
    public async Task Nodes_dotenv_reads_what_was_written()
    {
        var node = await Interpreter.NodeAsync("dotenv");
        var cases = await SwitchAllAsync();

        await AssertReadAsync(cases, node, ["-e", NodeScript, folder]);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Old(DotenvCase one) => DatabaseUrl.Format(EndpointParser.Parse("postgresql://old:secret@old.example.org:5432/app"), one.Dialect).Text;

    private static string Written(DotenvCase one) => DatabaseUrl.Format(New, one.Dialect).Text;

    private async Task<Dictionary<string, DotenvCase>> SwitchAllAsync()
    {
        var cases = Enumerable.Range(0, Files).ToDictionary(number => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{number:000}.env")), DotenvCase.Make);
        foreach (var (path, one) in cases) await File.WriteAllBytesAsync(path, one.With(Old(one)), Token);
        var observer = new RecordingObserver();
        var request = new DatabaseUrlSwitchRequest { Database = New, Targets = [.. cases.Keys.Select(SwitchTargets.File)], TestConnection = false };
        var records = await DatabaseUrlSwitching.SwitchAsync(request, observer, Token);
        Assert.All(records, record => Assert.Equal((SwitchStatus.Switched, null), (record.Status, record.Error)));
        Assert.DoesNotContain("c4n", JsonSerializer.Serialize(records) + string.Concat(records) + string.Concat(observer.VerboseMessages) + string.Concat(observer.Warnings), StringComparison.Ordinal);
        return cases;
    }

    private static async Task AssertReadAsync(IEnumerable<KeyValuePair<string, DotenvCase>> cases, Interpreter program, string[] arguments)
    {
        var read = JsonDocument.Parse(await program.RunAsync(arguments)).RootElement;
        Assert.All(cases, pair => Assert.Equal(Written(pair.Value), read.GetProperty(Path.GetFileName(pair.Key)).GetString()));
    }
}
