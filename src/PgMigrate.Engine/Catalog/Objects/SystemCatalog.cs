namespace PgMigrate.Engine.Catalog;

/// <summary>The OIDs of the system catalogs, which never change (PostgreSQL, src/include/catalog/pg_*.h).</summary>
internal static class SystemCatalog
{
    public const uint Type = 1247;
    public const uint Function = 1255;
    public const uint Relation = 1259;
    public const uint Database = 1262;
    public const uint UserMapping = 1418;
    public const uint ForeignServer = 1417;
    public const uint DefaultPrivileges = 826;
    public const uint ForeignDataWrapper = 2328;
    public const uint AccessMethod = 2601;
    public const uint AccessMethodOperator = 2602;
    public const uint AccessMethodFunction = 2603;
    public const uint ColumnDefault = 2604;
    public const uint Cast = 2605;
    public const uint Constraint = 2606;
    public const uint Conversion = 2607;
    public const uint Language = 2612;
    public const uint LargeObject = 2613;
    public const uint Schema = 2615;
    public const uint OperatorClass = 2616;
    public const uint Operator = 2617;
    public const uint Rule = 2618;
    public const uint Trigger = 2620;
    public const uint OperatorFamily = 2753;
    public const uint Extension = 3079;
    public const uint Policy = 3256;
    public const uint ExtendedStatistics = 3381;
    public const uint Collation = 3456;
    public const uint EventTrigger = 3466;
    public const uint Transform = 3576;
    public const uint TextSearchDictionary = 3600;
    public const uint TextSearchParser = 3601;
    public const uint TextSearchConfiguration = 3602;
    public const uint TextSearchTemplate = 3764;
    public const uint Publication = 6104;
    public const uint PublicationTable = 6106;
    public const uint Subscription = 6100;
    public const uint PublicationSchema = 6237;
}
