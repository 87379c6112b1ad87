using System.Runtime.CompilerServices;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Reads the bytes of large objects from the calls of lowrite in a script.</summary>
internal sealed class ScriptLargeObjects(ScriptFile file, IReadOnlyDictionary<uint, ScriptPlace> places)
{
    public async IAsyncEnumerable<LargeObjectPart> ReadAsync(IReadOnlyList<uint> oids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var oid in oids.Order())
        {
            if (!places.TryGetValue(oid, out var place) || place.Length == 0) continue;
            var offset = 0L;
            var part = new ScriptPart(place.Offset, place.End, place.Line);
            var statements = new ScriptStatements(file.Open(place.Offset), part, new(file.Path) { HasCarriageReturns = file.HasCarriageReturns });
            await using (statements.ConfigureAwait(false))
            {
                while (await statements.ReadAsync(cancellationToken).ConfigureAwait(false) is { } statement)
                {
                    var bytes = Bytes(statement);
                    yield return new(oid, offset, bytes);
                    offset += bytes.Length;
                }
            }
        }
    }

    private byte[] Bytes(SourceStatement statement)
    {
        var tokens = new StatementTokens(statement.Text);
        if (LargeObjectPlaces.Call(tokens, "lowrite") is { } place && ByteaText.Decode(tokens, place + 2) is { } bytes) return bytes;
        throw ScriptErrors.NotUnderstood(
            file.Path, statement.Line, "the bytes of a large object are not written as pg_dump writes them", "Dump anew, or bring the large objects with psql.");
    }
}
