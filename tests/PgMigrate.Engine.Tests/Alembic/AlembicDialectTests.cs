using PgMigrate.Engine.Alembic;
using Xunit;

namespace PgMigrate.Engine.Tests.Alembic;

public sealed class AlembicDialectTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-alembic-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("", "", "", DatabaseUrlDialect.Libpq)]
    [InlineData("APP_URL=postgresql+asyncpg://a:b@localhost/c", "", "", DatabaseUrlDialect.Asyncpg)]
    [InlineData("APP_URL=postgresql+psycopg://a:b@localhost/c", "sqlalchemy.url = postgresql+pg8000://a:b@localhost/c", "", DatabaseUrlDialect.Psycopg)]
    [InlineData("APP_URL=sqlite:///app.db", "sqlalchemy.url = postgresql+pg8000://a:b%%40@localhost/c", "", DatabaseUrlDialect.Pg8000)]
    [InlineData("APP_URL=postgres://a:b@localhost/c", "", "postgresql+psycopg://", DatabaseUrlDialect.Libpq)]
    [InlineData("", "sqlalchemy.url = driver://user:pass@localhost/dbname", "url.replace('postgres://', 'postgresql+psycopg2://')", DatabaseUrlDialect.Psycopg2)]
    [InlineData("", "script_location = %(here)s/migrations", "connectable = async_engine_from_config(", DatabaseUrlDialect.Asyncpg)]
    [InlineData("APP_URL=Host=localhost;Database=c", "", "", DatabaseUrlDialect.Libpq)]
    public void Sees_in_which_form_a_project_wants_its_URL(string dotenv, string ini, string script, DatabaseUrlDialect expected)
    {
        var scripts = Path.Combine(folder, ini.Contains("migrations", StringComparison.Ordinal) ? "migrations" : "alembic");
        Directory.CreateDirectory(scripts);
        File.WriteAllText(Path.Combine(folder, ".env"), dotenv + "\n");
        File.WriteAllText(Path.Combine(folder, "alembic.ini"), "[alembic]\n" + ini + "\n");
        File.WriteAllText(Path.Combine(scripts, "env.py"), script + "\n");

        Assert.Equal(expected, AlembicDialect.Detect(folder, "APP_URL"));
    }

    [Fact]
    public void A_folder_without_anything_gets_the_URL_that_every_driver_s_default_reads()
        => Assert.Equal(DatabaseUrlDialect.Libpq, AlembicDialect.Detect(folder, "APP_URL"));
}
