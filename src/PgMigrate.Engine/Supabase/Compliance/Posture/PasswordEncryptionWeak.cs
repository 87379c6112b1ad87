namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>New passwords are kept as MD5 hashes, which are as good as the passwords themselves.</summary>
internal sealed class PasswordEncryptionWeak : SettingCheck
{
    public override string Name => "password_encryption_weak";

    public override FindingSeverity Severity => FindingSeverity.Error;

    protected override string Setting => "password_encryption";

    protected override string What => "new passwords are not kept as SCRAM verifiers.";

    protected override string Remedy => "Set password_encryption = 'scram-sha-256', and set the passwords anew.";

    protected override bool IsGood(string value) => value == "scram-sha-256";
}
