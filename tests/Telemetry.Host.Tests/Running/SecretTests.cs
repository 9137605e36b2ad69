using Telemetry.Rig;

namespace Telemetry.Host.Tests.Running;

/// <summary>Everything fails that can, and no secret is in what the host says of it.</summary>
public sealed class SecretTests
{
    [Fact]
    public async Task No_log_and_no_page_repeats_a_secret()
    {
        const string Password = "hunter2-for-the-broker";
        const string Token = "token-for-the-store-0123456789";
        const string Reader = "token-of-the-reader-0123456789";
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("tokens"), $"wall:{Reader}");
        // Anonymous clients are turned away, and so is the one with a password that nobody knows.
        await using var broker = await MosquittoServer.StartAsync("allow_anonymous false");
        var url = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        await using var host = await HostProcess.StartAsync(
            [
                $"--Telemetry:Web:Url={url.GetLeftPart(UriPartial.Authority)}", "--Telemetry:Web:TokenFile=tokens",
                "--Telemetry:Mqtt:Host=127.0.0.1", $"--Telemetry:Mqtt:Port={broker.Port}", "--Telemetry:Mqtt:User=host",
                "--Telemetry:Store:Kind=InfluxDb", "--Telemetry:Store:InfluxDb:Version=V3",
                $"--Telemetry:Store:InfluxDb:Url=http://127.0.0.1:{FreePort.Next()}",
            ],
            new Dictionary<string, string?>
            {
                ["Telemetry__Mqtt__Password"] = Password, ["Telemetry__Store__InfluxDb__Token"] = Token,
                ["Logging__LogLevel__Default"] = "Debug", ["Logging__LogLevel__Microsoft.AspNetCore"] = "Debug",
            },
            ready: new Uri(url, "/health/live"), folder: folder.Path);
        using var client = new HttpClient(
            new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(1) });
        using (var stranger = await client.GetAsync(new Uri(url, "/metrics"), TestContext.Current.CancellationToken))
            Assert.Equal(401, (int)stranger.StatusCode);
        client.DefaultRequestHeaders.Authorization = new("Bearer", Reader);

        var health = "";
        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await client.GetAsync(new Uri(url, "/health/ready"));
                health = await answer.Content.ReadAsStringAsync();
                return (int)answer.StatusCode == 503
                    && health.Contains("authorized", StringComparison.OrdinalIgnoreCase);
            },
            TimeSpan.FromSeconds(20), "the broker's refusal");
        var said = health + await client.GetStringAsync(
            new Uri(url, "/api/status"), TestContext.Current.CancellationToken)
            + await client.GetStringAsync(new Uri(url, "/metrics"), TestContext.Current.CancellationToken);
        Assert.Equal(0, await host.StopAsync());

        foreach (var secret in new[] { Password, Token, Reader })
        {
            Assert.DoesNotContain(secret, said, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, host.Output, StringComparison.Ordinal);
        }
    }
}
