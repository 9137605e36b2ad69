using System.Diagnostics;
using Telemetry.Mqtt.Source;
using Telemetry.Rig;

namespace Telemetry.Mqtt.Tests.Source;

/// <summary>Encryption, certificates and passwords, against a real mosquitto.</summary>
public sealed class Credentials
{
    [Theory]
    [InlineData("")]
    [InlineData("broker.test")]
    public async Task With_the_authority_and_a_client_certificate_it_connects(string serverName)
    {
        using var folder = new TempFolder("tls");
        var certificates = new TestCertificates(folder.Path);
        await using var broker = await MosquittoServer.StartAsync(TlsLines(certificates));
        var intake = new FakeIntake();

        await using var source = await SourceRig.StartedAsync(broker.Port, intake, options =>
        {
            Trust(options, certificates);
            options.Tls.CertificateFile = certificates.CertificateFile("client");
            options.Tls.KeyFile = certificates.KeyFile("client");
            options.Tls.ServerName = serverName;
        });

        Assert.True(source.Status.IsUp);
    }

    [Fact]
    public async Task Without_a_client_certificate_it_is_refused()
    {
        using var folder = new TempFolder("tls");
        var certificates = new TestCertificates(folder.Path);
        await using var broker = await MosquittoServer.StartAsync(TlsLines(certificates));

        await using var source = SourceRig.CreateSut(
            broker.Port, new FakeIntake(), options => Trust(options, certificates));
        source.Start();

        await Eventually.TrueAsync(() => source.Status.Connections[0].LastError is not null, SourceRig.Patience);
        Assert.False(source.Status.IsUp);
    }

    [Fact]
    public async Task A_broker_of_another_authority_or_another_name_is_not_trusted()
    {
        using var folder = new TempFolder("tls");
        using var elsewhere = new TempFolder("tls");
        var certificates = new TestCertificates(folder.Path);
        await using var broker = await MosquittoServer.StartAsync(TlsLines(certificates));

        await using var stranger = SourceRig.CreateSut(
            broker.Port, new FakeIntake(), options => Trust(options, new TestCertificates(elsewhere.Path)));
        await using var misnamed = SourceRig.CreateSut(broker.Port, new FakeIntake(), options =>
        {
            Trust(options, certificates);
            options.Tls.ServerName = "other.test";
        });
        stranger.Start();
        misnamed.Start();

        foreach (var source in new[] { stranger, misnamed })
        {
            await Eventually.TrueAsync(() => source.Status.Connections[0].LastError is not null, SourceRig.Patience);
            Assert.Contains("certificate", source.Status.Connections[0].LastError, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task The_password_comes_from_a_file_a_variable_or_the_option()
    {
        using var folder = new TempFolder("passwords");
        var users = folder.File("passwd");
        using var passwd = Process.Start(Servers.Require("mosquitto_passwd"), ["-b", "-c", users, "host", "s3cret"]);
        await passwd.WaitForExitAsync();
        await using var broker = await MosquittoServer.StartAsync($"allow_anonymous false\npassword_file {users}");
        await File.WriteAllTextAsync(folder.File("secret"), "s3cret\n");
        const string Variable = "TELEMETRY_TEST_MQTT_PASSWORD";
        Environment.SetEnvironmentVariable(Variable, "s3cret");
        Action<MqttSourceOptions>[] ways =
        [
            options => options.Password = "s3cret",
            options => options.PasswordFile = folder.File("secret"),
            options => options.PasswordVariable = Variable,
        ];

        foreach (var way in ways)
        {
            await using var source = await SourceRig.StartedAsync(broker.Port, new FakeIntake(), options =>
            {
                options.User = "host";
                way(options);
            });
            Assert.True(source.Status.IsUp);
        }

        await using var wrong = SourceRig.CreateSut(broker.Port, new FakeIntake(), options =>
        {
            options.User = "host";
            options.Password = "wrong";
        });
        wrong.Start();
        await Eventually.TrueAsync(() => wrong.Status.Connections[0].LastError is not null, SourceRig.Patience);
        Assert.DoesNotContain("wrong", wrong.Status.Connections[0].LastError, StringComparison.Ordinal);
        Assert.Contains("Telemetry:Mqtt:User", wrong.Status.Connections[0].LastError, StringComparison.Ordinal);
    }

    private static string TlsLines(TestCertificates certificates) => $"""
        cafile {certificates.CaFile}
        certfile {certificates.CertificateFile("server")}
        keyfile {certificates.KeyFile("server")}
        require_certificate true
        """;

    private static void Trust(MqttSourceOptions options, TestCertificates certificates)
    {
        options.Tls.Enabled = true;
        options.Tls.CaFile = certificates.CaFile;
    }
}
