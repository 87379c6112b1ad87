namespace PgMigrate;

/// <summary>A form in which a client library wants its connection written.</summary>
public enum DatabaseUrlDialect
{
    /// <summary><c>postgresql://</c> as libpq and psql read it.</summary>
    Libpq,

    /// <summary><c>host=… dbname=…</c> as libpq reads it.</summary>
    LibpqKeywords,

    /// <summary>SQLAlchemy's <c>postgresql+psycopg2://</c>.</summary>
    Psycopg2,

    /// <summary>SQLAlchemy's <c>postgresql+psycopg://</c> (psycopg 3).</summary>
    Psycopg,

    /// <summary>SQLAlchemy's <c>postgresql+asyncpg://</c>.</summary>
    Asyncpg,

    /// <summary>SQLAlchemy's <c>postgresql+pg8000://</c>.</summary>
    Pg8000,

    /// <summary><c>jdbc:postgresql://</c>.</summary>
    Jdbc,

    /// <summary><c>Host=…;Database=…</c> as Npgsql reads it.</summary>
    Npgsql,

    /// <summary>Prisma's URL.</summary>
    Prisma,

    /// <summary>Go's pgx.</summary>
    Pgx,

    /// <summary>dj-database-url's <c>postgres://</c>.</summary>
    Django,

    /// <summary><c>sqlite:///file</c> as SQLAlchemy writes it.</summary>
    Sqlite,

    /// <summary>A SQLite file's bare path.</summary>
    FilePath,
}
