using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Switching;

/// <summary>
/// Whether git would take a file up with the next <c>git add</c>: a journal holds passwords. The rules are gitignore's (git's documentation,
/// gitignore, "PATTERN FORMAT"); what a user keeps outside of the work tree is not looked at, so that a warning can come too often and not too seldom.
/// </summary>
internal static class GitIgnore
{
    /// <summary>Whether the file is in a work tree and no .gitignore leaves it out.</summary>
    public static bool WouldTake(string file)
    {
        if (RootOf(Path.GetDirectoryName(file)) is not { } root) return false;
        var steps = Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar);
        // What leaves out a folder leaves out all that is in it.
        for (var depth = 1; depth <= steps.Length; depth++)
        {
            if (IsIgnored(root, steps[..depth], isFolder: depth < steps.Length)) return false;
        }

        return true;
    }

    private static string? RootOf(string? folder)
    {
        while (folder is not null && !Path.Exists(Path.Combine(folder, ".git"))) folder = Path.GetDirectoryName(folder);
        return folder;
    }

    /// <summary>The last pattern that matches decides; those of deeper folders come later.</summary>
    private static bool IsIgnored(string root, string[] steps, bool isFolder)
    {
        var isIgnored = false;
        foreach (var pattern in Patterns(Path.Combine(root, ".git", "info", "exclude"))) isIgnored = Decide(pattern, steps, isIgnored);
        for (var depth = 0; depth < steps.Length; depth++)
        {
            foreach (var pattern in Patterns(Path.Combine([root, .. steps[..depth], ".gitignore"]))) isIgnored = Decide(pattern, steps[depth..], isIgnored);
        }

        return isIgnored;

        bool Decide(string pattern, string[] below, bool before)
        {
            var isTaken = pattern.StartsWith('!');
            return Matches(isTaken ? pattern[1..] : pattern, below, isFolder) ? !isTaken : before;
        }
    }

    private static IEnumerable<string> Patterns(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllLines(path).Select(line => line.TrimEnd()).Where(line => line.Length > 0 && line[0] != '#') : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool Matches(string pattern, string[] below, bool isFolder)
    {
        if (pattern.EndsWith('/'))
        {
            if (!isFolder) return false;
            pattern = pattern.TrimEnd('/');
        }

        // Without a slash it is a name at any depth, with one a path from here.
        var isPath = pattern.Contains('/', StringComparison.Ordinal);
        return Regex.IsMatch(isPath ? string.Join('/', below) : below[^1], Expression(pattern.TrimStart('/')), RegexOptions.CultureInvariant | RegexOptions.Singleline, TimeSpan.FromSeconds(1));
    }

    private static string Expression(string pattern)
        => "^" + Regex.Escape(pattern).Replace(@"\*\*/", "(?:.*/)?", StringComparison.Ordinal).Replace(@"/\*\*", "/.*", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal).Replace(@"\?", "[^/]", StringComparison.Ordinal) + "$";
}
