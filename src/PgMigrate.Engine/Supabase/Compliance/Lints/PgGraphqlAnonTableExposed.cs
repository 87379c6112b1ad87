namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0026.</summary>
internal sealed class PgGraphqlAnonTableExposed : GraphqlObjectCheck
{
    public override string Name => "pg_graphql_anon_table_exposed";

    protected override string Role => "anon";
}
