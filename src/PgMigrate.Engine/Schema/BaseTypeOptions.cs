using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Schema;

/// <summary>The options of a base type's CREATE TYPE, in pg_dump's order (PostgreSQL, pg_dump.c, dumpBaseType).</summary>
internal static class BaseTypeOptions
{
    public static IEnumerable<string> Write(PgBaseType type)
    {
        yield return $"INTERNALLENGTH = {(type.InternalLength is { } length ? length : "variable")}";
        yield return $"INPUT = {type.Input}";
        yield return $"OUTPUT = {type.Output}";
        if (type.Receive is not null) yield return $"RECEIVE = {type.Receive}";
        if (type.Send is not null) yield return $"SEND = {type.Send}";
        if (type.ModifierInput is not null) yield return $"TYPMOD_IN = {type.ModifierInput}";
        if (type.ModifierOutput is not null) yield return $"TYPMOD_OUT = {type.ModifierOutput}";
        if (type.Analyze is not null) yield return $"ANALYZE = {type.Analyze}";
        if (type.IsCollatable) yield return "COLLATABLE = true";
        if (type.Default is not null) yield return $"DEFAULT = {SqlText.StandardLiteral(type.Default)}";
        if (type.Subscript is not null) yield return $"SUBSCRIPT = {type.Subscript}";
        if (type.Element is not null) yield return $"ELEMENT = {type.Element}";
        if (type.Category != 'U') yield return $"CATEGORY = {SqlText.StandardLiteral(type.Category.ToString())}";
        if (type.IsPreferred) yield return "PREFERRED = true";
        if (type.Delimiter != ',') yield return $"DELIMITER = {SqlText.StandardLiteral(type.Delimiter.ToString())}";
        yield return $"ALIGNMENT = {Alignment(type.Alignment)}";
        yield return $"STORAGE = {Storage(type.Storage)}";
        if (type.IsPassedByValue) yield return "PASSEDBYVALUE";
    }

    private static string Alignment(TypeAlignment alignment) => alignment switch
    {
        TypeAlignment.Char => "char",
        TypeAlignment.Int2 => "int2",
        TypeAlignment.Int4 => "int4",
        _ => "double",
    };

    private static string Storage(TypeStorage storage) => storage switch
    {
        TypeStorage.Plain => "plain",
        TypeStorage.External => "external",
        TypeStorage.Extended => "extended",
        _ => "main",
    };
}
