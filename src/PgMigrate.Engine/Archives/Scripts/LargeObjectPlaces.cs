using System.Globalization;

namespace PgMigrate.Engine.Archives;

/// <summary>Finds where a script writes the bytes of large objects (PostgreSQL, pg_backup_null.c and pg_backup_archiver.c, StartRestoreLO).</summary>
internal sealed class LargeObjectPlaces(string file)
{
    private readonly Dictionary<uint, ScriptPlace> places = [];
    private uint? open;

    public IReadOnlyDictionary<uint, ScriptPlace> Places => places;

    /// <summary>The large object that a call of lo_create makes; null for another statement.</summary>
    public static uint? MadeBy(StatementTokens statement) => Argument(statement, "lo_create");

    /// <summary>Takes a statement of the block that writes them; false for one that does not belong there.</summary>
    public bool Take(ScriptBlock block, StatementTokens statement, ScriptPiece piece)
    {
        // Before PostgreSQL 9.0 each was made as it was written.
        var made = MadeBy(statement);
        if (made is { } oid) block.MadeObjects.Add(oid);
        if (Argument(statement, "lo_open") is { } opened)
        {
            open = opened;
            places[opened] = new(piece.End, 0, piece.Line, 0);
            return true;
        }

        if (Call(statement, "lowrite") is not null)
        {
            var writing = open is { } one ? places[one] : throw ScriptErrors.NotUnderstood(
                file, piece.Line, "lowrite writes to no large object that is open", "Look whether the lo_open before it was lost.");
            places[open.Value] = writing with { Length = piece.End - writing.Offset, Lines = writing.Lines + 1 };
            return true;
        }

        if (Call(statement, "lo_close") is null) return made is not null;
        open = null;
        return true;
    }

    /// <summary>The place behind the parenthesis of SELECT pg_catalog.name( or SELECT name(; null for another statement.</summary>
    public static int? Call(StatementTokens statement, string name)
    {
        if (!statement.Is(0, "SELECT")) return null;
        var place = statement.Is(1, "pg_catalog") && statement.KindOf(2) == SqlTokenKind.Dot ? 3 : 1;
        return statement.Is(place, name) && statement.KindOf(place + 1) == SqlTokenKind.OpenParenthesis ? place + 2 : null;
    }

    private static uint? Argument(StatementTokens statement, string name) => Call(statement, name) is { } place
        && uint.TryParse(statement.StringAt(place) ?? statement[place].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var oid)
        ? oid
        : null;
}
