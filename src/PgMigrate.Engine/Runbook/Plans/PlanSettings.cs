using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Runbook;

/// <summary>Makes a plan of settings by name, as a plan's file and a command line give them.</summary>
public static class PlanSettings
{
    /// <summary>The settings that name files and folders: in a file, seen from its own folder.</summary>
    public static IReadOnlyList<string> Paths { get; } =
    [
        nameof(MigrationPlan.AlembicProjectPath), nameof(MigrationPlan.AlembicPath), nameof(MigrationPlan.SupabaseProjectPath), nameof(MigrationPlan.BackupPath), nameof(MigrationPlan.EnvPath), nameof(MigrationPlan.LogPath),
        nameof(MigrationPlan.ReportPath),
    ];

    private static readonly Dictionary<string, Func<MigrationPlan, PlanValue, MigrationPlan>> Setters = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(MigrationPlan.Table)] = (plan, value) => plan with { Table = value.Texts },
        [nameof(MigrationPlan.ExcludeTable)] = (plan, value) => plan with { ExcludeTable = value.Texts },
        [nameof(MigrationPlan.Schema)] = (plan, value) => plan with { Schema = value.Texts },
        [nameof(MigrationPlan.ExcludeSchema)] = (plan, value) => plan with { ExcludeSchema = value.Texts },
        [nameof(MigrationPlan.ExcludeExtension)] = (plan, value) => plan with { ExcludeExtension = value.Texts },
        [nameof(MigrationPlan.NoOwner)] = (plan, value) => plan with { NoOwner = value.Flag },
        [nameof(MigrationPlan.NoPrivileges)] = (plan, value) => plan with { NoPrivileges = value.Flag },
        [nameof(MigrationPlan.IncludeRole)] = (plan, value) => plan with { IncludeRole = value.Flag },
        [nameof(MigrationPlan.DestinationHost)] = (plan, value) => plan with { DestinationHost = value.One<DatabaseProvider>() },
        [nameof(MigrationPlan.InferTypes)] = (plan, value) => plan with { InferTypes = value.Flag },
        [nameof(MigrationPlan.IdentifierCase)] = (plan, value) => plan with { IdentifierCase = value.One<IdentifierCase>() },
        [nameof(MigrationPlan.AlembicProjectPath)] = (plan, value) => plan with { AlembicProjectPath = value.Text },
        [nameof(MigrationPlan.AlembicPath)] = (plan, value) => plan with { AlembicPath = value.Text },
        [nameof(MigrationPlan.SupabaseProjectPath)] = (plan, value) => plan with { SupabaseProjectPath = value.Text },
        [nameof(MigrationPlan.Mode)] = (plan, value) => plan with { Mode = value.One<CopyMode>() },
        [nameof(MigrationPlan.BackupPath)] = (plan, value) => plan with { BackupPath = value.Text },
        [nameof(MigrationPlan.EnvPath)] = (plan, value) => plan with { EnvPath = value.Texts },
        [nameof(MigrationPlan.Name)] = (plan, value) => plan with { Name = value.Text },
        [nameof(MigrationPlan.Dialect)] = (plan, value) => plan with { Dialect = value.One<DatabaseUrlDialect>() },
        [nameof(MigrationPlan.Skip)] = (plan, value) => plan with { Skip = value.Many<MigrationStepName>() },
        [nameof(MigrationPlan.StopBefore)] = (plan, value) => plan with { StopBefore = value.One<MigrationStepName>() },
        [nameof(MigrationPlan.Fence)] = (plan, value) => plan with { Fence = value.Flag },
        [nameof(MigrationPlan.FenceTimeout)] = (plan, value) => plan with { FenceTimeout = value.Number(0, 86_400) },
        [nameof(MigrationPlan.Level)] = (plan, value) => plan with { Level = value.One<IntegrityLevel>() },
        [nameof(MigrationPlan.HealthUri)] = (plan, value) => plan with { HealthUri = value.Address },
        [nameof(MigrationPlan.HealthTimeout)] = (plan, value) => plan with { HealthTimeout = value.Number(1, 86_400) },
        [nameof(MigrationPlan.LogPath)] = (plan, value) => plan with { LogPath = value.Texts },
        [nameof(MigrationPlan.ErrorPattern)] = (plan, value) => plan with { ErrorPattern = value.Pattern },
        [nameof(MigrationPlan.RollbackOnFailure)] = (plan, value) => plan with { RollbackOnFailure = value.Flag },
        [nameof(MigrationPlan.ReportPath)] = (plan, value) => plan with { ReportPath = value.Texts },
        [nameof(MigrationPlan.ThrottleLimit)] = (plan, value) => plan with { ThrottleLimit = value.Number(1, 64) },
        [nameof(MigrationPlan.Force)] = (plan, value) => plan with { Force = value.Flag },
    };

    /// <summary>The names of all settings.</summary>
    public static IReadOnlyCollection<string> Names => Setters.Keys;

    /// <summary>The plan with these settings.</summary>
    /// <param name="plan">The plan so far.</param>
    /// <param name="settings">What to set.</param>
    /// <param name="origin">Where they come from, for errors: a file, or a command's parameters.</param>
    /// <param name="folder">The folder from which relative paths are seen.</param>
    /// <exception cref="MigrationException">MigrationPlanInvalid.</exception>
    public static MigrationPlan Apply(this MigrationPlan plan, IReadOnlyDictionary<string, object?> settings, string origin, string folder)
    {
        foreach (var (name, value) in settings)
        {
            if (!Setters.TryGetValue(name, out var set)) throw RunbookErrors.PlanInvalid(origin, $"there is no setting '{name}'", null);
            var read = new PlanValue(name, value, origin);
            plan = set(plan, Paths.Contains(name, StringComparer.OrdinalIgnoreCase) ? read.Under(Path.GetFullPath(folder)) : read);
        }

        return plan;
    }

    /// <summary>One value as it was written: a text, a number, a truth, or a list of them.</summary>
    private sealed record PlanValue(string Setting, object? Value, string Origin)
    {
        public IReadOnlyList<string> Texts => Value switch
        {
            null => [],
            string text => [text],
            IEnumerable many => [.. many.Cast<object?>().Select(Word)],
            _ => [Word(Value)],
        };

        public string Text => Texts is [{ Length: > 0 } text] ? text : throw Invalid("is one text");

        public bool Flag => Value switch
        {
            bool flag => flag,
            string text when bool.TryParse(text, out var flag) => flag,
            _ => throw Invalid("is true or false"),
        };

        public Uri Address => Value as Uri ?? (Uri.TryCreate(Text, UriKind.Absolute, out var address) ? address : throw Invalid("is an address"));

        public string Pattern
        {
            get
            {
                try
                {
                    _ = new Regex(Text);
                    return Text;
                }
                catch (RegexParseException failure)
                {
                    throw RunbookErrors.PlanInvalid(Origin, $"{Setting} is a regular expression: {failure.Message.TrimEnd('.')}", failure);
                }
            }
        }

        public int Number(int least, int most)
            => int.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : throw Invalid($"is a number from {least} to {most}");

        public T One<T>()
            where T : struct, Enum => Parse<T>(Text);

        public IReadOnlyList<T> Many<T>()
            where T : struct, Enum => [.. Texts.Select(Parse<T>)];

        public PlanValue Under(string folder) => this with { Value = Texts.Select(path => Path.GetFullPath(path, folder)).ToList() };

        // Enum.TryParse would take numbers too.
        private T Parse<T>(string word)
            where T : struct, Enum
            => Enum.GetValues<T>().Where(one => one.ToString().Equals(word, StringComparison.OrdinalIgnoreCase)).Cast<T?>().FirstOrDefault()
                ?? throw Invalid($"is one of {string.Join(", ", Enum.GetNames<T>())}");

        private static string Word(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

        private MigrationException Invalid(string what) => RunbookErrors.PlanInvalid(Origin, $"{Setting} {what}", null);
    }
}
