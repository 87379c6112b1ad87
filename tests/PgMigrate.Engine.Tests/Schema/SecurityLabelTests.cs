using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

/// <summary>Labels of a provider that is not loaded: they are written into the catalog by hand, as they would stand there.</summary>
public sealed class SecurityLabelTests(TestServers servers)
{
    private const string Labelled = """
        CREATE SCHEMA "Odd ""Schema"; CREATE TABLE "Odd ""Schema"."t'" (id integer, "Odd; column" text); CREATE VIEW v AS SELECT 1 AS one; CREATE SEQUENCE s;
        CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'; CREATE DOMAIN d AS integer; CREATE TYPE e AS ENUM ('a'); SELECT lo_create(7);
        CREATE MATERIALIZED VIEW m AS SELECT 1 AS one; CREATE TABLE plain (id integer);
        INSERT INTO pg_seclabel (classoid, objoid, objsubid, provider, label) VALUES
            ('pg_namespace'::regclass, '"Odd ""Schema"'::regnamespace, 0, 'dummy', 'secret'),
            ('pg_class'::regclass, '"Odd ""Schema"."t''"'::regclass, 0, 'dummy', 'it''s \ secret'), ('pg_class'::regclass, 'plain'::regclass, 0, 'Another "one', ''),
            ('pg_class'::regclass, '"Odd ""Schema"."t''"'::regclass, 2, 'dummy', 'column'), ('pg_class'::regclass, 'v'::regclass, 0, 'dummy', 'view'),
            ('pg_class'::regclass, 's'::regclass, 0, 'dummy', 'sequence'), ('pg_class'::regclass, 'm'::regclass, 0, 'dummy', 'kept'),
            ('pg_proc'::regclass, 'f'::regproc, 0, 'dummy', 'function'), ('pg_type'::regclass, 'd'::regtype, 0, 'dummy', 'domain'),
            ('pg_type'::regclass, 'e'::regtype, 0, 'dummy', 'type'), ('pg_largeobject'::regclass, 7, 0, 'dummy', 'large');
        """;

    [Fact]
    public async Task Writes_labels_as_pg_dump_does()
        => await SchemaCheck.RequireSameAsPgDumpWithAsync(servers, "--blobs", Labelled, TocDesc.SecurityLabel);

    [Fact]
    public async Task Names_the_label_that_the_destination_refuses_and_leaves_labels_out_when_asked_to()
    {
        var request = await servers.DatabaseWithAsync(Labelled);

        var failure = await Cloning.FailsAsync(request);
        var result = await Cloning.RunAsync(request with { Restart = true, Clean = true, IfExists = true, NoSecurityLabels = true });

        Assert.Equal("EntryFailed", failure.ErrorId);
        Assert.StartsWith("SECURITY LABEL ", failure.Subject, StringComparison.Ordinal);
        Assert.StartsWith("SECURITY LABEL FOR ", failure.Statement, StringComparison.Ordinal);
        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
    }
}
