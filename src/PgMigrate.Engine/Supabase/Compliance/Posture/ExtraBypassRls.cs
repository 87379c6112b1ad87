namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Roles for whom no policy holds, beside the platform's own.</summary>
internal sealed class ExtraBypassRls : PowerfulRoleCheck
{
    public override string Name => "extra_bypassrls";

    protected override string Condition => "r.rolbypassrls AND NOT r.rolsuper";

    protected override string What => "bypasses every policy";

    protected override string Attribute => "NOBYPASSRLS";
}
