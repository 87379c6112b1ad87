namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Superusers beside the server's own.</summary>
internal sealed class ExtraSuperuser : PowerfulRoleCheck
{
    public override string Name => "extra_superuser";

    protected override string Condition => "r.rolsuper";

    protected override string What => "is a superuser, for whom no privilege and no policy holds";

    protected override string Attribute => "NOSUPERUSER";
}
