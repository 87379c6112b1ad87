namespace PgMigrate.Engine.Toc;

/// <summary>pg_dump's names for kinds of entries.</summary>
public static class TocDesc
{
    public const string Database = "DATABASE";
    public const string DatabaseProperties = "DATABASE PROPERTIES";
    public const string Role = "ROLE";
    public const string RoleProperties = "ROLE PROPERTIES";
    public const string RoleMembership = "ROLE MEMBERSHIP";
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
    public const string Privileges = "ACL";
    public const string SecurityLabel = "SECURITY LABEL";
}
