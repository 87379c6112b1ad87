using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

/// <summary>What contrib's extensions are made of, as objects of a user: their membership is taken away.</summary>
public sealed class ContribObjectsTests(TestServers servers)
{
    public static TheoryData<string> Extensions =>
    [
        "hstore", "citext", "cube", "ltree", "intarray", "seg", "pg_trgm", "btree_gist", "btree_gin", "bloom", "dict_xsyn", "dict_int", "unaccent",
        "postgres_fdw", "file_fdw", "tablefunc", "pgcrypto", "lo", "fuzzystrmatch", "uuid-ossp", "tsm_system_rows",
    ];

    [Theory]
    [MemberData(nameof(Extensions))]
    public Task Writes_what_an_extension_is_made_of_as_pg_dump_does(string extension) => SchemaCheck.RequireSameAsPgDumpAsync(servers, Freed(extension));

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public Task Restores_what_extensions_are_made_of_on_every_version(int major)
        // pg_dump leaves it to chance in which order isn's families get what several of their types have in common.
        => SchemaCheck.RequireSameCloneAsync(servers, Freed("isn") + string.Concat(Extensions.Select(one => Freed(one.Data))), major);

    private static string Freed(string extension) => $"""
        CREATE SCHEMA IF NOT EXISTS "Freed ""ones";
        CREATE EXTENSION "{extension}" SCHEMA "Freed ""ones";
        DELETE FROM pg_depend WHERE deptype = 'e' AND refobjid = (SELECT oid FROM pg_extension WHERE extname = '{extension}');
        DROP EXTENSION "{extension}";

        """;
}
