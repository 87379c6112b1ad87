using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE CONVERSION.</summary>
internal static class ConversionEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing) => writing.Database.Conversions.Select(conversion =>
    {
        var name = SqlText.Name(conversion.Schema, conversion.Name);
        var definition = $"CREATE {(conversion.IsDefault ? "DEFAULT " : "")}CONVERSION {name} FOR {SqlText.StandardLiteral(conversion.SourceEncoding)} "
            + $"TO {SqlText.StandardLiteral(conversion.TargetEncoding)} FROM {conversion.Function};\n";
        return NamedEntry.Write(writing, conversion, RestorePriority.Conversion, TocDesc.Conversion, definition, $"DROP CONVERSION {name};\n");
    });
}
