namespace PgMigrate.Engine.Toc;

/// <summary>pg_dump's names for kinds of entries.</summary>
public static class TocDesc
{
    public const string Schema = "SCHEMA";
    public const string Table = "TABLE";
    public const string TableAttach = "TABLE ATTACH";
    public const string ForeignTable = "FOREIGN TABLE";
    public const string View = "VIEW";
    public const string Comment = "COMMENT";
    public const string TableData = "TABLE DATA";
    public const string Sequence = "SEQUENCE";
    public const string SequenceOwnedBy = "SEQUENCE OWNED BY";
    public const string SequenceSet = "SEQUENCE SET";
    public const string Default = "DEFAULT";
    public const string Constraint = "CONSTRAINT";
    public const string CheckConstraint = "CHECK CONSTRAINT";
    public const string ForeignKey = "FK CONSTRAINT";
    public const string Index = "INDEX";
    public const string IndexAttach = "INDEX ATTACH";
    public const string ExtendedStatistics = "STATISTICS";
    public const string Rule = "RULE";
    public const string EventTrigger = "EVENT TRIGGER";
    public const string Policy = "POLICY";
    public const string RowSecurity = "ROW SECURITY";
    public const string Trigger = "TRIGGER";
    public const string Extension = "EXTENSION";
    public const string Function = "FUNCTION";
    public const string Procedure = "PROCEDURE";
    public const string Type = "TYPE";
    public const string Domain = "DOMAIN";
    public const string Privileges = "ACL";
    public const string SecurityLabel = "SECURITY LABEL";
    public const string MaterializedView = "MATERIALIZED VIEW";
    public const string Refresh = "MATERIALIZED VIEW DATA";
    public const string Publication = "PUBLICATION";
    public const string PublicationTable = "PUBLICATION TABLE";
    public const string PublicationSchema = "PUBLICATION TABLES IN SCHEMA";
    public const string Subscription = "SUBSCRIPTION";
    public const string LargeObject = "BLOB";
    public const string LargeObjectBytes = "BLOBS";
    public const string DefaultPrivileges = "DEFAULT ACL";
}
