namespace PgMigrate.Engine.Switching;

/// <summary>A .env file. Of it only the value's own characters change.</summary>
/// <param name="target">The file, by its full path.</param>
/// <param name="name">The variable.</param>
/// <param name="force">Whether it may be a template by its name.</param>
/// <param name="together">The files of the same switch.</param>
internal sealed class FilePlace(SwitchTarget target, string name, bool force, IReadOnlySet<string> together) : SwitchPlace(target, name)
{
    private readonly string path = target.Id!;

    public override string WhereToLook => "Look into the file; what it said before is in the journal beside it.";

    protected override string Folder => Path.GetDirectoryName(path)!;

    public override Task PrepareAsync(CancellationToken cancellationToken)
        => !force && EnvironmentFiles.IsTemplate(path) ? throw SwitchErrors.Template(path) : Task.CompletedTask;

    public override async Task<byte[]?> ReadAsync(CancellationToken cancellationToken) => await WholeFile.ReadAsync(path, cancellationToken).ConfigureAwait(false);

    public override async Task WriteAsync(byte[]? expected, byte[]? content, CancellationToken cancellationToken)
    {
        if (!SwitchStep.Same(await ReadAsync(cancellationToken).ConfigureAwait(false), expected)) throw SwitchErrors.Changed(path);
        await WholeFile.ReplaceAsync(path, content!, cancellationToken).ConfigureAwait(false);
    }

    public override byte[]? Edit(byte[]? content, string value) => DotenvText.Decode(content!, path).Assign(Name, value).Encode();

    public override IReadOnlyList<int> LinesOf(byte[]? content)
    {
        var text = DotenvText.Decode(content!, path);
        return [.. text.Find(Name).Select(text.LineOf)];
    }

    public override async Task<IReadOnlyList<string>> WarningsAsync(DatabaseEndpoint? old, CancellationToken cancellationToken)
    {
        var others = await EnvironmentFiles.OverridingAsync(path, Name, cancellationToken).ConfigureAwait(false);
        return
        [
            .. others.Where(file => !together.Contains(file)).Select(file => $"{Path.GetFileName(file)} assigns {Name} too, and some programs take that instead: switch it as well where yours does."),
            .. Journal is { } journal && GitIgnore.WouldTake(journal.Path)
                ? [$"git would take {Path.GetFileName(journal.Path)} up, which holds what {Name} was: add it to .gitignore, or remove it when nobody wants to go back any more."]
                : (IEnumerable<string>)[],
        ];
    }

    protected override string? ValueOf(byte[]? content) => DotenvText.Decode(content!, path).Read(Name);
}
