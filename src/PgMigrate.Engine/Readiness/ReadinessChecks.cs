namespace PgMigrate.Engine.Readiness;

/// <summary>Every check, in the order in which they are made.</summary>
internal static class ReadinessChecks
{
    /// <summary>What could not be measured.</summary>
    public const string Measurement = "measurement";

    /// <summary>What only the servers have to be asked.</summary>
    public static IReadOnlyList<ReadinessCheck> OfServers { get; } =
    [
        new ServerVersion(),
        new EndpointRoute(),
        new ReadOnlyServer(),
        new ConnectionLimit(),
        new SessionTimeout(),
        new TableLocked(),
        new LongTransaction(),
        new PreparedTransaction(),
        new ReplicationSlot(),
        new LogicalReplicationUnavailable(),
    ];

    /// <summary>What the source has.</summary>
    public static IReadOnlyList<ReadinessCheck> OfContents { get; } =
    [
        new AsciiEncoding(),
        new TableWithoutKey(),
        new CircularForeignKey(),
        new InvalidIndex(),
        new UnvalidatedConstraint(),
        new UnloggedTable(),
        new RegColumn(),
        new SequenceNearLimit(),
        new RowSecurityPresence(),
        new LargeObjectPresence(),
        new PublicationPresence(),
        new SubscriptionPresence(),
        new EventTriggerPresence(),
        new HostExtension(),
        new ValueNotConvertible(),
    ];

    /// <summary>What the destination has, lacks or forbids.</summary>
    public static IReadOnlyList<ReadinessCheck> OfDestination { get; } =
    [
        new DestinationRights(),
        new DestinationCollision(),
        new DestinationEventTrigger(),
        new MissingCollation(),
        new ExtensionOlder(),
        new DatabaseSize(),
    ];

    /// <summary>The names of all checks, also of those that the copy itself makes.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. OfServers.Concat(OfContents).Concat(OfDestination).Select(check => check.Name), .. CopyFindings.Names, Measurement];
}
