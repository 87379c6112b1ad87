namespace PgMigrate.Benchmarks.Data;

/// <summary>
/// A table of documents of a megabyte each, of which the server's own compression leaves little on the disk: nine tenths repeat themselves, and
/// a tenth does not, as text and as a stream.
/// </summary>
internal static class DocumentTable
{
    public const string Schema = """
        CREATE TABLE public.documents (id bigint PRIMARY KEY, digest bytea NOT NULL, body text NOT NULL);
        ALTER TABLE public.documents ALTER COLUMN digest SET STORAGE EXTERNAL
        """;

    private const int Rows = 250;

    public static string Fill(int scale) => $$"""
        INSERT INTO public.documents
            SELECT n, (SELECT string_agg(sha512(convert_to(n || ' ' || i, 'UTF8')), '') FROM generate_series(1, 800) i), repeat(md5(n::text) || E'\t' || n, 25000)
            FROM generate_series(1::bigint, {{Rows * scale}}) n
        """;

    /// <summary>About how much text the rows are in COPY's format.</summary>
    public static long TextBytes(int scale) => scale * (long)Rows * 1_000_000;
}
