using System.Diagnostics;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PgMigrate.Engine.Connections;

/// <summary>
/// Checks a server's certificate as libpq's sslmode asks, and remembers the stream, because the driver shows neither the protocol
/// nor the cipher of a connection.
/// </summary>
internal sealed class ServerCertificateCheck(TlsPolicy policy, DatabaseEndpoint endpoint)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private long startedAt;

    /// <summary>The encrypted stream of the last connection; null where none was encrypted.</summary>
    public SslStream? Stream { get; private set; }

    /// <summary>Why the last certificate was refused; null where it was not.</summary>
    public CertificateRefusal? Refusal { get; private set; }

    /// <summary>From the start of the last connection's encryption to the server's certificate; null where there was none.</summary>
    public TimeSpan? HandshakeTime { get; private set; }

    /// <summary>Notes that a connection's encryption starts.</summary>
    public void Begin() => startedAt = Stopwatch.GetTimestamp();

    /// <summary>The driver's callback.</summary>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        HandshakeTime = Stopwatch.GetElapsedTime(startedAt);
        // Connections are opened side by side: the answer for one must not hang on what another leaves here meanwhile.
        var stream = sender as SslStream;
        var refusal = policy.VerifiesCertificate ? Check(certificate, chain, stream) : null;
        (Stream, Refusal) = (stream, refusal);
        return refusal is null;
    }

    /// <summary>Forgets the last connection's findings before another attempt.</summary>
    public void Reset() => (Stream, Refusal, HandshakeTime) = (null, null, null);

    private CertificateRefusal? Check(X509Certificate? presented, X509Chain? presentedChain, SslStream? stream)
    {
        if (presented is null) return CertificateRefusal.NotTrusted;
        using var certificate = new X509Certificate2(presented);
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        if (presentedChain is not null) chain.ChainPolicy.ExtraStore.AddRange(presentedChain.ChainPolicy.ExtraStore);
        if (policy.Roots.Count > 0)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(policy.Roots);
        }

        if (!chain.Build(certificate))
        {
            return chain.ChainStatus.All(status => status.Status == X509ChainStatusFlags.NotTimeValid)
                ? CertificateRefusal.Expired
                : CertificateRefusal.NotTrusted;
        }

        return policy.Mode == SslRequirement.VerifyFull && !Names(certificate, stream) ? CertificateRefusal.OtherHost : null;
    }

    private bool Names(X509Certificate2 certificate, SslStream? stream)
    {
        var target = stream?.TargetHostName;
        return certificate.MatchesHostname(string.IsNullOrEmpty(target) && endpoint.Hosts.Count == 1 ? endpoint.Host : target ?? "");
    }
}
