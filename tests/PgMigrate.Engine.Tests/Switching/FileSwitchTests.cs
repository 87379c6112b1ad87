using System.Text;
using System.Text.Json;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Switching;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Switching;

public sealed class FileSwitchTests : IDisposable
{
    private const string Canary = "c#a$n'a\"r y";
    private const string Old = "postgresql://app:old@db.example.com:5432/shop";
    private const string New = "postgresql://app:new@new.example.org:5432/shop";

    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-env-").FullName;

    private string FilePath => Path.Combine(folder, ".env");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("DATABASE_URL=@\n")]
    [InlineData("A=1\r\n  export DATABASE_URL = \"@\"  # the shop\r\n\r\nB='x # y'")]
    [InlineData("\uFEFFDATABASE_URL='@' # note\n# DATABASE_URL=kept\nNOT_DATABASE_URL=kept")]
    [InlineData("DATABASE_URL: @")]
    [InlineData("DATABASE_URL=`@`\n")]
    [InlineData("KEY=\"-----BEGIN\nDATABASE_URL=inside another value\n-----END\"\nDATABASE_URL=@ # last\n")]
    [InlineData("DATABASE_URL=@\nA=ä\n")]
    public async Task Replaces_the_value_and_keeps_every_other_character(string file)
    {
        Write(file.Replace("@", Old, StringComparison.Ordinal));

        await SwitchAsync(New);

        Assert.Equal(file.Replace("@", New, StringComparison.Ordinal), ReadText());
    }

    [Fact]
    public async Task Carries_along_bytes_that_are_not_UTF8()
    {
        File.WriteAllBytes(FilePath, [.. "# caf"u8, 0xE9, .. "\nDATABASE_URL=x\n"u8]);

        await SwitchAsync(New);

        Assert.Equal([.. "# caf"u8, 0xE9, (byte)'\n', .. Encoding.ASCII.GetBytes($"DATABASE_URL={New}\n")], File.ReadAllBytes(FilePath));
    }

    [Theory]
    [InlineData("", "DATABASE_URL=@\n")]
    [InlineData("A=1\r\n", "A=1\r\nDATABASE_URL=@\r\n")]
    [InlineData("A=1", "A=1\nDATABASE_URL=@")]
    [InlineData("# DATABASE_URL=x\n", "# DATABASE_URL=x\nDATABASE_URL=@\n")]
    [InlineData("DATABASE_URL=\n", "DATABASE_URL=@\n")]
    [InlineData("DATABASE_URL= # fill in\n", "DATABASE_URL= @ # fill in\n")]
    public async Task Fills_in_a_name_without_value_and_appends_one_that_is_missing(string before, string after)
    {
        Write(before);

        var result = await SwitchAsync(New);

        Assert.Equal(after.Replace("@", New, StringComparison.Ordinal), ReadText());
        Assert.Null(result.OldUrl);
    }

    [Fact]
    public async Task Rewrites_every_duplicate_and_names_their_lines()
    {
        Write($"DATABASE_URL={Old}\nA=1\n#DATABASE_URL=x\nexport DATABASE_URL=\"postgresql://app:last@last/shop\"\n");

        var result = await SwitchAsync(New);

        Assert.Equal($"DATABASE_URL={New}\nA=1\n#DATABASE_URL=x\nexport DATABASE_URL=\"{New}\"\n", ReadText());
        Assert.Equal([1, 4], result.Lines);
        Assert.Equal("postgresql://app:****@last:5432/shop", result.OldUrl);
        Assert.Contains("lines 1, 4", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgresql+asyncpg://a:b@h/d?ssl=require", DatabaseUrlDialect.Asyncpg, "postgresql+asyncpg://app:new@new.example.org:5432/shop")]
    [InlineData("jdbc:postgresql://h/d?user=a&password=b", DatabaseUrlDialect.Jdbc, "jdbc:postgresql://new.example.org:5432/shop?user=app&password=new")]
    [InlineData("Host=h;Database=d;Username=a;Password=b", DatabaseUrlDialect.Npgsql, "Host=new.example.org;Port=5432;Database=shop;Username=app;Password=new")]
    [InlineData("sqlite:///./shop.db", DatabaseUrlDialect.Libpq, New)]
    [InlineData("postgres://user:[YOUR-PASSWORD]@h/d", DatabaseUrlDialect.Libpq, New)]
    [InlineData("changeme", DatabaseUrlDialect.Libpq, New)]
    public async Task Writes_the_dialect_that_stood_there(string old, DatabaseUrlDialect dialect, string written)
    {
        Write($"DATABASE_URL={old}\n");

        var result = await SwitchAsync(New);

        Assert.Equal(dialect, result.Dialect);
        Assert.Equal($"DATABASE_URL={written}\n", ReadText());
    }

    [Fact]
    public async Task Writes_the_dialect_that_was_asked_for()
    {
        Write($"DATABASE_URL={Old}\n");

        await SwitchAsync(New, DatabaseUrlDialect.Psycopg);

        Assert.Equal("DATABASE_URL=postgresql+psycopg://app:new@new.example.org:5432/shop\n", ReadText());
    }

    [Theory]
    [InlineData("postgresql://a:b@h/d", DatabaseUrlDialect.Libpq)]
    [InlineData("'postgresql://a:b@h/d'", DatabaseUrlDialect.Django)]
    [InlineData("\"jdbc:postgresql://h/d\"", DatabaseUrlDialect.Jdbc)]
    public async Task Writes_a_password_so_that_it_reads_back_and_shows_it_nowhere_else(string old, DatabaseUrlDialect dialect)
    {
        Write($"DATABASE_URL={old}\n");
        var endpoint = EndpointParser.Parse(New) with { Password = Canary };

        var result = await SwitchAsync(Request(endpoint) with { Dialect = dialect });

        Assert.Equal(Canary, EndpointParser.Parse($"dotenv:{FilePath}#DATABASE_URL").Password);
        var shown = result + string.Join('\n', result.Warnings) + result.NewUrl + result.OldUrl;
        Assert.DoesNotContain(Canary, Uri.UnescapeDataString(shown), StringComparison.Ordinal);
        Assert.Contains("****", result.NewUrl, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quotes_a_value_that_holds_blanks()
    {
        Write("DATABASE_URL=host=h dbname=d\n");

        await SwitchAsync(New, DatabaseUrlDialect.LibpqKeywords);

        Assert.Equal("DATABASE_URL='host=new.example.org port=5432 dbname=shop user=app password=new'\n", ReadText());
    }

    [Fact]
    public async Task Refuses_a_value_that_no_quotes_make_unambiguous()
    {
        Write("DATABASE_URL=Host=h;Database=d\n");
        var endpoint = EndpointParser.Parse(New) with { Password = "a$b" };

        var error = await Assert.ThrowsAsync<MigrationException>(
            () => SwitchAsync(Request(endpoint)));

        Assert.Equal("DotenvValueUnwritable", error.ErrorId);
        AssertUntouched("DATABASE_URL=Host=h;Database=d\n");
    }

    [Theory]
    [InlineData("DATABASE_URL=${RENDER_DB_URL}\n")]
    [InlineData("DATABASE_URL=\"postgresql://${USER}:${PASSWORD}@h/d\"\n")]
    [InlineData("DATABASE_URL=$RENDER_DB_URL\n")]
    [InlineData("DATABASE_URL=${RENDER_DB_URL}\nDATABASE_URL=postgresql://h/d\n")]
    public async Task Refuses_a_value_that_refers_to_another_variable(string file)
    {
        Write(file);

        var error = await Assert.ThrowsAsync<MigrationException>(() => SwitchAsync(New));

        Assert.Equal("DotenvValueIsReference", error.ErrorId);
        AssertUntouched(file);
    }

    [Fact]
    public async Task Keeps_what_was_before_in_a_journal_for_the_owner_alone_and_keeps_the_mode()
    {
        var old = $"SECRET=1\nDATABASE_URL={Old}\n";
        Write(old);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite);

        var result = await SwitchAsync(New);

        Assert.Equal((SwitchStatus.Switched, FilePath, FilePath + ".pgmigrate-journal"), (result.Status, result.Path, result.JournalPath));
        Assert.Equal([FilePath, result.JournalPath!], Directory.GetFiles(folder).Order(StringComparer.Ordinal));
        using var entry = JsonDocument.Parse(File.ReadAllText(result.JournalPath!));
        Assert.Equal(old, Encoding.UTF8.GetString(entry.RootElement.GetProperty("before").GetBytesFromBase64()));
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(result.JournalPath!));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite, File.GetUnixFileMode(FilePath));
    }

    [Fact]
    public async Task Writes_nothing_when_asked_what_it_would_do_or_when_nothing_changes()
    {
        Write($"DATABASE_URL={Old}\n");

        var asked = await SwitchAsync(Request(EndpointParser.Parse(New)) with { WhatIf = true });
        var same = await SwitchAsync(Old);

        Assert.True(asked.IsChanged);
        Assert.Equal("postgresql://app:****@new.example.org:5432/shop", asked.NewUrl);
        Assert.False(same.IsChanged);
        Assert.Equal((SwitchStatus.Planned, SwitchStatus.Unchanged), (asked.Status, same.Status));
        Assert.Null(asked.JournalPath ?? same.JournalPath);
        AssertUntouched($"DATABASE_URL={Old}\n");
    }

    [Fact]
    public async Task Replaces_what_a_symbolic_link_leads_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Symbolic links need a right of their own on Windows.");
        var target = Path.Combine(folder, "shared.env");
        File.WriteAllText(target, $"DATABASE_URL={Old}\n");
        File.CreateSymbolicLink(FilePath, target);

        await SwitchAsync(New);

        Assert.Equal(target, File.ResolveLinkTarget(FilePath, returnFinalTarget: false)?.FullName);
        Assert.Equal($"DATABASE_URL={New}\n", File.ReadAllText(target));
    }

    [Fact]
    public async Task Keeps_the_files_owner_and_group()
    {
        Assert.SkipUnless(!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess, "Only root can give a file to another user.");
        Write($"DATABASE_URL={Old}\n");
        using (var chown = System.Diagnostics.Process.Start("chown", ["1234:2345", FilePath])) await chown.WaitForExitAsync(Token);

        await SwitchAsync(New);

        Assert.Equal((1234, 2345), Owner(FilePath));
    }

    [Fact]
    public async Task Leaves_no_copy_behind_when_the_file_cannot_be_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Symbolic links need a right of their own on Windows.");
        // Beside a name that is nearly as long as names can be, there is no room for a longer one.
        var target = Path.Combine(folder, new string('e', 250));
        File.WriteAllText(target, $"DATABASE_URL={Old}\n");
        File.CreateSymbolicLink(FilePath, target);

        var error = await Assert.ThrowsAsync<MigrationException>(() => SwitchAsync(New));

        Assert.Equal("DotenvFileUnwritable", error.ErrorId);
        Assert.Equal([FilePath, target], Directory.GetFiles(folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Says_that_a_file_is_missing_or_is_no_text()
    {
        var missing = await Assert.ThrowsAsync<MigrationException>(() => SwitchAsync(New));
        File.WriteAllText(FilePath, "DATABASE_URL=x\n", Encoding.Unicode);
        var wide = await Assert.ThrowsAsync<MigrationException>(() => SwitchAsync(New));

        Assert.Equal(("DotenvFileNotFound", "DotenvFileUnreadable"), (missing.ErrorId, wide.ErrorId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("A B")]
    [InlineData("A=1\nB")]
    public async Task Refuses_a_name_that_no_variable_has(string name)
    {
        Write("");

        var error = await Assert.ThrowsAsync<MigrationException>(
            () => SwitchAsync(Request(EndpointParser.Parse(New)) with { Name = name }));

        Assert.Equal("InvalidVariableName", error.ErrorId);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Task<DatabaseUrlSwitch> SwitchAsync(string url, DatabaseUrlDialect? dialect = null)
        => SwitchAsync(Request(EndpointParser.Parse(url)) with { Dialect = dialect });

    private static async Task<DatabaseUrlSwitch> SwitchAsync(DatabaseUrlSwitchRequest request)
        => (await DatabaseUrlSwitching.SwitchAsync(request, new RecordingObserver(), Token)).Single().ThrowIfFailed();

    private DatabaseUrlSwitchRequest Request(DatabaseEndpoint database) => new() { Database = database, Targets = [SwitchTargets.File(FilePath)], TestConnection = false };

    private void Write(string text) => File.WriteAllBytes(FilePath, Encoding.UTF8.GetBytes(text));

    private static (int User, int Group) Owner(string file)
    {
        using var archive = new MemoryStream();
        using (var writer = new System.Formats.Tar.TarWriter(archive, leaveOpen: true)) writer.WriteEntry(file, "file");
        archive.Position = 0;
        using var reader = new System.Formats.Tar.TarReader(archive);
        var entry = reader.GetNextEntry()!;
        return (entry.Uid, entry.Gid);
    }

    /// <summary>The text with its byte order mark, if it has one.</summary>
    private string ReadText() => Encoding.UTF8.GetString(File.ReadAllBytes(FilePath));

    private void AssertUntouched(string text)
    {
        Assert.Equal(text, ReadText());
        Assert.Equal([FilePath], Directory.GetFiles(folder));
    }
}
