namespace PgMigrate;

/// <summary>libpq's sslmode (PostgreSQL documentation, section 34.19).</summary>
public enum SslRequirement
{
    Disable,
    Allow,
    Prefer,
    Require,
    VerifyCA,
    VerifyFull,
}
