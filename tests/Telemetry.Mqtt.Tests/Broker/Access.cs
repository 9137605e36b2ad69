using System.Diagnostics;
using System.Text;
using MQTTnet;
using Telemetry.Mqtt.Broker;
using Telemetry.Rig;

namespace Telemetry.Mqtt.Tests.Broker;

/// <summary>Users, their topics, encryption, and mosquitto's own clients against the embedded broker.</summary>
public sealed class Access
{
    private const string Flow = "sanitation/plants/p1/flow/m1";

    [Fact]
    public async Task A_user_writes_its_own_topics_and_reads_what_is_granted()
    {
        using var folder = Users(("p1", "one", "sanitation/plants/%u/#, read sanitation/live/#"));
        var intake = new FakeIntake();
        await using var broker = await BrokerRig.StartedAsync(
            intake, options => options.UsersFile = folder.File("users"));
        await using var device = await ConnectAsync(broker.Port, "p1", "one");

        var own = await device.PublishAsync(Flow, "x");
        var others = await device.PublishAsync("sanitation/plants/p2/flow/m1", "x");
        var readable = await device.SubscribeAsync("sanitation/live/plants/#");
        var unreadable = await device.SubscribeAsync("sanitation/#");

        Assert.True(own.IsSuccess);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, others.ReasonCode);
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, readable.Items.Single().ResultCode);
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, unreadable.Items.Single().ResultCode);
        Assert.Single(intake.All);
    }

    [Fact]
    public async Task A_client_id_with_wildcards_opens_no_topic()
    {
        using var folder = Users(("fleet", "f", "sanitation/vehicles/%c/position"));
        await using var broker = await BrokerRig.StartedAsync(
            new FakeIntake(), options => options.UsersFile = folder.File("users"));
        await using var truck = await ConnectAsync(broker.Port, "fleet", "f", "truck-7");
        await using var sly = await ConnectAsync(broker.Port, "fleet", "f", "+");

        Assert.True((await truck.PublishAsync("sanitation/vehicles/truck-7/position", "x")).IsSuccess);
        Assert.False((await truck.PublishAsync("sanitation/vehicles/truck-8/position", "x")).IsSuccess);
        Assert.False((await sly.PublishAsync("sanitation/vehicles/truck-7/position", "x")).IsSuccess);
    }

    [Fact]
    public async Task A_client_id_in_use_by_one_user_is_refused_to_another()
    {
        using var folder = Users(("p1", "one", "sanitation/plants/%u/#"), ("p2", "two", "sanitation/plants/%u/#"));
        await using var broker = await BrokerRig.StartedAsync(
            new FakeIntake(), options => options.UsersFile = folder.File("users"));
        await using var device = await ConnectAsync(broker.Port, "p1", "one", "gateway");

        var (intruder, result) = await TryConnectAsync(broker.Port, "p2", "two", "gateway");

        await using (intruder) Assert.Equal(MqttClientConnectResultCode.ClientIdentifierNotValid, result);
        Assert.True((await device.PublishAsync(Flow, "x")).IsSuccess);
        Assert.Equal(1, broker.Status.RefusedConnects);
        await using var again = await ConnectAsync(broker.Port, "p1", "one", "gateway");
        Assert.Equal(MqttClientDisconnectReason.SessionTakenOver, (await device.Disconnected).Reason);
    }

    [Fact]
    public async Task The_session_that_one_user_left_is_not_inherited_by_another()
    {
        using var folder = Users(("panel", "one", "read sanitation/#"), ("p1", "two", "sanitation/plants/%u/#"));
        await using var broker = await BrokerRig.StartedAsync(
            new FakeIntake(), options => options.UsersFile = folder.File("users"));
        await using (var panel = await ConnectAsync(broker.Port, "panel", "one", "wall", keepsSession: true))
            await panel.SubscribeAsync("sanitation/#");

        await using var device = await ConnectAsync(broker.Port, "p1", "two", "wall", keepsSession: true);
        await device.PublishAsync(Flow, "x");
        await device.Client.PingAsync();

        Assert.Empty(device.Received);
    }

    [Theory]
    [InlineData("p1", "wrong")]
    [InlineData("nobody", "one")]
    [InlineData(null, null)]
    public async Task A_wrong_password_an_unknown_name_or_none_is_refused(string? user, string? password)
    {
        using var folder = Users(("p1", "one", "#"));
        await using var broker = await BrokerRig.StartedAsync(
            new FakeIntake(), options => options.UsersFile = folder.File("users"));

        var (client, result) = await TestClient.TryConnectAsync(broker.Port, options =>
        {
            if (user is not null) options.Credentials = new MqttClientCredentials(
                user, Encoding.UTF8.GetBytes(password!));
        });

        await using (client) Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, result);
        Assert.Equal(1, broker.Status.RefusedConnects);
    }

    [Fact]
    public async Task A_changed_users_file_counts_at_the_next_connect_and_a_bad_one_is_passed_over()
    {
        using var folder = Users(("p1", "one", "#"));
        await using var broker = await BrokerRig.StartedAsync(
            new FakeIntake(), options => options.UsersFile = folder.File("users"));
        await (await ConnectAsync(broker.Port, "p1", "one")).DisposeAsync();

        Rewrite(folder, $"p1:{PasswordHash.Hash("two")}:#", TimeSpan.FromSeconds(1));
        await (await ConnectAsync(broker.Port, "p1", "two")).DisposeAsync();
        Rewrite(folder, "nonsense", TimeSpan.FromSeconds(2));
        await (await ConnectAsync(broker.Port, "p1", "two")).DisposeAsync();
        var (client, result) = await TestClient.TryConnectAsync(broker.Port, options =>
            options.Credentials = new MqttClientCredentials("p1", "one"u8.ToArray()));

        await using (client) Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, result);
    }

    [Fact]
    public void PasswordHash_verifies_what_it_hashed_and_nothing_else()
    {
        var text = PasswordHash.Hash("水 s3cret");

        Assert.True(PasswordHash.TryParse(text, out var hash));
        Assert.True(hash!.Verify(Encoding.UTF8.GetBytes("水 s3cret")));
        Assert.False(hash.Verify(Encoding.UTF8.GetBytes("水 s3cret ")));
        Assert.NotEqual(text, PasswordHash.Hash("水 s3cret"));
        Assert.DoesNotContain(':', text);
        Assert.False(PasswordHash.TryParse("pbkdf2-sha512$0$AAAA$AAAA", out _));
    }

    [Theory]
    [InlineData("a/#", "a/b/c", true)]
    [InlineData("a/#", "a", true)]
    [InlineData("a/#", "ab", false)]
    [InlineData("a/+", "a/b", true)]
    [InlineData("a/+", "a", false)]
    [InlineData("a/+", "a/b/c", false)]
    [InlineData("a/+", "a/+", true)]
    [InlineData("a/+", "a/#", false)]
    [InlineData("a/b", "a/+", false)]
    [InlineData("#", "a/b", true)]
    [InlineData("#", "$SYS/a", false)]
    [InlineData("+/a", "$SYS/a", false)]
    [InlineData("$SYS/#", "$SYS/a", true)]
    [InlineData("a/#", "a/#", true)]
    [InlineData("a/b/#", "a/#", false)]
    [InlineData("a/+/c", "a//c", true)]
    public void TopicPattern_covers_as_MQTT_4_7_says(string granted, string asked, bool covers) =>
        Assert.Equal(covers, TopicPattern.Covers(granted, asked));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TLS_with_a_PEM_or_a_PFX_certificate_and_our_own_source_over_it(bool pem)
    {
        using var folder = new TempFolder("tls");
        var certificates = new TestCertificates(folder.Path);
        using var certificate = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPemFile(
            certificates.CertificateFile("server"), certificates.KeyFile("server"));
        await File.WriteAllBytesAsync(folder.File("server.pfx"), certificate.Export(
            System.Security.Cryptography.X509Certificates.X509ContentType.Pkcs12, "pfx secret"));
        await File.WriteAllTextAsync(folder.File("pfx.password"), "pfx secret\n");
        await using var broker = await BrokerRig.StartedAsync(new FakeIntake(), options =>
        {
            options.TlsPort = FreePort.Next();
            options.CertificateFile = pem ? certificates.CertificateFile("server") : folder.File("server.pfx");
            options.KeyFile = pem ? certificates.KeyFile("server") : "";
            options.CertificatePasswordFile = pem ? "" : folder.File("pfx.password");
        });

        await using var source = await Source.SourceRig.StartedAsync(broker.TlsPort, new FakeIntake(), options =>
        {
            options.Tls.Enabled = true;
            options.Tls.CaFile = certificates.CaFile;
        });

        Assert.True(source.Status.IsUp);
        Assert.Equal(0, broker.Port);
        Assert.Equal([$"127.0.0.1:{broker.TlsPort}"], broker.Status.Endpoints);
    }

    [Theory]
    [InlineData("mqttv311")]
    [InlineData("mqttv5")]
    public async Task Mosquittos_own_clients_publish_and_subscribe(string version)
    {
        var intake = new FakeIntake();
        await using var broker = await BrokerRig.StartedAsync(intake);
        string[] common = ["-h", "127.0.0.1", "-p", $"{broker.Port}", "-V", version];
        using var subscriber = Start(
            "mosquitto_sub", [.. common, "-t", "sanitation/plants/#", "-q", "1", "-C", "1", "-v"]);
        await Eventually.TrueAsync(() => broker.Status.Connections == 1, BrokerRig.Patience);
        await Eventually.TrueAsync(
            async () =>
            {
                using var publisher = Start("mosquitto_pub",
                    [.. common, "-t", Flow, "-q", "1", "-m", """{"ts":1262304000000,"flow_m3h":1.5}"""]);
                await publisher.WaitForExitAsync();
                Assert.Equal(0, publisher.ExitCode);
                return subscriber.HasExited;
            },
            BrokerRig.Patience);

        var seen = await subscriber.StandardOutput.ReadToEndAsync();
        Assert.Equal(Flow + """ {"ts":1262304000000,"flow_m3h":1.5}""", seen.Trim());
        await Eventually.TrueAsync(() => broker.Status.Committed == broker.Status.Received, BrokerRig.Patience);
        Assert.Contains("""{"ts":1262304000000,"flow_m3h":1.5}""", intake.Payloads);
    }

    private static Process Start(string program, string[] arguments) => Process.Start(
        new ProcessStartInfo(Servers.Require(program), arguments) { RedirectStandardOutput = true })!;

    private static TempFolder Users(params (string Name, string Password, string Filters)[] users)
    {
        var folder = new TempFolder("users");
        File.WriteAllLines(folder.File("users"),
            users.Select(user => $"{user.Name}:{PasswordHash.Hash(user.Password)}:{user.Filters}"));
        return folder;
    }

    private static void Rewrite(TempFolder folder, string content, TimeSpan later)
    {
        var writtenAt = File.GetLastWriteTimeUtc(folder.File("users"));
        File.WriteAllText(folder.File("users"), content + "\n");
        File.SetLastWriteTimeUtc(folder.File("users"), writtenAt + later);
    }

    private static async Task<TestClient> ConnectAsync(
        int port, string user, string password, string? clientId = null, bool keepsSession = false)
    {
        var (client, result) = await TryConnectAsync(port, user, password, clientId, keepsSession);
        Assert.Equal(MqttClientConnectResultCode.Success, result);
        return client;
    }

    private static Task<(TestClient Client, MqttClientConnectResultCode Result)> TryConnectAsync(
        int port, string user, string password, string? clientId = null, bool keepsSession = false) =>
        TestClient.TryConnectAsync(port, options =>
        {
            options.Credentials = new MqttClientCredentials(user, Encoding.UTF8.GetBytes(password));
            if (clientId is not null) options.ClientId = clientId;
            if (!keepsSession) return;
            options.CleanSession = false;
            options.SessionExpiryInterval = 3600;
        });
}
