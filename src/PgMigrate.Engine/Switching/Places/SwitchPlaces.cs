namespace PgMigrate.Engine.Switching;

/// <summary>Opens the places of a switch, and closes them.</summary>
internal sealed class SwitchPlaces(string? journalPath, DeployPatience patience, IMigrationObserver observer) : IDisposable
{
    private readonly List<SwitchPlace> opened = [];

    /// <summary>A step for each place, planned or with the failure that keeps it from being switched.</summary>
    /// <param name="targets">The places; a file's pattern becomes every file that assigns the variable.</param>
    /// <param name="name">The variable's name, where a place does not say another.</param>
    /// <param name="force">Whether a file is opened that by its name is a template.</param>
    /// <param name="plan">Plans a place's step.</param>
    /// <param name="cancellationToken">Cancels; nothing was changed.</param>
    public async Task<IReadOnlyList<SwitchStep>> OpenAsync(
        IReadOnlyList<SwitchTarget> targets, string name, bool force, Func<SwitchPlace, CancellationToken, Task<SwitchStep>> plan, CancellationToken cancellationToken)
    {
        var named = new List<(SwitchTarget Target, string Name, MigrationException? Failure)>();
        foreach (var target in targets)
        {
            try
            {
                foreach (var one in await ExpandAsync(target, target.Name ?? name, cancellationToken).ConfigureAwait(false)) Add(named, one, target.Name ?? name);
            }
            catch (MigrationException failure)
            {
                named.Add((target, target.Name ?? name, failure));
            }
        }

        var files = named.Where(one => one.Target.Kind == SwitchTargetKind.File).Select(one => one.Target.Id!).ToHashSet();
        var steps = new List<SwitchStep>();
        foreach (var (target, variable, failure) in named)
        {
            steps.Add(failure is not null
                ? new(new MissingPlace(target, variable), null, null) { Failure = failure }
                : await PlanAsync(target, variable, Open, plan, cancellationToken).ConfigureAwait(false));
        }

        return steps;

        SwitchPlace Open(SwitchTarget target, string variable) => this.Open(target, variable, force, files);
    }

    public void Dispose() => opened.ForEach(place => place.Dispose());

    /// <summary>Adds a place, unless it is named already.</summary>
    private static void Add(List<(SwitchTarget Target, string Name, MigrationException? Failure)> named, SwitchTarget target, string name)
    {
        var earlier = named.FindAll(one => target.Kind != SwitchTargetKind.Script
            && one.Target.Kind == target.Kind && one.Target.Id == target.Id && one.Target.ApiAddress == target.ApiAddress);
        if (earlier.Exists(one => one.Name == name)) return;
        var isTwice = earlier.Count > 0 && target.Kind == SwitchTargetKind.File;
        named.Add((target, name, isTwice ? SwitchErrors.InvalidTarget($"'{target.Id}' is named for two variables, and one switch of a file changes one.") : null));
    }

    private static async Task<IReadOnlyList<SwitchTarget>> ExpandAsync(SwitchTarget target, string name, CancellationToken cancellationToken)
    {
        if (target.Kind != SwitchTargetKind.File) return [target];
        var path = Path.GetFullPath(target.Id!);
        if (!EnvironmentFiles.IsPattern(path)) return [target with { Id = path }];
        var files = await EnvironmentFiles.FindAsync(path, name, cancellationToken).ConfigureAwait(false);
        return [.. files.Select(file => target with { Id = file })];
    }

    private async Task<SwitchStep> PlanAsync(
        SwitchTarget target, string name, Func<SwitchTarget, string, SwitchPlace> open, Func<SwitchPlace, CancellationToken, Task<SwitchStep>> plan, CancellationToken cancellationToken)
    {
        SwitchPlace place = new MissingPlace(target, name);
        try
        {
            place = open(target, name);
            opened.Add(place);
            await place.PrepareAsync(cancellationToken).ConfigureAwait(false);
            return await plan(place, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException failure)
        {
            return new(place, null, null) { Failure = failure };
        }
    }

    private SwitchPlace Open(SwitchTarget target, string name, bool force, HashSet<string> files) => target.Kind switch
    {
        SwitchTargetKind.File => new FilePlace(target, name, force, files) { Journal = SwitchJournal.Beside(target.Id!) },
        SwitchTargetKind.Process or SwitchTargetKind.User => new EnvironmentPlace(target, name) { Journal = SwitchJournal.Shared(journalPath) },
        SwitchTargetKind.GitHubOutput => new GitHubOutputPlace(target, name),
        SwitchTargetKind.Render => new RenderServicePlace(target, name, patience, observer) { Journal = SwitchJournal.Shared(journalPath) },
        SwitchTargetKind.RenderGroup => new RenderGroupPlace(target, name, patience, observer) { Journal = SwitchJournal.Shared(journalPath) },
        SwitchTargetKind.Script => new ScriptPlace(target, name) { Journal = target is { Read: not null, Id: not null } ? SwitchJournal.Shared(journalPath) : null },
        _ => throw SwitchErrors.InvalidTarget($"'{target.Kind}' is no kind of place."),
    };

    /// <summary>A place that could not be opened, for its record.</summary>
    private sealed class MissingPlace(SwitchTarget target, string name) : SwitchPlace(target, name)
    {
        public override bool CanRead => false;

        public override string WhereToLook => "";

        public override Task<byte[]?> ReadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public override Task WriteAsync(byte[]? expected, byte[]? content, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
