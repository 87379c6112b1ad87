namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Names of columns that most likely hold what nobody else may see, by the kinds that lint 0023 documents.</summary>
internal static class SensitiveNames
{
    private static readonly string[] Credentials =
    [
        "password", "passwd", "pwd", "passphrase", "secret", "secret_key", "private_key", "api_key", "apikey", "auth_key", "auth_code", "token", "jwt",
        "access_token", "refresh_token", "session_token", "oauth_token", "bearer_token", "session_id", "session_key", "session_secret", "otp",
        "recovery_code", "backup_code", "verification_code", "two_factor", "2fa_code", "2fa_secret",
    ];

    private static readonly string[] Identity =
    [
        "ssn", "social_security", "social_security_number", "national_id", "tax_id", "passport_id", "passport_number", "license_number", "driver_license",
        "drivers_license", "facial_recognition",
    ];

    private static readonly string[] Money =
    [
        "credit_card", "card_number", "cvv", "cvc", "cvn", "iban", "bic", "swift_code", "bank_account", "account_number", "routing_number",
    ];

    private static readonly string[] Health =
    [
        "patient_id", "health_record", "medical_record", "treatment", "insurance_number", "health_insurance", "medical_insurance",
    ];

    private static readonly string[] Devices =
    [
        "mac_address", "macaddr", "imei", "device_uuid", "ssh_key", "pgp_key", "gpg_key", "certificate", "license_key", "activation_key",
    ];

    /// <summary>The names as SQL's literals, with commas between.</summary>
    public static string AsLiterals { get; } =
        string.Join(", ", Credentials.Concat(Identity).Concat(Money).Concat(Health).Concat(Devices).Select(SqlText.Literal));
}
