using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Telemetry.Mqtt.Tests;

/// <summary>
/// An authority of the test's own with a server's and a client's certificate, as PEM files in a folder.
/// </summary>
internal sealed class TestCertificates
{
    private readonly string _folder;
    private readonly X509Certificate2 _authority;
    private byte _serial = 1;

    public TestCertificates(string folder)
    {
        _folder = folder;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        File.WriteAllText(CaFile, _authority.ExportCertificatePem());
        Issue("server");
        Issue("client");
    }

    public string CaFile => Path.Combine(_folder, "ca.pem");

    public string CertificateFile(string name) => Path.Combine(_folder, name + ".pem");

    public string KeyFile(string name) => Path.Combine(_folder, name + ".key");

    private void Issue(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("broker.test");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(
            _authority, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(199), [_serial++]);
        File.WriteAllText(CertificateFile(name), certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile(name), key.ExportPkcs8PrivateKeyPem());
    }
}
