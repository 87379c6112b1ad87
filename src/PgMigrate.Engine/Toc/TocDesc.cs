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
    public const string Trigger = "TRIGGER";
    public const string Extension = "EXTENSION";
    public const string Function = "FUNCTION";
    public const string Procedure = "PROCEDURE";
    public const string Type = "TYPE";
    public const string Domain = "DOMAIN";
    public const string ShellType = "SHELL TYPE";
    public const string Language = "PROCEDURAL LANGUAGE";
    public const string Aggregate = "AGGREGATE";
    public const string Operator = "OPERATOR";
    public const string OperatorClass = "OPERATOR CLASS";
    public const string OperatorFamily = "OPERATOR FAMILY";
    public const string Cast = "CAST";
    public const string Collation = "COLLATION";
    public const string Conversion = "CONVERSION";
    public const string Transform = "TRANSFORM";
    public const string AccessMethod = "ACCESS METHOD";
    public const string TextSearchParser = "TEXT SEARCH PARSER";
    public const string TextSearchTemplate = "TEXT SEARCH TEMPLATE";
    public const string TextSearchDictionary = "TEXT SEARCH DICTIONARY";
    public const string TextSearchConfiguration = "TEXT SEARCH CONFIGURATION";
    public const string ForeignDataWrapper = "FOREIGN DATA WRAPPER";
    public const string Server = "SERVER";
    public const string UserMapping = "USER MAPPING";
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
