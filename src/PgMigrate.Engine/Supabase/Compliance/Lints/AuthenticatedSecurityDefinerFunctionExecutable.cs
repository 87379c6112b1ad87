namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0029.</summary>
internal sealed class AuthenticatedSecurityDefinerFunctionExecutable : SecurityDefinerFunctionCheck
{
    public override string Name => "authenticated_security_definer_function_executable";

    protected override string Role => "authenticated";
}
