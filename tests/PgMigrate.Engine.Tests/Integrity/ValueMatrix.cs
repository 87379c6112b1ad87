namespace PgMigrate.Engine.Tests.Integrity;

/// <summary>A table of values of many types, and a table without a key, as every version of PostgreSQL takes them.</summary>
internal static class ValueMatrix
{
    public const string Schema = """
        CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
        CREATE TYPE pair AS (a integer, b text);
        CREATE DOMAIN amount AS numeric(12,3);
        CREATE TABLE every_type (
            id integer PRIMARY KEY, small smallint, large bigint, exact numeric, scaled amount, single real, double double precision, flag boolean,
            words text, limited varchar(40), padded char(8), bytes bytea, day date, clock time, clock_zone timetz, moment timestamp, instant timestamptz, span interval,
            document json, tree jsonb, numbers integer[], texts text[], place uuid, network inet, route cidr, card macaddr, bits bit(5), more_bits varbit,
            dot point, shape box, feeling mood, both_parts pair, many_parts pair[], reach int4range, times tstzrange, price money, search tsvector, markup xml,
            relation regclass, number oid, letter "char", title name);
        CREATE TABLE keyless (a integer, b text);
        """;

    /// <summary>Rows of every type; the tenth has no values, the eleventh odd ones.</summary>
    public const string Rows = """
        SET timezone = 'UTC';
        INSERT INTO every_type SELECT
            n, n, n * 10000000000::bigint, n * 1.10, n / 7.0, n / 3.0, n / 3.0::float8, n % 2 = 0, 'word ' || n, 'limited ' || n, 'p' || n, sha256(n::text::bytea),
            date '2024-01-01' + n, time '10:00' + n * interval '1 second', timetz '10:00+02', timestamp '2024-01-01 10:00:00.123456' + n * interval '1 day',
            timestamptz '2024-06-01 10:00:00.5+00' + n * interval '1 hour', n * interval '1 day 2 hours', ('{"b": ' || n || ',  "a": [1, 2]}')::json,
            ('{"b": ' || n || ',  "a": [1.10, 2]}')::jsonb, ARRAY[n, n + 1, NULL], ARRAY['a,b', 'c"d', NULL, 'NULL', ''], md5(n::text)::uuid, ('10.0.0.' || n)::inet, '10.1.0.0/16',
            '08:00:2b:01:02:03', (n % 32)::bit(5), '101', point(n, n / 3.0), box(point(0, 0), point(n, n)), (ARRAY['sad', 'ok', 'happy'])[n % 3 + 1]::mood, ROW(n, 'x, "y"')::pair,
            ARRAY[ROW(n, NULL)::pair, NULL], int4range(n, n + 10), tstzrange('2024-01-01', '2024-02-01'), (n * 1.25)::numeric::money, to_tsvector('simple', 'some words ' || n),
            '<a b="c">d</a>', 'keyless'::regclass, n, 'x', 'title ' || n
        FROM generate_series(1, 9) n;
        INSERT INTO every_type (id) VALUES (10);
        INSERT INTO every_type (id, exact, single, double, words, bytes, padded, span, instant, numbers, texts, both_parts, day)
            VALUES (11, 'NaN', 'Infinity', 'NaN', '', '', '', '0', 'infinity', '{}', '{}', ROW(NULL, NULL), '-infinity');
        INSERT INTO keyless SELECT n % 5, CASE WHEN n % 7 > 0 THEN 'line ' || n % 3 END FROM generate_series(1, 50) n;
        ANALYZE
        """;
}
