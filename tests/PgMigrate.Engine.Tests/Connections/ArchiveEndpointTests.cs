using System.Text;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Connections;

/// <summary>A path names an archive by what is there, else by its ending.</summary>
public sealed class ArchiveEndpointTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-test-").FullName;

    [Theory]
    [InlineData("nightly", "PGDMP\u0001\u000e", DatabaseKind.Archive)]
    [InlineData("nightly.db", "PGDMP\u0001\u000e", DatabaseKind.Archive)]
    [InlineData("shop.sql", "CREATE TABLE t (a int);", DatabaseKind.Archive)]
    [InlineData("SHOP.SQL.GZ", "\u001f", DatabaseKind.Archive)]
    [InlineData("shop.tar", "toc.dat", DatabaseKind.Archive)]
    [InlineData("shop.dump", "SQLite format 3\0", DatabaseKind.Sqlite)]
    [InlineData("shop.db", "SQLite format 3\0", DatabaseKind.Sqlite)]
    [InlineData("shop", "", DatabaseKind.Sqlite)]
    public void Tells_archives_from_SQLite_files_by_what_they_hold(string name, string content, DatabaseKind kind)
    {
        File.WriteAllBytes(Path.Combine(folder, name), Encoding.Latin1.GetBytes(content));

        var endpoint = EndpointParser.Parse(name, folder);

        Assert.Equal((kind, Path.Combine(folder, name)), (endpoint.Kind, endpoint.Database));
        Assert.Equal(Path.Combine(folder, name), endpoint.ToString());
        Assert.Equal(Path.Combine(folder, name), DatabaseUrl.Masked(endpoint));
    }

    [Fact]
    public void Knows_a_folder_by_its_table_of_contents()
    {
        Directory.CreateDirectory(Path.Combine(folder, "archive"));
        File.WriteAllText(Path.Combine(folder, "archive", "toc.dat.gz"), "");

        Assert.Equal(DatabaseKind.Archive, EndpointParser.Parse("./archive", folder).Kind);
        Assert.Equal("InvalidEndpoint", Assert.Throws<MigrationException>(() => EndpointParser.Parse("..", Path.Combine(folder, "archive"))).ErrorId);
    }

    [Theory]
    [InlineData("missing.dump", DatabaseKind.Archive)]
    [InlineData("missing.sql", DatabaseKind.Archive)]
    [InlineData("missing.sqlite", DatabaseKind.Sqlite)]
    public void Goes_by_the_ending_where_nothing_is_there(string name, DatabaseKind kind) => Assert.Equal(kind, EndpointParser.Parse(name, folder).Kind);

    [Fact]
    public async Task Is_no_server_and_says_so()
    {
        var archive = ArchiveEndpoint.Of("shop.dump");

        var error = await Assert.ThrowsAsync<MigrationException>(
            () => ConnectionTest.RunAsync(archive, new(), new RecordingObserver(), TestContext.Current.CancellationToken));

        Assert.Equal("PostgresRequired", error.ErrorId);
        Assert.Contains("an archive", error.Message, StringComparison.Ordinal);
        Assert.Contains("Import-PgDatabase", error.Remedy, StringComparison.Ordinal);
        Assert.Equal("DialectCannotExpress", Assert.Throws<MigrationException>(() => DatabaseUrl.Format(archive, DatabaseUrlDialect.Libpq)).ErrorId);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
