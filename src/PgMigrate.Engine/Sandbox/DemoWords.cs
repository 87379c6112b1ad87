namespace PgMigrate.Engine.Sandbox;

/// <summary>The words that the demo shop's rows are made of.</summary>
internal static class DemoWords
{
    public static readonly string[] GivenNames =
    [
        "Ada", "Björn", "Chloé", "Dmitri", "Elif", "Farid", "Grace", "Hana", "Ines", "Jürgen", "Kofi", "Łucja", "Mei", "Nils", "Olga", "Priya",
        "Quentin", "Rosa", "Søren", "Tomás", "Uma", "Vera", "Wanda", "Xavier", "Yusuf", "Zoé",
    ];

    public static readonly string[] FamilyNames =
    [
        "Andersen", "Baker", "Castañeda", "Dubois", "Evans", "Fischer", "García", "Hoffmann", "Ivanova", "Jansen", "Kowalski", "Lindqvist", "Müller",
        "Nakamura", "O'Brien", "Patel", "Rossi", "Schäfer", "Tanaka", "Weiß",
    ];

    public static readonly string[] Streets = ["Am Markt", "Bahnhofstraße", "Calle Mayor", "Church Lane", "Gartenweg", "High Street", "Rue de l'Église", "Via Roma"];

    public static readonly string[] Cities = ["Aarhus", "Berlin", "Gdańsk", "Lyon", "Málaga", "Manchester", "Torino", "Utrecht", "Wien", "Zürich"];

    public static readonly string[] Countries = ["AT", "CH", "DE", "DK", "ES", "FR", "GB", "IT", "NL", "PL"];

    public static readonly string[] Languages = ["de", "en", "es", "fr", "it", "pl"];

    public static readonly string[] Departments = ["Kitchen", "Garden", "Office", "Travel", "Toys", "Books", "Music", "Sport", "Light"];

    public static readonly string[] Adjectives = ["Sturdy", "Folding", "Quiet", "Handmade", "Compact", "Classic", "Waterproof", "Feather-light", "Striped"];

    public static readonly string[] Things = ["Teapot", "Lamp", "Backpack", "Notebook", "Umbrella", "Watering Can", "Puzzle", "Chair", "Headphones", "Bottle", "Blanket"];

    public static readonly string[] Colors = ["black", "blue", "crème", "green", "red", "white", "yellow"];

    public static readonly string[] Materials = ["bamboo", "cotton", "glass", "linen", "oak", "steel", "wool"];

    public static readonly string[] OrderStatuses = ["open", "paid", "paid", "shipped", "shipped", "shipped", "shipped", "cancelled"];

    public static readonly string[] Notes = ["Please ring twice.", "Leave it with the neighbours 🏠", "Gift wrap,\nno invoice in the parcel.", "C/O \"Café Süd\""];

    public static readonly string[] Reasons = ["too small", "too large", "damaged", "changed my mind", "arrived late"];

    public static readonly string[] PaymentMethods = ["card", "invoice", "paypal", "sepa"];

    public static readonly string[] EventKinds = ["view", "view", "view", "search", "cart.add", "cart.remove", "checkout", "login"];

    public static readonly string[] Referrers = ["direct", "mail", "search", "social"];
}
