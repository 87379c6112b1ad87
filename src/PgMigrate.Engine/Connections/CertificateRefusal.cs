namespace PgMigrate.Engine.Connections;

/// <summary>Why a server's certificate is not accepted.</summary>
internal enum CertificateRefusal
{
    /// <summary>No trusted root signed it.</summary>
    NotTrusted,

    /// <summary>It is issued for another host.</summary>
    OtherHost,

    /// <summary>It is out of date, or not valid yet.</summary>
    Expired,
}
