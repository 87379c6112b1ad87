using System.Text;

namespace PgMigrate.Engine.Switching;

/// <summary>
/// The outputs of a step of GitHub Actions: the file that GITHUB_OUTPUT names, to which a line NAME=value is added (Workflow commands for
/// GitHub Actions, Setting an output parameter). The file ends with its step, and so does the way back.
/// </summary>
internal sealed class GitHubOutputPlace(SwitchTarget target, string name) : SwitchPlace(target, name)
{
    private readonly string path = Environment.GetEnvironmentVariable("GITHUB_OUTPUT") is { Length: > 0 } file ? file : throw SwitchErrors.NoGitHubOutput();

    public override string WhereToLook => "Look into the file that GITHUB_OUTPUT names.";

    public override async Task<byte[]?> ReadAsync(CancellationToken cancellationToken)
        => File.Exists(path) ? await WholeFile.ReadAsync(path, cancellationToken).ConfigureAwait(false) : null;

    public override async Task WriteAsync(byte[]? expected, byte[]? content, CancellationToken cancellationToken)
    {
        try
        {
            // In its place: the runner may hold the file open.
            await File.WriteAllBytesAsync(path, content ?? [], cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw SwitchErrors.Failed(Title, failure.Message, failure);
        }
    }

    public override byte[]? Edit(byte[]? content, string value)
    {
        var before = content ?? [];
        var gap = before.Length == 0 || before[^1] == (byte)'\n' ? "" : "\n";
        return [.. before, .. Encoding.UTF8.GetBytes($"{gap}{Name}={value}\n")];
    }

    public override Task<IReadOnlyList<string>> WarningsAsync(DatabaseEndpoint? old, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>(
        ["The step's output holds the password: a later step that prints it must mask it first, with ::add-mask::, unless all of the value is a secret of the repository."]);

    /// <summary>An output is written, not read: what the step said before is no value to keep the form of.</summary>
    protected override string? ValueOf(byte[]? content) => null;
}
