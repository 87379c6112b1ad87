using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Kinds of entries that are found in archives only: they say how the others are meant.</summary>
internal static class ArchiveDesc
{
    public const string Encoding = "ENCODING";
    public const string StandardStrings = "STDSTRINGS";
    public const string SearchPath = "SEARCHPATH";
    public const string Statistics = "STATISTICS DATA";

    /// <summary>Whether the entry makes nothing, and says something of the archive.</summary>
    public static bool IsSetting(TocEntry entry) => entry.Desc is Encoding or StandardStrings or SearchPath or "<Init>";

    /// <summary>What a setting is set to: the text between the first quotes; null where there is none.</summary>
    public static string? ValueOf(TocEntry entry) => entry.Definition.Split('\'') is [_, var value, _, ..] ? value : null;

    /// <summary>The section of entries of archives before version 1.11, which do not tell it.</summary>
    public static TocSection SectionOf(string desc) => desc switch
    {
        TocDesc.Comment or TocDesc.Privileges or "ACL LANGUAGE" => TocSection.None,
        TocDesc.Constraint or TocDesc.CheckConstraint or TocDesc.ForeignKey or TocDesc.Index or TocDesc.Rule or TocDesc.Trigger => TocSection.PostData,
        TocDesc.TableData or TocDesc.LargeObjectBytes or TocDesc.SequenceSet or "BLOB COMMENTS" => TocSection.Data,
        _ => TocSection.PreData,
    };
}
