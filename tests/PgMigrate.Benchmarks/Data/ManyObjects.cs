namespace PgMigrate.Benchmarks.Data;

/// <summary>A schema of 1,000 tables and 3,000 indexes without rows: what describing a database costs.</summary>
internal static class ManyObjects
{
    public const int Tables = 1_000;

    public const string Schema = """
        DO $$
        BEGIN
            FOR n IN 1..1000 LOOP
                EXECUTE format(
                    'CREATE TABLE public.%1$I (id serial PRIMARY KEY, parent_id integer, name text NOT NULL, code varchar(24) DEFAULT ''none'','
                    '    amount numeric(14,4) CHECK (amount >= 0), created_at timestamptz NOT NULL DEFAULT now(), payload jsonb)', 'thing_' || lpad(n::text, 4, '0'));
                EXECUTE format('CREATE INDEX ON public.%I (name, code)', 'thing_' || lpad(n::text, 4, '0'));
                EXECUTE format('CREATE INDEX ON public.%I (lower(name)) WHERE amount > 0', 'thing_' || lpad(n::text, 4, '0'));
                IF n > 1 THEN
                    EXECUTE format('ALTER TABLE public.%I ADD FOREIGN KEY (parent_id) REFERENCES public.%I', 'thing_' || lpad(n::text, 4, '0'), 'thing_' || lpad((n / 2)::text, 4, '0'));
                END IF;
                IF n % 100 = 0 THEN COMMIT; END IF;
            END LOOP;
        END $$
        """;
}
