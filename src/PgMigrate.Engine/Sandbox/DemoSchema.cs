namespace PgMigrate.Engine.Sandbox;

/// <summary>The demo shop's schema, written as SQLite applications write theirs.</summary>
internal static class DemoSchema
{
    public const string Tables = """
        CREATE TABLE customers (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            public_id TEXT NOT NULL UNIQUE,
            email VARCHAR(120) NOT NULL UNIQUE,
            name TEXT NOT NULL,
            is_active BOOLEAN NOT NULL DEFAULT 1,
            preferences JSON,
            created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
            last_seen_ms INTEGER
        );

        CREATE TABLE addresses (
            id INTEGER PRIMARY KEY,
            customer_id INTEGER NOT NULL REFERENCES customers ON DELETE CASCADE,
            street TEXT NOT NULL,
            city TEXT NOT NULL,
            postal_code TEXT NOT NULL,
            country CHAR(2) NOT NULL DEFAULT 'DE',
            is_default BOOLEAN NOT NULL DEFAULT 0
        );

        CREATE TABLE categories (
            id INTEGER PRIMARY KEY,
            parent_id INTEGER REFERENCES categories (id),
            name TEXT NOT NULL,
            slug TEXT NOT NULL UNIQUE
        );

        CREATE TABLE products (
            id INTEGER PRIMARY KEY,
            category_id INTEGER NOT NULL REFERENCES categories,
            sku TEXT NOT NULL UNIQUE,
            title TEXT NOT NULL,
            description TEXT,
            price DECIMAL(10, 2) NOT NULL CHECK (price >= 0),
            weight_kg REAL,
            is_published BOOLEAN NOT NULL DEFAULT 0,
            attributes JSON NOT NULL DEFAULT '{}',
            thumbnail BLOB,
            released_on DATE
        );

        CREATE TABLE orders (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            customer_id INTEGER NOT NULL REFERENCES customers,
            address_id INTEGER NOT NULL REFERENCES addresses,
            status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'paid', 'shipped', 'cancelled')),
            total DECIMAL(12, 2) NOT NULL,
            placed_at_ms INTEGER NOT NULL,
            note TEXT
        );

        CREATE TABLE order_items (
            order_id INTEGER NOT NULL REFERENCES orders ON DELETE CASCADE,
            line INTEGER NOT NULL,
            product_id INTEGER NOT NULL REFERENCES products,
            quantity INTEGER NOT NULL CHECK (quantity > 0),
            unit_price DECIMAL(10, 2) NOT NULL,
            PRIMARY KEY (order_id, line)
        ) WITHOUT ROWID;

        CREATE TABLE payments (
            id INTEGER PRIMARY KEY,
            order_id INTEGER NOT NULL REFERENCES orders,
            reference TEXT NOT NULL UNIQUE,
            method TEXT NOT NULL,
            amount DECIMAL(12, 2) NOT NULL,
            is_refunded BOOLEAN NOT NULL DEFAULT 0,
            paid_at TEXT NOT NULL
        );

        CREATE TABLE returns (
            id INTEGER PRIMARY KEY,
            order_id INTEGER NOT NULL,
            line INTEGER NOT NULL,
            reason TEXT,
            returned_on DATE NOT NULL,
            FOREIGN KEY (order_id, line) REFERENCES order_items
        );

        CREATE TABLE events (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            customer_id INTEGER REFERENCES customers ON DELETE SET NULL,
            kind TEXT NOT NULL,
            payload JSON,
            is_mobile BOOLEAN NOT NULL,
            happened_at_ms INTEGER NOT NULL
        );
        """;

    /// <summary>Indexes are made faster of rows that are there.</summary>
    public const string AfterRows = """
        CREATE INDEX customers_email_lower ON customers (lower(email));
        CREATE INDEX addresses_customer ON addresses (customer_id);
        CREATE UNIQUE INDEX addresses_default ON addresses (customer_id) WHERE is_default = 1;
        CREATE INDEX products_title ON products (title COLLATE NOCASE);
        CREATE INDEX orders_latest ON orders (customer_id, placed_at_ms DESC);
        CREATE INDEX orders_open ON orders (placed_at_ms) WHERE status = 'open';
        CREATE INDEX events_latest ON events (happened_at_ms DESC);

        CREATE VIEW customer_totals AS
        SELECT c.id, c.name, count(o.id) AS orders, coalesce(sum(o.total), 0) AS spent
        FROM customers AS c LEFT JOIN orders AS o ON o.customer_id = c.id AND o.status <> 'cancelled'
        GROUP BY c.id, c.name;

        CREATE TRIGGER orders_touch_customer AFTER INSERT ON orders
        BEGIN
            UPDATE customers SET last_seen_ms = NEW.placed_at_ms WHERE id = NEW.customer_id;
        END;
        """;
}
