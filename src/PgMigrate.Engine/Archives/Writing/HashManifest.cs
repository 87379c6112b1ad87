using System.Security.Cryptography;
using System.Text;

namespace PgMigrate.Engine.Archives;

/// <summary>A list of an archive's files with their SHA-256, as sha256sum writes and checks it.</summary>
internal static class HashManifest
{
    /// <summary>Writes <c>path.sha256</c> beside the archive, of which it names the files as they are seen from there; returns its path.</summary>
    public static async Task<string> WriteAsync(string archive, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(archive)) + ".sha256";
        var text = new StringBuilder();
        foreach (var file in files)
        {
            var name = Path.GetRelativePath(Path.GetDirectoryName(path)!, file).Replace('\\', '/');
            text.Append(Line(await HashAsync(file, cancellationToken).ConfigureAwait(false), name));
        }

        var manifest = PartFile.Create(path);
        await using (manifest.ConfigureAwait(false))
        {
            await manifest.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken).ConfigureAwait(false);
            await manifest.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }

        return path;
    }

    private static async Task<string> HashAsync(string file, CancellationToken cancellationToken)
    {
        var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1024 * 1024, FileOptions.SequentialScan);
        await using (stream.ConfigureAwait(false))
        {
            return Convert.ToHexString(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false)).ToLowerInvariant();
        }
    }

    /// <summary>A name with a line break or a backslash is escaped, and the line says so at its beginning (GNU coreutils, md5sum invocation).</summary>
    private static string Line(string hash, string name)
    {
        var escaped = name.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal).Replace("\r", @"\r", StringComparison.Ordinal);
        return $"{(escaped == name ? "" : "\\")}{hash}  {escaped}\n";
    }
}
