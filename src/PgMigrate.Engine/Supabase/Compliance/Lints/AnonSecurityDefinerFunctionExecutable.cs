namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0028.</summary>
internal sealed class AnonSecurityDefinerFunctionExecutable : SecurityDefinerFunctionCheck
{
    public override string Name => "anon_security_definer_function_executable";

    protected override string Role => "anon";
}
