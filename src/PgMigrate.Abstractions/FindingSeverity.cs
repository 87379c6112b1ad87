namespace PgMigrate;

/// <summary>How much an <see cref="AssessmentFinding"/> weighs, from the least to the most.</summary>
public enum FindingSeverity
{
    /// <summary>Nobody looked, because it cannot be seen from here: the finding says who can see it.</summary>
    NotChecked,

    /// <summary>Worth knowing; nothing has to be done.</summary>
    Information,

    Warning,

    Error,
}
