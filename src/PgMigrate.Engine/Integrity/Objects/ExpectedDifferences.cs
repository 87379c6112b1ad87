using System.Text.RegularExpressions;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Schema;

namespace PgMigrate.Engine.Integrity;

/// <summary>Tells what differs on purpose from what was damaged or is missing. Pure.</summary>
internal sealed partial class ExpectedDifferences(CopyIntent intent)
{
    /// <summary>The properties of a database that a host chooses when it makes it.</summary>
    private static readonly string[] HostsProperties =
        ["Encoding", "LocaleProvider", "Collate", "CharacterType", "Locale", "IcuRules", "Tablespace", "ConnectionLimit", "IsTemplate", "AllowsConnections"];

    private bool IsSameHost => intent.Source.Host == intent.Host.Host;

    /// <summary>The difference, with its reason where there is one.</summary>
    public SchemaDifference Judge(ObjectDifference one) => one.Difference with { Reason = Reason(one) };

    private string? Reason(ObjectDifference one)
    {
        var (difference, source, destination) = one;
        if (source is null) return IsHosts(destination!) ? HostMakes : null;
        if (intent.IsLost(source)) return null;
        return destination is null ? WhyMissing(source) : WhyOtherwise(difference, source, destination);
    }

    private string HostMakes => $"{intent.Host.Name} makes it itself.";

    /// <summary>Whether the destination's host makes the object in each of its databases.</summary>
    private bool IsHosts(PgObject one) => one switch
    {
        PgNamespace => intent.Host.Schemas.Contains(one.Name),
        PgExtension => intent.Host.Extensions.Contains(one.Name),
        PgPublication => intent.Host.Publications.Contains(one.Name),
        PgEventTrigger or PgDefaultPrivileges => one.Owner is { } owner && intent.Host.HasRole(owner),
        // What watches and guards the host's tables may be the user's.
        PgTrigger or PgPolicy when IsSameHost => false,
        _ => one.Schema is { } schema && intent.Host.Schemas.Contains(schema),
    };

    private string? WhyMissing(PgObject source)
    {
        if (intent.WhyLeft(source) is { } why) return why;
        if (source is PgProvidedObject { Schema: { } schema } && intent.Source.Schemas.Contains(schema)) return $"What it grants is {intent.Source.Name}'s own.";
        if (source is PgProvidedObject && intent.ExtensionOf(source) is { } name && intent.Extensions.TryGetValue(name, out var extension) && !extension.IsOwn) return ForeignExtension(name);
        return null;
    }

    private static string ForeignExtension(string name) => $"Only the extension's owner grants on what {name} brings, and comments on it.";

    private string? WhyOtherwise(SchemaDifference difference, PgObject source, PgObject destination)
    {
        var (property, left, right) = (difference.Property!, difference.Left, difference.Right);
        if (IsSameHost && IsHosts(destination)) return $"{intent.Host.Name} makes and keeps it itself.";
        if (source is PgExtension extension && WhyExtension(extension.Name, property, right) is { } reason) return reason;
        if (destination is PgDatabaseProperties && intent.Host.IsHosted && (HostsProperties.Contains(property) || (left is null && property.StartsWith("Settings[", StringComparison.Ordinal))))
        {
            return $"{intent.Host.Name} makes the database.";
        }

        if (left is null) return GrantedRole(property) is { } added && destination is PgDatabaseProperties or PgNamespace { IsPublic: true } && intent.Host.HasRole(added) ? HostMakes : null;
        if (property == "Owner" || property.EndsWith(".Owner", StringComparison.Ordinal)) return IsLeft(left) ? $"The destination has no role {left} to give it to." : null;
        if (GrantedRole(property) is { } role)
        {
            if (right is null && IsAbsent(role)) return $"The destination has no role {role} to grant it to.";
            if (right is not null && Granters(left).Any(IsAbsent) && Ungranted(left) == Ungranted(right)) return "The destination does not have the role that granted it.";
        }

        return right is not null && intent.Move(left) == right ? "What extensions bring is in another schema at the destination." : null;
    }

    private string? WhyExtension(string name, string property, string? right) => property switch
    {
        "MemberSchema" => $"The destination has its extensions there; what refers to {name} is made to refer to it there.",
        "Version" => right == intent.DefaultVersionOf(name) ? "It is the version that the destination's server brings." : null,
        "Owner" => right is not null && (intent.Host.HasRole(right) || intent.There.Existing.Contains(right)) ? "An extension belongs to who makes it." : null,
        "Comment" => intent.Extensions.TryGetValue(name, out var extension) && !extension.IsOwn ? ForeignExtension(name) : null,
        _ => null,
    };

    /// <summary>A role that the destination lacks, or does not let the one that restores act as.</summary>
    private bool IsLeft(string role) => intent.IsStrange(role) && !intent.There.Assumable.Contains(role);

    private bool IsAbsent(string role) => intent.IsStrange(role) && !intent.There.Existing.Contains(role);

    private static string? GrantedRole(string property) => Granted().Match(property) is { Success: true } match ? match.Groups[1].Value : null;

    private static IEnumerable<string> Granters(string privileges) => Granter().Matches(privileges).Select(match => match.Groups[1].Value);

    private static string Ungranted(string privileges) => Granter().Replace(privileges, "");

    [GeneratedRegex(@"(?:^|\.)Privileges\[(.+)\]$")]
    private static partial Regex Granted();

    [GeneratedRegex(" GRANTED BY ([^,]+)")]
    private static partial Regex Granter();
}
