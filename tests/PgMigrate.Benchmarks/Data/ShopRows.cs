namespace PgMigrate.Benchmarks.Data;

/// <summary>For each table of the shop its rows at scale 1 and the SQLite expressions of its columns over the row's number n.</summary>
internal static class ShopRows
{
    public static IReadOnlyList<(string Table, int Rows, string Values)> All { get; } =
    [
        ("categories", 500, "n, 'Category ' || n, CASE WHEN n > 20 THEN n % 20 + 1 END"),
        ("suppliers", 2_000, "n, 'Supplier ' || n || ' & Sons', substr('DEFRGBUSJPBR', 1 + n % 6 * 2, 2), n % 50 / 10.0, n % 9 <> 0"),
        ("products", 30_000, """
            n, printf('SKU-%08d', n), 'Product ' || n || ' — ' || substr('steel oak linen glass', 1 + n % 15, 6), n % (500 * $scale) + 1, n % (2000 * $scale) + 1,
            (n * 37 % 99999) / 100.0, CASE WHEN n % 4 > 0 THEN n % 311 / 7.0 END, n % 400, n % 13 <> 0, datetime(1577836800 + n * 977, 'unixepoch')
            """),
        ("product_images", 5_000, "n, 1, CAST(replace(hex(zeroblob(30 + n % 100)), '00', printf('%08x', n * 2654435761 % 4294967296)) AS BLOB)"),
        ("customers", 60_000, """
            n, 'customer' || n || '@example.com', 'Zoë Customer ' || n, CASE WHEN n % 3 > 0 THEN '+49 30 ' || (100000 + n) END,
            CASE WHEN n % 5 > 0 THEN date(-631152000 + n * 20011 % 1577836800, 'unixepoch') END, n % 2, datetime(1546300800 + n * 1801, 'unixepoch'),
            CASE WHEN n % 7 > 0 THEN datetime(1672531200 + n * 311, 'unixepoch') END
            """),
        ("addresses", 80_000, """
            n, n % (60000 * $scale) + 1, n % 300 || ' High Street', 'City ' || n % 997, CASE WHEN n % 6 > 0 THEN printf('%05d', n % 99999) END,
            substr('DEFRGBUSJPBR', 1 + n % 6 * 2, 2)
            """),
        ("orders", 100_000, """
            n, n * 7919 % (60000 * $scale) + 1, CASE WHEN n % 8 > 0 THEN n * 31 % (80000 * $scale) + 1 END,
            CASE n % 4 WHEN 0 THEN 'new' WHEN 1 THEN 'paid' WHEN 2 THEN 'shipped' ELSE 'closed' END, (n * 53 % 500000) / 100.0,
            CASE WHEN n % 10 = 0 THEN 'Please ring twice, order ' || n END, datetime(1640995200 + n * 613, 'unixepoch'),
            CASE WHEN n % 4 > 0 THEN date(1640995200 + n * 613, 'unixepoch') END
            """),
        ("order_lines", 200_000, """
            (n + 1) / 2, n % 2 + 1, n * 104729 % (30000 * $scale) + 1, n % 9 + 1, (n * 37 % 99999) / 100.0, CASE WHEN n % 12 = 0 THEN n % 30 / 100.0 END
            """),
        ("payments", 50_000, """
            n, n * 2, CASE n % 3 WHEN 0 THEN 'card' WHEN 1 THEN 'transfer' ELSE 'voucher' END, (n * 53 % 500000) / 100.0,
            printf('%08X-%08X', n * 2654435761 % 4294967296, n), 1641000000 + n * 613
            """),
        ("shipments", 30_000, """
            n, n * 3, 'Carrier ' || n % 8, CASE WHEN n % 5 > 0 THEN printf('TRK%010d', n * 7) END, datetime(1641081600 + n * 1839, 'unixepoch'),
            CASE WHEN n % 6 > 0 THEN datetime(1641254400 + n * 1839, 'unixepoch') END
            """),
        ("reviews", 20_000, """
            n, n * 17 % (30000 * $scale) + 1, n * 29 % (60000 * $scale) + 1, n % 5 + 1,
            CASE WHEN n % 4 > 0 THEN 'It did what it says,' || char(10) || 'for ' || n % 40 || ' weeks.' END, date(1650000000 + n * 3001, 'unixepoch')
            """),
        ("sessions", 15_000, "printf('%016x%08x', n * 2654435761, n), CASE WHEN n % 3 > 0 THEN n % (60000 * $scale) + 1 END, 1700000000 + n * 11, 'Mozilla/5.0 (test ' || n % 40 || ')'"),
        ("audit_log", 7_500, """
            n, datetime(1700000000 + n * 97, 'unixepoch'), 'user' || n % 50, CASE n % 3 WHEN 0 THEN 'create' WHEN 1 THEN 'update' ELSE 'delete' END,
            '{"id":' || n || ',"fields":["price","stock"],"ok":true}'
            """),
    ];
}
