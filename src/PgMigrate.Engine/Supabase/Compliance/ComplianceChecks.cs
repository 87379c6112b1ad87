namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Every check, in the order in which they are made: the connection, the server, the database, its lints.</summary>
internal static class ComplianceChecks
{
    public static IReadOnlyList<ComplianceCheck> OfDatabase(ComplianceSession session) =>
    [
        new ConnectionNotEncrypted(session),
        new ServerNotVerified(session),
        new SessionNotEncrypted(),
        new TlsNotEnforced(),
        new WeakAuthentication(),
        new PasswordEncryptionWeak(),
        new PasswordHashMd5(),
        new LogConnectionsNotEnabled(),
        new AuditLogMissing(),
        new ExtraSuperuser(),
        new ExtraBypassRls(),
        new SchemaCreateOpen(),
        new DefaultPrivilegesOpen(),
        new AuthTableGranted(),
        .. Lints,
        new RlsPolicyPublicRead(),
        new ApiGrant(),
        new RealtimeTableStreamed(),
    ];

    /// <summary>What only the host knows.</summary>
    public static IReadOnlyList<PlatformCheck> OfPlatform(bool isSupabase) => isSupabase
        ?
        [
            new SslNotEnforced(),
            new NetworkRestrictionsNotSet(),
            new PitrNotEnabled(),
            new OrganizationMfaMissing(),
            new SecurityAdvisor(),
            new HostAgreement("high_compliance_project", "Whether the project is marked as High Compliance with the HIPAA add-on"),
            new HostAgreement("business_associate_agreement", "Whether a business associate agreement with Supabase is signed"),
        ]
        :
        [
            new HostAgreement("network_restrictions_not_set", "Whether the host lets only known addresses connect"),
            new HostAgreement("pitr_not_enabled", "Whether the host keeps backups to any point in time"),
            new HostAgreement("organization_mfa_missing", "Whether everyone who can manage the server at its host needs a second factor"),
            new HostAgreement("business_associate_agreement", "Whether a business associate agreement with the host is signed"),
        ];

    /// <summary>Supabase's own, by number. 0012 is about a setting of the authentication server, which its API alone knows.</summary>
    public static IReadOnlyList<ComplianceCheck> Lints { get; } =
    [
        new UnindexedForeignKeys(),
        new AuthUsersExposed(),
        new AuthRlsInitplan(),
        new NoPrimaryKey(),
        new UnusedIndex(),
        new MultiplePermissivePolicies(),
        new PolicyExistsRlsDisabled(),
        new RlsEnabledNoPolicy(),
        new DuplicateIndex(),
        new SecurityDefinerView(),
        new FunctionSearchPathMutable(),
        new RlsDisabledInPublic(),
        new ExtensionInPublic(),
        new RlsReferencesUserMetadata(),
        new MaterializedViewInApi(),
        new ForeignTableInApi(),
        new UnsupportedRegTypes(),
        new InsecureQueueExposedInApi(),
        new TableBloat(),
        new FkeyToAuthUnique(),
        new ExtensionVersionsOutdated(),
        new SensitiveColumnsExposed(),
        new RlsPolicyAlwaysTrue(),
        new PublicBucketAllowsListing(),
        new PgGraphqlAnonTableExposed(),
        new PgGraphqlAuthenticatedTableExposed(),
        new AnonSecurityDefinerFunctionExecutable(),
        new AuthenticatedSecurityDefinerFunctionExecutable(),
    ];
}
