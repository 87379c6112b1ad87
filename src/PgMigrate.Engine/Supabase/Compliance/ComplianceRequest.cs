using System.Security;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Which database is held against what.</summary>
public sealed record ComplianceRequest
{
    public required DatabaseEndpoint Database { get; init; }

    /// <summary>The standards; none for all.</summary>
    public IReadOnlyList<ComplianceStandard> Standards { get; init; } = [];

    /// <summary>The schemas that the Data API serves; none to learn them from the database or, with a token, from the project.</summary>
    public IReadOnlyList<string> ExposedSchemas { get; init; } = [];

    /// <summary>A personal access token for Supabase's Management API; null to list what only it knows as not checked.</summary>
    public SecureString? Token { get; init; }

    /// <summary>The project to ask the Management API about; null to read it from the endpoint.</summary>
    public string? ProjectRef { get; init; }

    /// <summary>The Management API's address.</summary>
    public Uri ApiAddress { get; init; } = new("https://api.supabase.com");

    internal bool Asks(IReadOnlyList<ComplianceStandard> standards) => Standards.Count == 0 || standards.Any(Standards.Contains);
}
