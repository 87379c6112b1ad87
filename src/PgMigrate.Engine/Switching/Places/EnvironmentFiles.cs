namespace PgMigrate.Engine.Switching;

/// <summary>Finds .env files by their names: .env, .env.local, .env.production, .env.secrets and the like.</summary>
internal static class EnvironmentFiles
{
    private static readonly string[] TemplateWords = ["example", "sample", "template", "dist", "defaults"];

    /// <summary>Otherwise <c>.env.*</c> would find <c>.env</c> too, and files whose names begin with a dot would not be found.</summary>
    private static readonly EnumerationOptions Plain = new() { MatchType = MatchType.Simple, AttributesToSkip = 0 };

    private static readonly char[] Wildcards = ['*', '?'];

    /// <summary>Whether the name says that the file is a template, with placeholders for others to fill in.</summary>
    public static bool IsTemplate(string path) => Path.GetFileName(path).Split('.').Any(part => TemplateWords.Contains(part, StringComparer.OrdinalIgnoreCase));

    public static bool IsPattern(string path) => Path.GetFileName(path).IndexOfAny(Wildcards) >= 0 && !File.Exists(path);

    /// <summary>The files of the pattern that assign the name, templates and journals left out.</summary>
    /// <exception cref="MigrationException">DotenvFileNotFound: there is none.</exception>
    public static async Task<IReadOnlyList<string>> FindAsync(string pattern, string name, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(pattern)!;
        var found = new List<string>();
        if (Directory.Exists(folder))
        {
            foreach (var file in Directory.EnumerateFiles(folder, Path.GetFileName(pattern), Plain).Order(StringComparer.Ordinal))
            {
                if (!IsTemplate(file) && !SwitchJournal.IsOne(file) && await AssignsAsync(file, name, cancellationToken).ConfigureAwait(false)) found.Add(file);
            }
        }

        return found.Count > 0 ? found : throw SwitchErrors.NoFile(pattern, name);
    }

    /// <summary>The files beside a .env file that assign the variable too, and that frameworks read after it.</summary>
    public static async Task<IReadOnlyList<string>> OverridingAsync(string path, string name, CancellationToken cancellationToken)
    {
        if (Path.GetFileName(path) != ".env") return [];
        try
        {
            return await FindAsync(path + ".*", name, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException)
        {
            // There is none, or none that may be read: no other file stands in the way of this one.
            return [];
        }
    }

    private static async Task<bool> AssignsAsync(string file, string name, CancellationToken cancellationToken)
    {
        var content = await WholeFile.ReadAsync(file, cancellationToken).ConfigureAwait(false);
        return !content.AsSpan().Contains((byte)0) && DotenvText.Decode(content, file).Find(name).Count > 0;
    }
}
