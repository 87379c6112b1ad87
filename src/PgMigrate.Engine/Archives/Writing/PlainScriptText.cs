using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>The text of a script around its rows, as pg_dump writes it (PostgreSQL, pg_backup_archiver.c, _printTocEntry).</summary>
internal sealed class PlainScriptText(ArchiveHeader header, string encoding, bool noOwner)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>
    /// Opens and closes what psql reads without its own commands (CVE-2025-8714): a server could have slipped some in, but does not know the key.
    /// </summary>
    private readonly string key = RandomNumberGenerator.GetString(Letters, 63);

    private string? tablespace;
    private string? accessMethod;

    public string Opening() => new StringBuilder()
        .Append("--\n-- PostgreSQL database dump\n--\n\n")
        .Append(CultureInfo.InvariantCulture, $"\\restrict {key}\n\n")
        .Append(CultureInfo.InvariantCulture, $"-- Dumped from database version {OneLine(header.ServerVersion)}\n-- Dumped by {OneLine(header.DumperVersion)}\n\n")
        .Append(Settings()).ToString();

    public string Closing() => $"--\n-- PostgreSQL database dump complete\n--\n\n\\unrestrict {key}\n\n";

    /// <summary>What comes before an entry's rows, and for one without rows all of it.</summary>
    public string Entry(TocEntry entry)
    {
        var text = new StringBuilder();
        if (entry.Tablespace is { } space && space != tablespace)
        {
            text.Append("SET default_tablespace = ").Append(space.Length == 0 ? "''" : SqlText.Name(space)).Append(";\n\n");
            tablespace = space;
        }

        // A partitioned table takes no default: its method is set by itself (PostgreSQL 17), for partitions to come.
        var isPartitioned = entry.RelationKind == 'p';
        if (!isPartitioned && entry.TableAccessMethod is { } method && method != accessMethod)
        {
            text.Append(CultureInfo.InvariantCulture, $"SET default_table_access_method = {SqlText.Name(method)};\n\n");
            accessMethod = method;
        }

        text.Append(CultureInfo.InvariantCulture, $"--\n-- {(entry.HasData ? "Data for " : entry.Desc == TocDesc.StatisticsData ? "Statistics for " : "")}Name: {OneLine(entry.Tag)}; Type: {entry.Desc}; Schema: {OneLine(entry.Namespace)}; Owner: {Owner(entry)}");
        if (!string.IsNullOrEmpty(entry.Tablespace)) text.Append("; Tablespace: ").Append(OneLine(entry.Tablespace));
        text.Append("\n--\n\n");
        if (entry.Definition.Length > 0) text.Append(entry.Definition).Append("\n\n");
        if (isPartitioned && entry.TableAccessMethod is { } own && entry.Desc == TocDesc.Table)
        {
            text.Append(CultureInfo.InvariantCulture, $"ALTER TABLE {SqlText.Name(entry.Namespace, entry.Tag)} SET ACCESS METHOD {SqlText.Name(own)};\n\n");
        }

        if (OwnerStatement.Of(entry) is { } owner) text.Append(Old(owner, entry)).Append('\n');
        if (entry.Desc is TocDesc.Database or TocDesc.DatabaseProperties) text.Append(Reconnect(entry.Tag));
        return text.ToString();
    }

    /// <summary>A new session knows nothing of what the last one was told.</summary>
    private string Reconnect(string database)
    {
        (tablespace, accessMethod) = (null, null);
        return $"\\unrestrict {key}\n{ScriptConnect.Write(database)}\\restrict {key}\n\n{Settings()}";
    }

    /// <summary>What pg_dump sets, whatever the server's version: those who do not know a setting would not take the script.</summary>
    private string Settings() => $"""
        SET statement_timeout = 0;
        SET lock_timeout = 0;
        SET idle_in_transaction_session_timeout = 0;
        SET client_encoding = {SqlText.StandardLiteral(encoding)};
        SET standard_conforming_strings = on;
        SELECT pg_catalog.set_config('search_path', '', false);
        SET check_function_bodies = false;
        SET xmloption = content;
        SET client_min_messages = warning;
        SET row_security = off;


        """;

    /// <summary>Up to PostgreSQL 15, pg_dump has one statement for all that is a relation; it names languages as it does elsewhere.</summary>
    private static string Old(string statement, TocEntry entry) => entry.Desc switch
    {
        TocDesc.View or TocDesc.MaterializedView or TocDesc.Sequence => "ALTER TABLE" + statement["ALTER ".Length..][entry.Desc.Length..],
        TocDesc.Language => "ALTER " + TocDesc.Language + statement["ALTER LANGUAGE".Length..],
        _ => statement,
    };

    /// <summary>What is nobody's has a hyphen; what only says something of it has nothing.</summary>
    private string Owner(TocEntry entry) => entry.Owner is null && !noOwner && entry.Desc is TocDesc.Comment or TocDesc.SecurityLabel ? "" : OneLine(entry.Owner);

    /// <summary>A comment ends with its line, and what stands behind that would be executed.</summary>
    private static string OneLine(string? name) => name is null ? "-" : name.Replace('\n', ' ').Replace('\r', ' ');
}
