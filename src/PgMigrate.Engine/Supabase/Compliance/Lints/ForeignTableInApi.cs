namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0017.</summary>
internal sealed class ForeignTableInApi : ApiRelationCheck
{
    public override string Name => "foreign_table_in_api";

    protected override char Kind => 'f';

    protected override string KindName => "foreign table";
}
