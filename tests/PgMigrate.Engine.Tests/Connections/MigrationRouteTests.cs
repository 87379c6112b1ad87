using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Connections;

public sealed class MigrationRouteTests
{
    private const string Reference = "abcdefghijklmnopqrst";

    [Theory]
    [InlineData("postgres://postgres:x@db." + Reference + ".supabase.co:5432/postgres", DatabaseProvider.Supabase, ConnectionRoute.Direct)]
    [InlineData("postgres://postgres:x@db." + Reference + ".supabase.co:6543/postgres", DatabaseProvider.Supabase, ConnectionRoute.DedicatedPooler)]
    [InlineData("postgres://postgres." + Reference + ":x@aws-0-eu-west-1.pooler.supabase.com:5432/postgres", DatabaseProvider.Supabase, ConnectionRoute.SessionPooler)]
    [InlineData("postgres://postgres." + Reference + ":x@aws-1-eu-west-1.pooler.supabase.com:6543/postgres", DatabaseProvider.Supabase, ConnectionRoute.TransactionPooler)]
    [InlineData("postgres://u:x@dpg-abc123-a.frankfurt-postgres.render.com/d", DatabaseProvider.Render, ConnectionRoute.External)]
    [InlineData("postgres://u:x@dpg-abc123-a/d", DatabaseProvider.Render, ConnectionRoute.Internal)]
    [InlineData("postgres://u:x@ep-cool-sun-123.eu-central-1.aws.neon.tech/d", DatabaseProvider.Neon, ConnectionRoute.Direct)]
    [InlineData("postgres://u:x@ep-cool-sun-123-pooler.eu-central-1.aws.neon.tech/d", DatabaseProvider.Neon, ConnectionRoute.TransactionPooler)]
    [InlineData("postgres://u:x@127.0.0.1/d", DatabaseProvider.Local, ConnectionRoute.Direct)]
    [InlineData("postgres://u:x@[::1]:6543/d", DatabaseProvider.Local, ConnectionRoute.Direct)]
    [InlineData("host=/run/postgresql dbname=d", DatabaseProvider.Local, ConnectionRoute.Direct)]
    [InlineData("postgres://u:x@db.example.com:6543/d", DatabaseProvider.Other, ConnectionRoute.Direct)]
    [InlineData("postgres://u:x@db.example.com/d?pgbouncer=true", DatabaseProvider.Other, ConnectionRoute.TransactionPooler)]
    [InlineData("postgres://u:x@db." + Reference + ".supabase.co.evil.example/d", DatabaseProvider.Other, ConnectionRoute.Direct)]
    public void Recognizes_who_runs_the_server_and_the_way_to_it(string text, DatabaseProvider provider, ConnectionRoute route)
    {
        var endpoint = EndpointParser.Parse(text);

        Assert.Equal((provider, route), (endpoint.Provider, endpoint.Route));
    }

    [Theory]
    [InlineData("postgres://postgres." + Reference + ":x@aws-1-eu-west-1.pooler.supabase.com:6543/postgres?pgbouncer=true&connection_limit=1", "aws-1-eu-west-1.pooler.supabase.com:5432", ConnectionRoute.SessionPooler)]
    [InlineData("postgres://postgres:x@db." + Reference + ".supabase.co:6543/postgres", "db." + Reference + ".supabase.co:5432", ConnectionRoute.Direct)]
    [InlineData("postgres://u:x@ep-cool-sun-123-pooler.eu-central-1.aws.neon.tech/d", "ep-cool-sun-123.eu-central-1.aws.neon.tech:5432", ConnectionRoute.Direct)]
    public void Goes_around_a_transaction_pooler_with_a_warning(string text, string host, ConnectionRoute route)
    {
        var observer = new RecordingObserver();

        var prepared = MigrationRoute.Prepare(EndpointParser.Parse(text), observer);

        Assert.Equal((host, route, "x"), (prepared.Hosts[0].ToString(), prepared.Route, prepared.Password));
        Assert.Empty(prepared.Settings);
        Assert.Single(observer.Warnings);
    }

    [Fact]
    public void Refuses_a_transaction_pooler_whose_other_form_it_does_not_know()
    {
        var endpoint = EndpointParser.Parse("postgres://u:x@db.example.com/d?pgbouncer=true");

        var error = Assert.Throws<MigrationException>(() => MigrationRoute.Prepare(endpoint, new RecordingObserver()));

        Assert.Equal("TransactionPoolerRefused", error.ErrorId);
        Assert.Contains("direct address", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres://postgres." + Reference + ":x@aws-0-eu-west-1.pooler.supabase.com:5432/postgres?pgbouncer=true")]
    [InlineData("postgres://u:x@db.example.com/d")]
    [InlineData("sqlite:///a.db")]
    public void Leaves_alone_what_keeps_its_session(string text)
    {
        var (endpoint, observer) = (EndpointParser.Parse(text), new RecordingObserver());

        Assert.Same(endpoint, MigrationRoute.Prepare(endpoint, observer));
        Assert.Empty(observer.Warnings);
    }
}
