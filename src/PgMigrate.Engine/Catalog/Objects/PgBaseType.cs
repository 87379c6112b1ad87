namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE TYPE with functions that read and write its values. Functions, types and collations are named as they are written.</summary>
public sealed record PgBaseType : PgType
{
    /// <summary>The bytes of a value; null where they vary, -2 where a value ends with a zero byte.</summary>
    public int? InternalLength { get; init; }

    public required string Input { get; init; }

    public required string Output { get; init; }

    public string? Receive { get; init; }

    public string? Send { get; init; }

    public string? ModifierInput { get; init; }

    public string? ModifierOutput { get; init; }

    public string? Analyze { get; init; }

    /// <summary>The function that takes [] (PostgreSQL 14); null where there is none.</summary>
    public string? Subscript { get; init; }

    public bool IsCollatable { get; init; }

    public string? Default { get; init; }

    /// <summary>What [] of it gives; null where it is no array.</summary>
    public string? Element { get; init; }

    /// <summary>The type category, <c>U</c> unless told.</summary>
    public char Category { get; init; } = 'U';

    public bool IsPreferred { get; init; }

    /// <summary>What stands between the elements of an array of it.</summary>
    public char Delimiter { get; init; } = ',';

    public TypeAlignment Alignment { get; init; }

    public TypeStorage Storage { get; init; }

    public bool IsPassedByValue { get; init; }
}
