using System.Text;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Switching;

/// <summary>
/// One place that gives a program its variables. What it says is bytes: of a file all of it, of other places the variable's value in UTF-8;
/// null where it says nothing.
/// </summary>
internal abstract class SwitchPlace(SwitchTarget target, string name) : IDisposable
{
    public SwitchTarget Target { get; } = target;

    public string Name { get; } = name;

    /// <summary>The place in words, or the file's path.</summary>
    public string Title { get; } = target.ToString();

    /// <summary>Where what it said is kept; null where that would serve nobody.</summary>
    public SwitchJournal? Journal { get; init; }

    /// <summary>Whether it can be found out what it says.</summary>
    public virtual bool CanRead => true;

    /// <summary>Whether it can be given again what it said.</summary>
    public virtual bool CanGoBack => CanRead;

    /// <summary>What to do where nobody knows what it says.</summary>
    public abstract string WhereToLook { get; }

    /// <summary>The folder from which relative paths in its value are seen.</summary>
    protected virtual string Folder => Environment.CurrentDirectory;

    /// <summary>Checks what can be checked before anything is changed.</summary>
    /// <exception cref="MigrationException">The place cannot be switched.</exception>
    public virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public abstract Task<byte[]?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Changes what it says.</summary>
    /// <exception cref="MigrationException">It could not be changed, or nobody knows whether it was; SwitchTargetChanged: it says something else than expected.</exception>
    public abstract Task WriteAsync(byte[]? expected, byte[]? content, CancellationToken cancellationToken);

    /// <summary>Has running programs see what it says now, and waits until they do.</summary>
    /// <exception cref="MigrationException">They do not.</exception>
    public virtual Task TakeEffectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The same after it was given what it said before: programs that have seen something else are to see that.</summary>
    /// <exception cref="MigrationException">Some may still use the other value.</exception>
    public virtual Task TakeBackAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What it would say with the value.</summary>
    public virtual byte[]? Edit(byte[]? content, string value) => Encoding.UTF8.GetBytes(value);

    /// <summary>The lines that hold the variable, where it has lines.</summary>
    public virtual IReadOnlyList<int> LinesOf(byte[]? content) => [];

    /// <summary>What the user should know of the place.</summary>
    /// <param name="old">The database that it names.</param>
    /// <param name="cancellationToken">Cancels the questions.</param>
    public virtual Task<IReadOnlyList<string>> WarningsAsync(DatabaseEndpoint? old, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>The database that the value in the content names; null where it names none, such as a placeholder.</summary>
    public DatabaseEndpoint? DatabaseOf(byte[]? content)
    {
        try
        {
            return ValueOf(content) is { } value ? EndpointParser.Parse(value, Folder) : null;
        }
        catch (MigrationException)
        {
            return null;
        }
    }

    /// <summary>Hides what the content holds of secrets in the words of others.</summary>
    public SecretMask Mask(byte[]? content) => new(ValueOf(content), DatabaseOf(content)?.Password);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The variable's value in the content; null where it has none.</summary>
    protected virtual string? ValueOf(byte[]? content) => content is null ? null : Encoding.UTF8.GetString(content);

    protected virtual void Dispose(bool disposing)
    {
    }
}
