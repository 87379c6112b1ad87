namespace PgMigrate.Engine.Archives;

/// <summary>How a value is written in a statement.</summary>
internal enum ValueForm
{
    /// <summary>In quotes.</summary>
    Text,

    /// <summary>Without quotes, unless it is no plain number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>As B'…'.</summary>
    Bits,
}
