namespace PgMigrate.Benchmarks.Data;

/// <summary>One big table of ten column types. Every value follows from its row's number, so that each run moves the same bytes.</summary>
internal static class EventTable
{
    private const int Rows = 1_000_000;

    public const string Schema = """
        CREATE TABLE public.events (
            id bigint PRIMARY KEY,
            device integer NOT NULL,
            title text NOT NULL,
            code varchar(24),
            recorded_at timestamptz NOT NULL,
            amount numeric(14,4),
            reading double precision NOT NULL,
            is_valid boolean NOT NULL,
            correlation uuid NOT NULL,
            payload jsonb
        )
        """;

    /// <summary>Nulls in three columns, texts of 20 to 70 characters, JSON of three members.</summary>
    public static string Fill(int scale) => $$"""
        INSERT INTO public.events
        SELECT n,
               (n * 7919 % 5000)::integer,
               'Reading ' || n || ' of ' || repeat(substr('sensor gateway turbine ', 1 + (n % 16)::integer), 1 + (n % 3)::integer),
               CASE WHEN n % 11 <> 0 THEN 'C-' || to_hex(n * 2654435761 % 4294967296) END,
               timestamptz '2021-01-01 00:00:00+00' + n * interval '37 seconds' + n % 1000 * interval '1 millisecond',
               CASE WHEN n % 17 <> 0 THEN (n * 48271 % 2147483647)::numeric / 10000 END,
               sqrt(n::double precision) * sin(n::double precision),
               n % 10 <> 0,
               md5(n::text)::uuid,
               CASE WHEN n % 5 <> 0 THEN jsonb_build_object('site', n % 97, 'state', 'phase ' || n % 7, 'tags', jsonb_build_array(n % 3, n % 13)) END
        FROM generate_series(1::bigint, {{(long)Rows * scale}}) n;
        ANALYZE public.events
        """;
}
