namespace PgMigrate.Benchmarks.Data;

internal static class ShopSchema
{
    public const string Sql = """
        CREATE TABLE categories (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL, parent_id INTEGER REFERENCES categories (id));
        CREATE TABLE suppliers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, country CHAR(2) NOT NULL, rating REAL, is_active BOOLEAN NOT NULL);
        CREATE TABLE products (
            id INTEGER PRIMARY KEY AUTOINCREMENT, sku VARCHAR(20) NOT NULL, name TEXT NOT NULL, category_id INTEGER NOT NULL REFERENCES categories (id),
            supplier_id INTEGER NOT NULL REFERENCES suppliers (id), price DECIMAL(10,2) NOT NULL, weight REAL, stock INTEGER NOT NULL,
            is_listed BOOLEAN NOT NULL, added_at DATETIME NOT NULL);
        CREATE TABLE product_images (product_id INTEGER NOT NULL REFERENCES products (id), position INTEGER NOT NULL, image BLOB NOT NULL,
            PRIMARY KEY (product_id, position));
        CREATE TABLE customers (
            id INTEGER PRIMARY KEY AUTOINCREMENT, email VARCHAR(120) NOT NULL, full_name TEXT NOT NULL, phone TEXT, birth_date DATE,
            is_subscribed BOOLEAN NOT NULL, created_at DATETIME NOT NULL, last_seen_at TIMESTAMP);
        CREATE TABLE addresses (
            id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), street TEXT NOT NULL, city TEXT NOT NULL,
            postal_code VARCHAR(12), country CHAR(2) NOT NULL);
        CREATE TABLE orders (
            id INTEGER PRIMARY KEY AUTOINCREMENT, customer_id INTEGER NOT NULL REFERENCES customers (id),
            address_id INTEGER REFERENCES addresses (id), status VARCHAR(12) NOT NULL, total DECIMAL(12,2) NOT NULL, note TEXT,
            ordered_at DATETIME NOT NULL, paid_on DATE);
        CREATE TABLE order_lines (
            order_id INTEGER NOT NULL REFERENCES orders (id), line_number INTEGER NOT NULL, product_id INTEGER NOT NULL REFERENCES products (id),
            quantity INTEGER NOT NULL, unit_price DECIMAL(10,2) NOT NULL, discount REAL, PRIMARY KEY (order_id, line_number));
        CREATE TABLE payments (
            id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id), method VARCHAR(16) NOT NULL, amount DECIMAL(12,2) NOT NULL,
            reference TEXT NOT NULL, captured_at INTEGER NOT NULL);
        CREATE TABLE shipments (
            id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id), carrier TEXT NOT NULL, tracking TEXT,
            shipped_at DATETIME NOT NULL, delivered_at DATETIME);
        CREATE TABLE reviews (
            id INTEGER PRIMARY KEY, product_id INTEGER NOT NULL REFERENCES products (id), customer_id INTEGER NOT NULL REFERENCES customers (id),
            stars TINYINT NOT NULL, body TEXT, written_on DATE NOT NULL);
        CREATE TABLE sessions (id TEXT PRIMARY KEY, customer_id INTEGER REFERENCES customers (id), started_at INTEGER NOT NULL, agent TEXT NOT NULL);
        CREATE TABLE audit_log (id INTEGER PRIMARY KEY, at DATETIME NOT NULL, actor TEXT NOT NULL, action VARCHAR(20) NOT NULL, details TEXT NOT NULL);
        """;

    public const string Indexes = """
        CREATE UNIQUE INDEX products_sku ON products (sku);
        CREATE INDEX products_category ON products (category_id);
        CREATE UNIQUE INDEX customers_email ON customers (email);
        CREATE INDEX addresses_customer ON addresses (customer_id);
        CREATE INDEX orders_customer ON orders (customer_id);
        CREATE INDEX orders_ordered_at ON orders (ordered_at);
        CREATE INDEX order_lines_product ON order_lines (product_id);
        CREATE INDEX payments_order ON payments (order_id);
        CREATE INDEX shipments_order ON shipments (order_id);
        CREATE INDEX reviews_product ON reviews (product_id);
        CREATE INDEX sessions_customer ON sessions (customer_id);
        """;
}
