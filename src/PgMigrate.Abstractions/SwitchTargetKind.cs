namespace PgMigrate;

/// <summary>A kind of place that gives a program its variables.</summary>
public enum SwitchTargetKind
{
    /// <summary>A .env file.</summary>
    File,

    /// <summary>The environment of this process, and of those that it starts.</summary>
    Process,

    /// <summary>The user's environment, on Windows.</summary>
    User,

    /// <summary>The outputs of a step of GitHub Actions.</summary>
    GitHubOutput,

    /// <summary>A service of Render.</summary>
    Render,

    /// <summary>An environment group of Render, with the services that are linked to it.</summary>
    RenderGroup,

    /// <summary>Whatever the user's own script sets.</summary>
    Script,
}
