using System.Text;

namespace PgMigrate.Engine.Switching;

/// <summary>Whatever a script of the user's sets. With a script that reads it there is a way back.</summary>
internal sealed class ScriptPlace(SwitchTarget target, string name) : SwitchPlace(target, name)
{
    public override bool CanRead => Target.Read is not null;

    public override string WhereToLook => "Look at what the script sets.";

    public override async Task<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        if (Target.Read is not { } read) return null;
        return await RunAsync(() => read(Name, cancellationToken), null).ConfigureAwait(false) is { } value ? Encoding.UTF8.GetBytes(value) : null;
    }

    public override Task WriteAsync(byte[]? expected, byte[]? content, CancellationToken cancellationToken) => RunAsync(
        async () =>
        {
            await Target.Write!(Name, ValueOf(content), cancellationToken).ConfigureAwait(false);
            return "";
        },
        content);

    private async Task<string?> RunAsync(Func<Task<string?>> script, byte[]? secret)
    {
        try
        {
            return await script().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or MigrationException))
        {
            // The exception itself may repeat the value, and is not handed on.
            var message = Mask(secret).Hide(failure.Message);
            throw SwitchErrors.Failed(Title, message, new InvalidOperationException(message));
        }
    }
}
