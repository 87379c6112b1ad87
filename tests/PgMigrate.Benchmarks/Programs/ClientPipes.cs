using System.Diagnostics;

namespace PgMigrate.Benchmarks.Programs;

/// <summary>Two of PostgreSQL's own programs with a pipe between them.</summary>
internal static class ClientPipes
{
    /// <summary>One table as binary COPY.</summary>
    public static Contender? FindCopy(BenchmarkServer server, string source, string table)
    {
        if (ProgramPath.Find("psql") is not { } psql) return null;
        return Pipe(
            "psql | psql, binary COPY",
            server,
            destination => $"'{psql}' -X -q -d {source} -c 'COPY {table} TO STDOUT (FORMAT binary)' | '{psql}' -X -q -d {destination} -c 'COPY {table} FROM STDIN (FORMAT binary)'");
    }

    /// <summary>The rows of a whole database, as pg_dump writes them.</summary>
    public static Contender? FindDump(BenchmarkServer server, string source)
    {
        if (ProgramPath.Find("psql") is not { } psql || ProgramPath.Find("pg_dump") is not { } dump) return null;
        return Pipe("pg_dump | psql, rows only", server, destination => $"'{dump}' --data-only -d {source} | '{psql}' -X -q -o {NullDevice} -v ON_ERROR_STOP=1 -d {destination}");
    }

    /// <summary>A whole database through an uncompressed archive that is never a file.</summary>
    public static Contender? FindDumpAndRestore(BenchmarkServer server, string source)
    {
        if (ProgramPath.Find("pg_dump") is not { } dump || ProgramPath.Find("pg_restore") is not { } restore) return null;
        return Pipe("pg_dump -Fc -Z0 | pg_restore", server, destination => $"'{dump}' -Fc -Z0 -d {source} | '{restore}' -d {destination}");
    }

    /// <summary>A whole database through a folder of files, both ways by two connections.</summary>
    /// <param name="server">The server.</param>
    /// <param name="source">The source's name.</param>
    /// <param name="folder">Where the files go.</param>
    /// <param name="compression">pg_dump's option for it with a blank before; empty for its default.</param>
    public static Contender? FindDumpFolder(BenchmarkServer server, string source, string folder, string compression = "")
    {
        if (ProgramPath.Find("pg_dump") is not { } dump || ProgramPath.Find("pg_restore") is not { } restore) return null;
        return Pipe(
            $"pg_dump -Fd -j2{compression}, pg_restore -j2",
            server,
            destination =>
            {
                if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
                return $"'{dump}' -Fd -j2{compression} -f '{folder}' -d {source} && '{restore}' -j2 -d {destination} '{folder}'";
            });
    }

    /// <summary>A whole database into an archive, with pg_dump's own compression.</summary>
    /// <param name="server">The server.</param>
    /// <param name="source">The source's name.</param>
    /// <param name="archive">The file or folder.</param>
    /// <param name="options">pg_dump's options for the format.</param>
    public static Contender? FindExport(BenchmarkServer server, string source, string archive, string options)
    {
        if (ProgramPath.Find("pg_dump") is not { } dump) return null;
        var contender = Pipe(
            $"pg_dump {options}",
            server,
            _ =>
            {
                if (Directory.Exists(archive)) Directory.Delete(archive, recursive: true);
                return $"'{dump}' {options} -f '{archive}' -d {source}";
            });
        return contender with { Archive = archive };
    }

    /// <summary>An archive into a database, by two connections.</summary>
    public static Contender? FindImport(BenchmarkServer server, string archive)
        => ProgramPath.Find("pg_restore") is { } restore ? Pipe("pg_restore -j2", server, destination => $"'{restore}' -j2 -d {destination} '{archive}'") : null;

    /// <summary>The statements of a database, which nobody reads.</summary>
    public static Contender? FindSchemaDump(BenchmarkServer server, string source)
        => ProgramPath.Find("pg_dump") is { } dump ? Pipe("pg_dump -s", server, _ => $"'{dump}' -s -f {NullDevice} -d {source}") : null;

    private static string NullDevice => OperatingSystem.IsWindows() ? "NUL" : "/dev/null";

    private static Contender Pipe(string name, BenchmarkServer server, Func<string, string> line)
        => new(name, IsOurs: false, destination => Shell(line(destination), server));

    private static ProcessStartInfo Shell(string line, BenchmarkServer server)
    {
        // cmd knows double quotes only, and takes its line as it stands.
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd.exe", $"/d /s /c \"{line.Replace('\'', '"')}\"")
            : new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", line } };
        foreach (var (name, value) in server.LibpqEnvironment) start.Environment[name] = value;
        return start;
    }
}
