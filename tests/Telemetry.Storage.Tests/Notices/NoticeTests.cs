using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Domain.Alarms;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;
using Telemetry.Rig;
using Telemetry.Storage.Notices;
using Telemetry.Storage.Operations.Alarms;
using Telemetry.Storage.Tests.InfluxDb;

namespace Telemetry.Storage.Tests.Notices;

public sealed class NoticeTests
{
    private static readonly DateTimeOffset Noon = new(2009, 8, 10, 4, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_webhook_gets_the_notice_as_json_signed_and_with_its_id()
    {
        using var folder = new TempFolder("notices");
        var secret = folder.File("secret");
        await File.WriteAllTextAsync(secret, "s3cret\n");
        await using var server = new ScriptedServer(_ => Reply.NoContent);
        using var webhook = new Webhook(
            new WebhookOptions { Url = server.Url, SecretFile = secret }, new FakeTimeProvider(Noon));

        var delivery = await webhook.SendAsync(Notice(), CancellationToken.None);

        Assert.True(delivery.IsSent, delivery.Error);
        var request = Assert.Single(server.Requests);
        Assert.Equal("42", request.Headers["Telemetry-Delivery"]);
        // HMAC-SHA256("s3cret", "1249876800." + body), computed here.
        var hash = System.Security.Cryptography.HMACSHA256.HashData(
            Encoding.UTF8.GetBytes("s3cret"), Encoding.UTF8.GetBytes("1249876800." + request.Text));
        Assert.Equal($"t=1249876800,v1={Convert.ToHexStringLower(hash)}", request.Headers["Telemetry-Signature"]);
        Assert.Equal("state_fault", NoticeContent.Parse(request.Text).Rule);
        Assert.Contains("application/json", request.Headers["Content-Type"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, false, 3)]
    [InlineData(429, false, 3)]
    [InlineData(401, false, 3)]
    [InlineData(400, true, 1)]
    [InlineData(410, true, 1)]
    [InlineData(302, true, 1)]
    public async Task What_may_be_mended_is_tried_again_and_a_refusal_is_final(int status, bool isFinal, int requests)
    {
        await using var server = new ScriptedServer(_ => new Reply.Answer(status));
        using var webhook = new Webhook(new WebhookOptions { Url = server.Url }, TimeProvider.System);

        var delivery = await webhook.SendAsync(Notice(), CancellationToken.None);

        Assert.Equal((false, isFinal), (delivery.IsSent, delivery.IsFinal));
        Assert.Equal(requests, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Equal("42", request.Headers["Telemetry-Delivery"]));
    }

    [Fact]
    public async Task A_receiver_that_is_away_is_no_exception()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        using var webhook = new Webhook(
            new WebhookOptions { Url = new Uri($"http://127.0.0.1:{port}/") }, TimeProvider.System);
        var mail = new Mail(
            new MailOptions { Host = "127.0.0.1", Port = port, Security = MailSecurity.None, From = "a@b.cn" }, "h-1",
            TimeProvider.System);

        var posted = await webhook.SendAsync(Notice(), CancellationToken.None);
        var mailed = await mail.SendAsync(Notice(), CancellationToken.None);

        Assert.Contains("can't be reached", posted.Error, StringComparison.Ordinal);
        Assert.False(posted.IsFinal || mailed.IsFinal || mailed.IsSent);
    }

    [Fact]
    public async Task A_mail_says_it_in_both_languages_to_each_receiver()
    {
        using var server = new ScriptedSmtp();
        var mail = new Mail(Options(server.Port), "h-1", TimeProvider.System);

        var delivery = await mail.SendAsync(Notice(), CancellationToken.None);

        Assert.True(delivery.IsSent, delivery.Error);
        var sent = Assert.Single(server.Mails);
        Assert.Contains("To: duty@example.org, chief@example.org", sent, StringComparison.Ordinal);
        Assert.Contains($"Message-Id: <notice-42.{Fault().Id}@h-1>", sent, StringComparison.OrdinalIgnoreCase);
        var written = mail.Write(Notice());
        Assert.Equal("[high] 一厂设备故障 / Sewage 1 reports a fault", written.Subject);
        Assert.Contains("2009-08-10 12:00", written.TextBody, StringComparison.Ordinal);
        Assert.Contains("联系该厂中控室", written.TextBody, StringComparison.Ordinal);
        Assert.Contains("North works", written.TextBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("451 4.3.0 try later", false)]
    [InlineData("554 5.7.1 refused", false)]
    public async Task A_mail_that_the_server_does_not_take_is_not_sent(string answer, bool isSent)
    {
        using var server = new ScriptedSmtp(answer);

        var delivery = await new Mail(Options(server.Port), "h-1", TimeProvider.System)
            .SendAsync(Notice(), CancellationToken.None);

        Assert.Equal(isSent, delivery.IsSent);
    }

    [Fact]
    public void A_notice_waits_longer_each_time_and_is_given_up_after_three_days()
    {
        var waits = Enumerable.Range(0, 10).Select(
            attempts => NoticeSchedule.Next(Notice() with { Attempts = attempts }, Noon) - Noon);

        Assert.Equal([30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600], waits.Select(w => w!.Value.TotalSeconds));
        Assert.Null(NoticeSchedule.Next(Notice(), Noon.AddDays(3)));
    }

    [Fact]
    public void Every_wrong_option_is_told_at_once()
    {
        var mail = new MailOptions { Host = "mx", Port = 70_000, User = "u", From = "nobody", Timeout = TimeSpan.Zero };
        var webhook = new WebhookOptions { Url = new Uri("ftp://x"), SecretFile = "/no/such/file" };

        Assert.Equal(5, mail.Validate().Count());
        Assert.Equal(2, webhook.Validate().Count());
        Assert.Empty(new MailOptions().Validate());
        Assert.Empty(new WebhookOptions().Validate());
    }

    private static MailOptions Options(int port)
    {
        var options = new MailOptions
        {
            Host = "127.0.0.1", Port = port, Security = MailSecurity.None, From = "telemetry@example.org",
        };
        options.To.Add("duty@example.org");
        options.To.Add("chief@example.org");
        return options;
    }

    private static Notice Notice() => new(
        42, "webhook", Fault().Id,
        NoticeContent.Of(Fault(), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")).ToJson(), Noon, 0);

    private static Alarm Fault() => new()
    {
        Id = AlarmId.Of(AlarmRule.StateFault, AlarmAsset.Of(new PlantId("sewage-1")), Noon),
        Rule = AlarmRule.StateFault,
        Asset = AlarmAsset.Of(new PlantId("sewage-1")),
        Onset = Noon,
        Priority = AlarmPriority.High,
        ResponsibleUnit = new LocalizedName("North works", "北区环卫所"),
        Name = new LocalizedName("Sewage 1", "一厂"),
        RaisedAt = Noon,
    };
}
