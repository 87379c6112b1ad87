namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0016.</summary>
internal sealed class MaterializedViewInApi : ApiRelationCheck
{
    public override string Name => "materialized_view_in_api";

    protected override char Kind => 'm';

    protected override string KindName => "materialized view";
}
