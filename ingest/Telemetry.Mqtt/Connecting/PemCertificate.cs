using System.Security.Cryptography.X509Certificates;

namespace Telemetry.Mqtt.Connecting;

internal static class PemCertificate
{
    /// <summary>A certificate with its key, in the form every platform's TLS accepts.</summary>
    public static X509Certificate2 Load(string certificateFile, string keyFile)
    {
        // Windows refuses keys that live in memory alone; passing through PKCS #12 gives them a home.
        using var ephemeral = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        return X509CertificateLoader.LoadPkcs12(ephemeral.Export(X509ContentType.Pkcs12), null);
    }
}
