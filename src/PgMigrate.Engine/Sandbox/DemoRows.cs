using System.Globalization;
using System.Text.Json.Nodes;

namespace PgMigrate.Engine.Sandbox;

/// <summary>The demo shop's rows, in the order of its schema's tables and columns. One seed, so that every run makes the same.</summary>
internal sealed class DemoRows
{
    private const int Customers = 3_000;
    private const int Categories = 36;
    private const int Products = 900;
    private const int Orders = 9_000;
    private const int Events = 17_000;

    /// <summary>2024-01-01 in milliseconds; what happens in the shop happens in the year that follows.</summary>
    private const long FirstDay = 1_704_067_200_000;
    private const long Year = 366L * 24 * 60 * 60 * 1000;

    private static readonly byte[] PngSignature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    // A seeded Random makes the same numbers on every version of .NET.
    private readonly Random random = new(15_432);
    private readonly List<object?[]> customers = [];
    private readonly List<object?[]> addresses = [];
    private readonly List<object?[]> categories = [];
    private readonly List<object?[]> products = [];
    private readonly List<object?[]> orders = [];
    private readonly List<object?[]> items = [];
    private readonly List<object?[]> payments = [];
    private readonly List<object?[]> returns = [];
    private readonly List<object?[]> events = [];

    public DemoRows()
    {
        for (var id = 1; id <= Customers; id++) AddCustomer(id);
        for (var id = 1; id <= Categories; id++) AddCategory(id);
        for (var id = 1; id <= Products; id++) AddProduct(id);
        for (var id = 1; id <= Orders; id++) AddOrder(id);
        for (var id = 1; id <= Events; id++) AddEvent(id);
    }

    /// <summary>Parents before the tables that refer to them.</summary>
    public IEnumerable<(string Table, IReadOnlyList<object?[]> Rows)> Tables =>
    [
        ("customers", customers), ("addresses", addresses), ("categories", categories), ("products", products),
        ("orders", orders), ("order_items", items), ("payments", payments), ("returns", returns), ("events", events),
    ];

    private void AddCustomer(int id)
    {
        var (given, family) = (Pick(DemoWords.GivenNames), Pick(DemoWords.FamilyNames));
        var email = string.Create(CultureInfo.InvariantCulture, $"{Ascii(given)}.{Ascii(family)}{id}@example.com");
        var preferences = Chance(0.7) ? Preferences() : null;
        var createdAt = At(random.NextInt64(Year / 2));
        customers.Add(
        [
            id, Uuid(), email, $"{given} {family}", Flag(0.93), preferences,
            createdAt.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), Chance(0.85) ? Milliseconds(createdAt) + random.NextInt64(Year / 2) : null,
        ]);
        for (var number = 0; number < (Chance(0.25) ? 2 : 1); number++) AddAddress(id, isDefault: number == 0);
    }

    private void AddAddress(int customer, bool isDefault) => addresses.Add(
    [
        addresses.Count + 1, customer, string.Create(CultureInfo.InvariantCulture, $"{Pick(DemoWords.Streets)} {random.Next(1, 180)}"), Pick(DemoWords.Cities),
        random.Next(1_000, 99_999).ToString("D5", CultureInfo.InvariantCulture), Pick(DemoWords.Countries), isDefault ? 1 : 0,
    ]);

    private void AddCategory(int id)
    {
        var parents = DemoWords.Departments.Length;
        var parent = id <= parents ? null : (object)(((id - 1) % parents) + 1);
        var name = id <= parents ? DemoWords.Departments[id - 1] : $"{Pick(DemoWords.Adjectives)} {DemoWords.Departments[(id - 1) % parents]}";
        categories.Add([id, parent, name, string.Create(CultureInfo.InvariantCulture, $"{Ascii(name).Replace(' ', '-')}-{id}")]);
    }

    private void AddProduct(int id)
    {
        var title = $"{Pick(DemoWords.Adjectives)} {Pick(DemoWords.Things)}";
        var attributes = new JsonObject
        {
            ["color"] = Pick(DemoWords.Colors),
            ["materials"] = new JsonArray(Pick(DemoWords.Materials), Pick(DemoWords.Materials)),
            ["rating"] = random.Next(10, 51) / 10.0,
        };
        products.Add(
        [
            id, random.Next(1, Categories + 1), string.Create(CultureInfo.InvariantCulture, $"{Ascii(title)[..3].ToUpperInvariant()}-{id:D5}"), title,
            Chance(0.8) ? $"{title}, {Pick(DemoWords.Colors)}. It’s made of {Pick(DemoWords.Materials)}." : null, Price(), random.Next(50, 9_000) / 1000.0,
            Flag(0.9), attributes.ToJsonString(), Chance(0.6) ? Thumbnail() : null, Chance(0.9) ? At(random.NextInt64(Year)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
        ]);
    }

    private void AddOrder(int id)
    {
        var address = addresses[random.Next(addresses.Count)];
        var placedAt = At(random.NextInt64(Year));
        var status = Pick(DemoWords.OrderStatuses);
        var total = 0m;
        var lines = random.Next(1, 5);
        for (var line = 1; line <= lines; line++)
        {
            var product = products[random.Next(products.Count)];
            var (quantity, price) = (random.Next(1, 4), (decimal)product[5]!);
            items.Add([id, line, product[0], quantity, Stored(price)]);
            total += quantity * price;
            if (status == "shipped" && Chance(0.03)) AddReturn(id, line, placedAt);
        }

        orders.Add([id, address[1], address[0], status, Stored(total), Milliseconds(placedAt), Chance(0.1) ? Pick(DemoWords.Notes) : null]);
        if (status is "paid" or "shipped") AddPayment(id, total, placedAt);
    }

    private void AddReturn(int order, int line, DateTimeOffset placedAt)
        => returns.Add([returns.Count + 1, order, line, Pick(DemoWords.Reasons), placedAt.AddDays(random.Next(2, 30)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)]);

    private void AddPayment(int order, decimal amount, DateTimeOffset placedAt)
    {
        var paidAt = placedAt.AddMilliseconds(random.Next(90_000_000)).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        payments.Add([payments.Count + 1, order, Uuid(), Pick(DemoWords.PaymentMethods), Stored(amount), Flag(0.02), paidAt]);
    }

    private void AddEvent(int id)
    {
        var payload = Chance(0.9) ? Payload() : null;
        events.Add([id, Chance(0.8) ? random.Next(1, Customers + 1) : null, Pick(DemoWords.EventKinds), payload, Flag(0.6), FirstDay + random.NextInt64(Year)]);
    }

    private string Pick(string[] words) => words[random.Next(words.Length)];

    private bool Chance(double probability) => random.NextDouble() < probability;

    private int Flag(double probability) => Chance(probability) ? 1 : 0;

    private decimal Price() => random.Next(199, 49_999) / 100m;

    private string Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    private byte[] Thumbnail()
    {
        var bytes = new byte[random.Next(300, 1_800)];
        random.NextBytes(bytes);
        PngSignature.CopyTo(bytes, 0);
        return bytes;
    }

    /// <summary>SQLite has no decimals: an amount is stored as the nearest real, as its applications do.</summary>
    private static double Stored(decimal amount) => (double)amount;

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(FirstDay + milliseconds);

    private static long Milliseconds(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds();

    private string Preferences() => new JsonObject
    {
        ["newsletter"] = Chance(0.4),
        ["language"] = Pick(DemoWords.Languages),
        ["sizes"] = new JsonArray(random.Next(36, 47)),
    }.ToJsonString();

    private string Payload() => new JsonObject
    {
        ["path"] = $"/products/{random.Next(1, Products + 1)}",
        ["ms"] = random.Next(3, 900),
        ["referrer"] = Pick(DemoWords.Referrers),
    }.ToJsonString();

    private static string Ascii(string text) => string.Concat(text.ToLowerInvariant().Select(letter => letter switch
    {
        'ä' => "ae",
        'ö' => "oe",
        'ü' => "ue",
        'ß' => "ss",
        'é' or 'è' => "e",
        'ł' => "l",
        'ñ' => "n",
        'ø' => "o",
        _ => letter.ToString(),
    }));
}
