using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using PgMigrate.Engine.Performance;

namespace PgMigrate.Cli.Commands;

/// <summary>What the values of options must be, said in the words of the command line.</summary>
internal static class OptionRules
{
    private static readonly Dictionary<string, DatabaseSections> Sections = new(StringComparer.OrdinalIgnoreCase)
    {
        ["pre-data"] = DatabaseSections.PreData,
        ["data"] = DatabaseSections.Data,
        ["post-data"] = DatabaseSections.PostData,
    };

    /// <summary>Accepts the enumeration's names in any case.</summary>
    public static void AcceptNames<T>(this Option<T> option)
        where T : struct, Enum => option.CustomParser = result => NameOf<T>(option, result) ?? default;

    /// <summary>The same for an option that may be left out.</summary>
    public static void AcceptNames<T>(this Option<T?> option)
        where T : struct, Enum => option.CustomParser = result => NameOf<T>(option, result);

    /// <summary>Accepts whole numbers from 0 to a day's seconds.</summary>
    public static void AcceptSeconds(this Option<int> option, int least = 0) => option.CustomParser = result =>
    {
        var word = result.Tokens.Single().Value;
        if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= 86_400) return number;
        result.AddError($"{option.Name} takes a number of seconds from {least} to 86400; '{word}' is none.");
        return least;
    };

    /// <summary>Accepts lengths of time above zero, with their unit.</summary>
    public static void AcceptDuration(this Option<TimeSpan?> option) => option.CustomParser = result =>
    {
        var word = result.Tokens.Single().Value;
        if (DurationText.Parse(word) is { } time) return time;
        result.AddError($"{option.Name} takes {DurationText.Forms}; '{word}' is none.");
        return null;
    };

    /// <summary>Accepts numbers above zero.</summary>
    public static void AcceptFactor(this Option<double?> option) => option.CustomParser = result =>
    {
        var word = result.Tokens.Single().Value;
        if (double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0) return number;
        result.AddError($"{option.Name} takes a number above 0; '{word}' is none.");
        return null;
    };

    /// <summary>Accepts pg_dump's names of sections, each by itself or several with commas.</summary>
    public static void AcceptSections(this Option<DatabaseSections?> option)
    {
        option.Arity = ArgumentArity.OneOrMore;
        option.CustomParser = result =>
        {
            var sections = DatabaseSections.None;
            foreach (var word in result.Tokens.SelectMany(token => token.Value.Split(',')))
            {
                if (!Sections.TryGetValue(word, out var section)) result.AddError($"{option.Name} takes {string.Join(", ", Sections.Keys)}; '{word}' is none of them.");
                sections |= section;
            }

            return sections;
        };
    }

    /// <summary>Accepts whole numbers, also below 0.</summary>
    public static void AcceptNumber(this Option<int?> option) => option.CustomParser = result =>
    {
        var word = result.Tokens.Single().Value;
        if (int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        result.AddError($"{option.Name} takes a whole number; '{word}' is none.");
        return null;
    };

    /// <summary>Accepts whole numbers from 1.</summary>
    public static void AcceptPositive<T>(this Option<T?> option)
        where T : struct, IParsable<T>, IComparable<T> => option.CustomParser = result =>
    {
        var word = result.Tokens.Single().Value;
        if (T.TryParse(word, CultureInfo.InvariantCulture, out var number) && number.CompareTo(default) > 0) return number;
        result.AddError($"{option.Name} takes a whole number from 1; '{word}' is none.");
        return null;
    };

    private static T? NameOf<T>(Option option, ArgumentResult result)
        where T : struct, Enum
    {
        var word = result.Tokens.Single().Value;
        // Enum.TryParse would take numbers too.
        if (Enum.GetNames<T>().FirstOrDefault(name => name.Equals(word, StringComparison.OrdinalIgnoreCase)) is { } name) return Enum.Parse<T>(name);
        result.AddError($"{option.Name} takes {string.Join(", ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant()))}; '{word}' is none of them.");
        return null;
    }
}
