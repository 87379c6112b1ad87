namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0027.</summary>
internal sealed class PgGraphqlAuthenticatedTableExposed : GraphqlObjectCheck
{
    public override string Name => "pg_graphql_authenticated_table_exposed";

    protected override string Role => "authenticated";
}
