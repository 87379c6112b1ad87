namespace PgMigrate.Benchmarks.Data;

/// <summary>200 small tables, one without a key, and one of twelve partitions: what a copy costs where starting each table is the work.</summary>
internal static class ManyTables
{
    public const string Schema = """
        DO $$
        BEGIN
            FOR n IN 1..200 LOOP
                EXECUTE format('CREATE TABLE public.%I (id integer PRIMARY KEY, name text NOT NULL, added_on date NOT NULL, price numeric(10,2))',
                               'item_' || lpad(n::text, 3, '0'));
            END LOOP;
        END $$;
        CREATE TABLE public.log_lines (logged_at timestamptz NOT NULL, level smallint NOT NULL, line text NOT NULL);
        CREATE TABLE public.measurements (taken_on date NOT NULL, station integer NOT NULL, value double precision, PRIMARY KEY (taken_on, station))
            PARTITION BY RANGE (taken_on);
        DO $$
        BEGIN
            FOR month IN 1..12 LOOP
                EXECUTE format('CREATE TABLE public.%I PARTITION OF public.measurements FOR VALUES FROM (%L) TO (%L)',
                               'measurements_' || lpad(month::text, 2, '0'),
                               make_date(2024, month, 1), make_date(2024, month, 1) + interval '1 month');
            END LOOP;
        END $$
        """;

    /// <summary>60 to 260 rows in each small table, 50,000 lines, 500 stations on each day of a year.</summary>
    public static string Fill(int scale) => $"""
        DO $$
        BEGIN
            FOR n IN 1..200 LOOP
                EXECUTE format('INSERT INTO public.%I SELECT i, ''Item '' || i, date ''2020-01-01'' + i, i * 1.25 FROM generate_series(1, %s) i',
                               'item_' || lpad(n::text, 3, '0'), (60 + n) * {scale});
            END LOOP;
        END $$;
        INSERT INTO public.log_lines
            SELECT timestamptz '2024-01-01 00:00:00+00' + n * interval '1 second', n % 5, 'Request ' || n || ' took ' || n % 977 || ' ms'
            FROM generate_series(1, {50_000 * scale}) n;
        INSERT INTO public.measurements
            SELECT date '2024-01-01' + day, station, station * sin(day)
            FROM generate_series(0, 365) day, generate_series(1, {500 * scale}) station;
        ANALYZE
        """;
}
